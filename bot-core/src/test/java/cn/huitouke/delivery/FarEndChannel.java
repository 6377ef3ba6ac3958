package cn.huitouke.delivery;

import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.Capabilities.Opening;
import cn.huitouke.channel.Capabilities.Pace;
import cn.huitouke.channel.Capabilities.Support;
import cn.huitouke.channel.Capabilities.TextLimit;
import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Inbox;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.Purpose;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.Wire;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The channel to a {@link FarEnd}: a wire with an idempotency key for forms, one without for words. */
final class FarEndChannel implements Channel {

  static final ChannelId ID = new ChannelId("far", "shop");
  static final Wire KEYED = new Wire("keyed");
  static final Wire PLAIN = new Wire("plain");

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();
  private final URI farEnd;
  private final Capabilities rules;

  FarEndChannel(URI farEnd, Pace pace) {
    this.farEnd = farEnd;
    this.rules =
        new Capabilities(
            List.of(
                rules(KEYED, Segment.Kind.FORM, Optional.of(Duration.ofMinutes(10)), pace),
                rules(PLAIN, Segment.Kind.TEXT, Optional.empty(), pace)));
  }

  private static WireRules rules(Wire wire, Segment.Kind kind, Optional<Duration> key, Pace pace) {
    return new WireRules(
        wire,
        LocalDate.of(2026, 1, 1),
        "test",
        Opening.FREE,
        List.of(),
        List.of(),
        EnumSet.allOf(Purpose.class),
        Map.of(kind, Support.FULL),
        new TextLimit(TextLimit.Unit.BYTES, 2048),
        key,
        pace,
        false,
        BigDecimal.ZERO,
        wire.equals(KEYED) ? Set.of("notice") : Set.of());
  }

  @Override
  public ChannelId id() {
    return ID;
  }

  @Override
  public Capabilities capabilities() {
    return rules;
  }

  @Override
  public void start(Inbox inbox) {}

  @Override
  public SendOutcome send(Outbound outbound) {
    String id = URLEncoder.encode(outbound.id().value(), StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(farEnd.resolve("/" + outbound.wire() + "/" + id))
            .timeout(Duration.ofSeconds(1))
            .POST(HttpRequest.BodyPublishers.ofString(outbound.message().text()))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return switch (response.body()) {
        case "ok" -> new SendOutcome.Accepted("far-" + outbound.id());
        case "busy" -> new SendOutcome.Deferred(Duration.ofSeconds(2), "-1 busy");
        case "quota" -> new SendOutcome.Deferred(Duration.ofMinutes(15), "45009 quota");
        default -> new SendOutcome.Uncertain("HTTP " + response.statusCode());
      };
    } catch (ConnectException e) {
      return new SendOutcome.Deferred(Duration.ofSeconds(1), "not reached");
    } catch (IOException e) {
      return new SendOutcome.Uncertain(e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new SendOutcome.Uncertain("interrupted");
    }
  }

  @Override
  public void stop() {}
}
