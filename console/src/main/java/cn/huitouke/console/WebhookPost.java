package cn.huitouke.console;

import cn.huitouke.console.AddressGuard.Finding;
import cn.huitouke.console.Webhooks.Kept;
import cn.huitouke.console.Webhooks.Try;
import cn.huitouke.schedule.Sweep;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells the shop's own systems what happened: CloudEvents 1.0 as JSON, signed, again and again with
 * growing pauses until somebody answers 2xx, at least once. Follows no redirect.
 */
@Component
class WebhookPost implements Sweep, AutoCloseable {

  static final String SIGNATURE = "Huitouke-Signature";
  private static final Logger LOG = LoggerFactory.getLogger(WebhookPost.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int AT_ONCE = 20;
  private static final int GONE = 410;

  /** The pauses after each try that failed; after the last one it is given up. */
  static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(6),
          Duration.ofHours(12),
          Duration.ofHours(24));

  private final Webhooks hooks;
  private final AddressGuard guard;
  private final InstantSource clock;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** One round runs and one may wait, which finds whatever came meanwhile. */
  private final ExecutorService rounds =
      new ThreadPoolExecutor(
          0,
          1,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(1),
          Thread.ofVirtual().name("webhooks").factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  WebhookPost(Webhooks hooks, AddressGuard guard, InstantSource clock) {
    this.hooks = hooks;
    this.guard = guard;
    this.clock = clock;
  }

  /** What happens is told at once; the sweep is for what has to be told again. */
  @TransactionalEventListener(fallbackExecution = true)
  void on(Webhooks.Due due) {
    rounds.execute(() -> run(clock.instant()));
  }

  @Override
  public String name() {
    return "webhooks";
  }

  @Override
  public String cron() {
    return "0/30 * * * * ?";
  }

  @Override
  public Optional<String> occasion() {
    return Optional.of(
        "EXISTS (SELECT 1 FROM console.webhook_delivery"
            + " WHERE state = 'PENDING' AND due_at <= :now)"
            + " OR EXISTS (SELECT 1 FROM console.webhook_event"
            + " WHERE at < :now::timestamptz - interval '"
            + Webhooks.KEPT.toDays()
            + " days')");
  }

  @Override
  public void run(Instant now) {
    List<Try> some = hooks.take(AT_ONCE);
    while (!some.isEmpty()) {
      try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
        some.forEach(one -> each.execute(() -> tell(one)));
      }
      some = hooks.take(AT_ONCE);
    }
    hooks.forget();
  }

  private void tell(Try one) {
    switch (guard.look(one.url())) {
      case Finding.Refused(String why) -> failed(one, 0, "address: " + why);
      case Finding.Fine(URI address) -> tell(one, address);
    }
  }

  private void tell(Try one, URI address) {
    try {
      HttpResponse<Void> answer =
          http.send(request(one, address), HttpResponse.BodyHandlers.discarding());
      int status = answer.statusCode();
      if (status >= 200 && status < 300) {
        hooks.done(one.delivery(), status);
      } else if (status == GONE) {
        hooks.dead(one.delivery(), status, "410 Gone");
      } else {
        failed(one, status, status >= 300 && status < 400 ? "redirects are not followed" : "");
      }
    } catch (IOException e) {
      failed(one, 0, e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // its lease runs out, and it is told again
    }
  }

  private HttpRequest request(Try one, URI address) {
    String body = body(one.event());
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    return HttpRequest.newBuilder(address)
        .timeout(PATIENCE)
        .header("Content-Type", "application/cloudevents+json; charset=utf-8")
        .header("User-Agent", "Huitouke-Webhooks/1")
        .header(
            SIGNATURE, "t=" + timestamp + ",v1=" + signature(one.secret(), timestamp + "." + body))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  /** The same bytes whenever it is told. */
  static String body(Kept event) {
    Map<String, Object> cloud = new LinkedHashMap<>();
    cloud.put("specversion", "1.0");
    cloud.put("id", event.id());
    cloud.put("source", "/huitouke");
    cloud.put("type", "cn.huitouke." + event.type());
    cloud.put("subject", event.subject());
    cloud.put("time", event.at().toString());
    cloud.put("datacontenttype", "application/json");
    cloud.put("data", JSON.readTree(event.data()));
    return JSON.writeValueAsString(cloud);
  }

  static String signature(String secret, String signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HmacSHA256", e);
    }
  }

  private void failed(Try one, int status, String error) {
    String said = error.isEmpty() ? "HTTP " + status : error;
    if (one.attempts() > PAUSES.size()) {
      LOG.warn(
          "Event {} could not be told {} times and is given up", one.event().id(), one.attempts());
      hooks.dead(one.delivery(), status, said);
    } else {
      Duration pause = PAUSES.get(one.attempts() - 1);
      hooks.again(one.delivery(), clock.instant().plus(pause), status, said);
    }
  }

  @Override
  public void close() {
    rounds.shutdownNow(); // what was under way is told again when its lease has run out
    http.close();
  }
}
