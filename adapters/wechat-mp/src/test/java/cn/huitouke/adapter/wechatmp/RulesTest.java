package cn.huitouke.adapter.wechatmp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.Capabilities.Opener;
import cn.huitouke.channel.Capabilities.Quota;
import cn.huitouke.channel.Capabilities.Window;
import cn.huitouke.channel.Purpose;
import cn.huitouke.channel.Wire;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RulesTest {

  private static Capabilities on(String day) {
    return rules(Optional.empty(), day);
  }

  private static Capabilities rules(Optional<String> own, String day) {
    return Rules.of(
            own.map(pack -> new ByteArrayInputStream(pack.getBytes(UTF_8))),
            SenderTest.account("https://api.weixin.qq.com"),
            () -> Instant.parse(day + "T04:00:00Z"))
        .now();
  }

  private static Window afterMessage(Capabilities rules) {
    return rules.wire(WeChatMp.CUSTOMER_SERVICE).orElseThrow().windows().stream()
        .filter(window -> window.openedBy() == Opener.MESSAGE)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aMessageOpenedTwentyUntilJune2023AndFiveSince() {
    assertThat(afterMessage(on("2023-06-11")))
        .isEqualTo(new Window(Opener.MESSAGE, Duration.ofHours(48), 20));
    assertThat(afterMessage(on("2023-06-12")))
        .isEqualTo(new Window(Opener.MESSAGE, Duration.ofHours(48), 5));
  }

  @Test
  void everyWireHasItsRulesAndItsSource() {
    Capabilities today = on("2026-11-21");
    assertThat(today.byName().keySet())
        .containsExactly("passive-reply", "customer-service", "template", "subscription", "mass");
    assertThat(today.wires()).allMatch(rules -> rules.source().startsWith("https://"));
    assertThat(today.wire(WeChatMp.TEMPLATE).orElseThrow().forms())
        .containsExactly("parcel-progress");
    assertThat(today.wire(WeChatMp.SUBSCRIPTION).orElseThrow().forms()).containsExactly("care");
  }

  @Test
  void thePlatformsWindowsAndQuotasAreThere() {
    Capabilities today = on("2026-11-21");
    assertThat(today.wire(WeChatMp.CUSTOMER_SERVICE).orElseThrow().windows())
        .containsExactly(
            new Window(Opener.MESSAGE, Duration.ofHours(48), 5),
            new Window(Opener.MENU, Duration.ofMinutes(1), 3),
            new Window(Opener.FOLLOW, Duration.ofMinutes(1), 3),
            new Window(Opener.SCAN, Duration.ofMinutes(1), 3));
    assertThat(today.wire(WeChatMp.TEMPLATE).orElseThrow().quotas())
        .containsExactly(new Quota(Quota.Span.DAY, 100_000, false));
    assertThat(today.wire(WeChatMp.TEMPLATE).orElseThrow().purposes())
        .as("a notice of something the customer did; care would be an offence")
        .containsExactly(Purpose.SERVICE);
    assertThat(today.wire(WeChatMp.TEMPLATE).orElseThrow().idempotentFor())
        .contains(Duration.ofMinutes(10));
    assertThat(today.wire(WeChatMp.MASS).orElseThrow().quotas())
        .containsExactly(new Quota(Quota.Span.MONTH, 4, true));
    assertThat(today.wire(WeChatMp.MASS).orElseThrow().idempotentFor())
        .contains(Duration.ofHours(24));
    assertThat(today.wire(WeChatMp.SUBSCRIPTION).orElseThrow().opening())
        .isEqualTo(Capabilities.Opening.CREDIT);
    assertThat(today.wire(WeChatMp.CUSTOMER_SERVICE).orElseThrow().idempotentFor())
        .as("the platform has no key for it")
        .isEmpty();
    assertThat(today.wires()).allMatch(rules -> !rules.needsPerson());
  }

  @Test
  void theShopsOwnPackTakesThePlaceOfOurs() {
    String own =
        """
        wires:
          template:
            - since: 2030-01-01
              source: https://example.org
              opening: free
              purposes: [service]
              carries: {form: full}
              text-limit: {unit: characters, max: 20}
              pace: {per-second: 1, burst: 1}
        """;
    assertThat(rules(Optional.of(own), "2030-01-01").wires())
        .extracting(Capabilities.WireRules::wire)
        .containsExactly(new Wire("template"));
    assertThatThrownBy(() -> rules(Optional.of("wires: 3"), "2030-01-01"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("wires");
  }
}
