package cn.huitouke.adapter.qqbot;

import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.DatedRules;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.Inbox;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.channel.WebhookChannel;
import cn.huitouke.channel.Wire;
import cn.huitouke.hook.Hook;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/**
 * One official QQ bot: answers by {@code msg_id} within the platform's windows, and speaks of its own
 * accord where the platform and the user let it.
 */
public final class QqBot implements WebhookChannel {

  /** The kind of its {@link ChannelId}. */
  public static final String KIND = "qq-bot";

  /** Answers to a message or event. */
  public static final Wire PASSIVE = new Wire("passive");

  /** What the bot says of its own accord. */
  public static final Wire PROACTIVE = new Wire("proactive");

  private static final Logger log = LoggerFactory.getLogger(QqBot.class);
  private static final int MOST_REMEMBERED = 10_000;

  private final ChannelId id;
  private final DatedRules rules;
  private final QqHook hook;
  private final QqApi api;

  /** How often the platform said "not now" to a message. */
  private final Map<OutboundId, Integer> saidNo =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<OutboundId, Integer> eldest) {
              return size() > MOST_REMEMBERED;
            }
          });

  public QqBot(QqBotAccount account, InstantSource clock) {
    this(account, clock, Optional.empty());
  }

  /**
   * @param rulesOverride the shop's own rule pack, in place of the one in this jar
   * @throws IllegalArgumentException naming what is wrong in the rule pack
   */
  public QqBot(QqBotAccount account, InstantSource clock, Optional<InputStream> rulesOverride) {
    id = new ChannelId(KIND, account.id());
    rules = new DatedRules(rulesOverride.map(QqBot::parsed).orElseGet(QqBot::own), clock);
    JsonMapper json = JsonMapper.builder().build();
    hook =
        new QqHook(account, new QqSignature(account.secret()), new QqEventDecoder(id), clock, json);
    api = new QqApi(account, clock, json);
  }

  @Override
  public ChannelId id() {
    return id;
  }

  @Override
  public Capabilities capabilities() {
    return rules.now();
  }

  @Override
  public Hook hook() {
    return hook;
  }

  @Override
  public void start(Inbox inbox) {
    hook.open(inbox);
  }

  @Override
  public void stop() {
    hook.open(null);
  }

  @Override
  public SendOutcome send(Outbound outbound) {
    SendOutcome outcome = refusal(outbound).orElseGet(() -> sent(outbound));
    if (!(outcome instanceof SendOutcome.Accepted)) {
      log.info("{}: {} on {}: {}", id, outbound.id(), outbound.wire(), outcome);
    }
    return outcome;
  }

  private Optional<SendOutcome> refusal(Outbound outbound) {
    Optional<Capabilities.WireRules> rules = this.rules.now().wire(outbound.wire());
    if (rules.isEmpty() || !outbound.to().channel().equals(id)) {
      return refused(Reason.UNSUPPORTED, "not a wire and a peer of " + id);
    }
    if (outbound.wire().equals(PASSIVE) && !(outbound.footing() instanceof Footing.InReplyTo)) {
      return refused(Reason.WINDOW_CLOSED, "a reply needs an event to reply to");
    }
    for (Segment segment : outbound.message().segments()) {
      if (rules.get().support(segment.kind()) == Capabilities.Support.NONE) {
        return refused(Reason.UNSUPPORTED, "no " + segment.kind());
      }
    }
    String text = text(outbound);
    if (text.isBlank()) {
      return refused(Reason.UNSUPPORTED, "nothing to be said in text");
    }
    return rules.get().textLimit().allows(text)
        ? Optional.empty()
        : refused(Reason.TOO_LONG, rules.get().textLimit().length(text) + " characters");
  }

  private static Optional<SendOutcome> refused(Reason reason, String detail) {
    return Optional.of(new SendOutcome.Refused(reason, detail));
  }

  private SendOutcome sent(Outbound outbound) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("content", text(outbound));
    body.put("msg_type", 0);
    if (outbound.wire().equals(PASSIVE)
        && outbound.footing() instanceof Footing.InReplyTo(var event)) {
      body.put(isMessage(event) ? "msg_id" : "event_id", event.value());
      body.put("msg_seq", sequence(outbound.id()));
    }
    String whom = outbound.to().kind() == Peer.Kind.GROUP ? "groups" : "users";
    SendOutcome outcome =
        api.post(
            "/v2/"
                + whom
                + "/"
                + URLEncoder.encode(outbound.to().address(), StandardCharsets.UTF_8)
                + "/messages",
            body);
    if (outcome instanceof SendOutcome.Deferred) {
      saidNo.merge(outbound.id(), 1, Integer::sum);
    }
    return outcome;
  }

  /** Events other than messages are named by their kind, a colon and an id. */
  private static boolean isMessage(EventId event) {
    return !event.value().matches("[A-Z_0-9]+:.*");
  }

  /**
   * From the message's id, so that the same one is recognised and another one is not. After a plain
   * "not now" it is another number: the platform remembers the number, though it showed nothing.
   */
  private int sequence(OutboundId id) {
    String attempt = id.value() + "#" + saidNo.getOrDefault(id, 0);
    return 1 + Math.floorMod(attempt.hashCode(), 1_000_000);
  }

  /** What customers wrote is not read as the platform's tags: {@code <} is written wide. */
  private static String text(Outbound outbound) {
    boolean group = outbound.to().kind() == Peer.Kind.GROUP;
    StringBuilder text = new StringBuilder();
    for (Segment segment : outbound.message().segments()) {
      String words =
          switch (segment) {
            case Segment.Text(String said) -> said;
            case Segment.Link link -> lines(link.title(), link.description(), link.url());
            case Segment.Card card -> lines(card.title(), card.description(), card.url());
            case Segment.Choices choices -> choices.asText();
            case Segment.Location place -> place.label();
            case Segment.Mention(String who) when !group -> "@" + who;
            default -> "";
          };
      boolean before = !text.isEmpty() && text.charAt(text.length() - 1) != ' ';
      if (group && segment instanceof Segment.Mention(String who)) {
        text.append(before ? "\n" : "").append(mention(who));
      } else if (!words.isEmpty()) {
        text.append(before ? "\n" : "").append(words.replace('<', '＜'));
      }
    }
    return text.toString();
  }

  private static String mention(String member) {
    return member.matches("[A-Za-z0-9_-]{1,128}") ? "<qqbot-at-user id=\"" + member + "\" /> " : "";
  }

  private static String lines(String... lines) {
    return Stream.of(lines).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
  }

  private static Map<String, ?> own() {
    try (InputStream pack =
        Objects.requireNonNull(
            QqBot.class.getResourceAsStream("/platform-rules/qq-bot.yml"), "rule pack")) {
      return parsed(pack);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, ?> parsed(InputStream pack) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(pack);
  }
}
