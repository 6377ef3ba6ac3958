package cn.huitouke.server;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Peer;
import cn.huitouke.customer.Customers;
import cn.huitouke.delivery.Channels;
import cn.huitouke.sandbox.Sandbox;
import cn.huitouke.sandbox.SandboxOptions;
import cn.huitouke.sandbox.people.Deed;
import cn.huitouke.sandbox.people.Shopper;
import cn.huitouke.sandbox.wechat.Template;
import cn.huitouke.sandbox.wechat.WeChatAccount;
import cn.huitouke.sandbox.wechat.WeChatPlatform;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What somebody builds in an afternoon: each message goes when it is due, as a customer-service
 * message, and when that is refused as a template message. It has the same letters to send to the
 * same customers, who do the same, on a platform of its own with the same rules.
 */
final class NaiveSender implements AutoCloseable {

  /** The platform gives the same token out until its last five minutes. */
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(4);

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TEMPLATE = "naive";
  private static final byte[] SUCCESS = "success".getBytes(StandardCharsets.UTF_8);

  private final AtomicReference<Instant> now;
  private final WeChatAccount account = WeChatAccount.demo();
  private final Sandbox sandbox;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private String token = "";
  private Instant tokenUntil = Instant.EPOCH;

  private NaiveSender(Instant start) throws IOException {
    this.now = new AtomicReference<>(start);
    int port = Rehearsal.freePort();
    URI callback = URI.create("http://127.0.0.1:" + port + "/naive");
    SandboxOptions options = SandboxOptions.demo(now::get).withPort(port);
    this.sandbox = new Sandbox(options.withWeChat(account.withCallbackUrl(callback)));
    sandbox.mount("/naive", NaiveSender::hear);
    sandbox.weChat().register(new Template(TEMPLATE, "通知", false, Map.of("thing1", "内容")));
    sandbox.start();
  }

  /** Something that happens at a time: a customer does something, or a letter is due. */
  private record Event(Instant at, int order, String openid, Optional<Deed> deed, Due due) {}

  private record Due(String id, boolean mustArrive, boolean form) {}

  /** The same days once more, with it as the sender. */
  static Map<String, Long> replay(
      ConfigurableApplicationContext house, List<Shopper> shoppers, Witness witness)
      throws IOException {
    List<Event> events = events(house, shoppers, witness);
    Instant start = events.isEmpty() ? Instant.EPOCH : events.getFirst().at();
    try (NaiveSender sender = new NaiveSender(start)) {
      return sender.play(events);
    }
  }

  private static List<Event> events(
      ConfigurableApplicationContext house, List<Shopper> shoppers, Witness witness) {
    Customers customers = house.getBean(Customers.class);
    ChannelId channel = house.getBean(Channels.class).all().iterator().next().id();
    Map<Long, String> openids = new HashMap<>();
    List<Event> events = new ArrayList<>();
    Due none = new Due("", false, false);
    for (Shopper shopper : shoppers) {
      String openid = shopper.buyer().openid();
      customers
          .find(new Peer(channel, Peer.Kind.PERSON, openid))
          .ifPresent(customer -> openids.put(customer.value(), openid));
      for (Witness.Done done : witness.deedsOf(openid)) {
        events.add(new Event(done.at(), 0, openid, Optional.of(done.deed()), none));
      }
    }
    // What is withdrawn or held out has no time at which it is due.
    house
        .getBean(JdbcTemplate.class)
        .query(
            "select id, customer, greatest(planned_at, not_before) as due, form is not null as"
                + " form, id like 'notice:%' or id like 'digest:%' as must_arrive from"
                + " delivery.letter where purpose <> 'REPLY' and state not in ('WITHHELD',"
                + " 'WITHDRAWN')",
            row -> {
              Due due =
                  new Due(
                      row.getString("id"), row.getBoolean("must_arrive"), row.getBoolean("form"));
              Instant at = row.getObject("due", OffsetDateTime.class).toInstant();
              String openid = openids.getOrDefault(row.getLong("customer"), "");
              events.add(new Event(at, 1, openid, Optional.empty(), due));
            });
    events.sort(
        Comparator.comparing(Event::at)
            .thenComparing(Event::order)
            .thenComparing(Event::openid)
            .thenComparing(event -> event.due().id()));
    return events;
  }

  private Map<String, Long> play(List<Event> events) throws IOException {
    Map<String, Long> figures = new TreeMap<>();
    for (Event event : events) {
      now.set(event.at());
      if (event.deed().isPresent()) {
        act(event.openid(), event.deed().get());
      } else {
        send(event.openid(), event.due(), figures);
      }
    }
    sandbox
        .weChat()
        .refusals()
        .forEach(
            one -> figures.merge("refused " + one.wire() + " " + one.errcode(), 1L, Long::sum));
    return figures;
  }

  private void act(String openid, Deed deed) {
    WeChatPlatform phones = sandbox.weChat();
    boolean follows = phones.isFollowing(openid);
    switch (deed) {
      case Deed.ScansCard(String order) -> phones.scans(openid, order);
      case Deed.Follows _ -> phones.follows(openid, Optional.empty());
      case Deed.Unfollows _ -> phones.unfollows(openid);
      case Deed.Says(String text) when follows -> phones.says(openid, text);
      case Deed.Chooses(String id, String label) when follows -> phones.chooses(openid, id, label);
      case Deed.SendsPhoto(String id) when follows -> phones.sendsImage(openid, id);
      case Deed.Says _, Deed.Chooses _, Deed.SendsPhoto _, Deed.Consents _ -> {}
    }
  }

  private void send(String openid, Due due, Map<String, Long> figures) throws IOException {
    String to = "{\"touser\":\"" + openid + "\",";
    boolean sent =
        post(
            "/cgi-bin/message/custom/send",
            to + "\"msgtype\":\"text\",\"text\":{\"content\":\"…\"}}");
    if (!sent && due.form()) {
      sent =
          post(
              "/cgi-bin/message/template/send",
              to
                  + "\"template_id\":\"naive\",\"client_msg_id\":\""
                  + Integer.toHexString(due.id().hashCode())
                  + "\",\"data\":{\"thing1\":{\"value\":\"有新消息\"}}}");
    }
    if (due.mustArrive()) {
      figures.merge("must-arrive " + (sent ? "delivered" : "not delivered"), 1L, Long::sum);
    }
  }

  private boolean post(String path, String body) throws IOException {
    return call(path + "?access_token=" + token(), body).path("errcode").asInt(0) == 0;
  }

  private String token() throws IOException {
    if (!now.get().isBefore(tokenUntil)) {
      String ask =
          "{\"grant_type\":\"client_credential\",\"appid\":\"%s\",\"secret\":\"%s\"}"
              .formatted(account.appId(), account.secret());
      token = call("/cgi-bin/stable_token", ask).path("access_token").asString();
      tokenUntil = now.get().plus(TOKEN_LIFE);
    }
    return token;
  }

  private JsonNode call(String path, String body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(sandbox.base("/wechat") + path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void hear(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(200, SUCCESS.length);
      exchange.getResponseBody().write(SUCCESS);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    sandbox.close();
  }
}
