package cn.huitouke.adapter.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.DatedRules;
import cn.huitouke.channel.Wire;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatedRulesTest {

  private static final Wire WIRE = new Wire("customer-service");

  private Instant now = Instant.parse("2026-12-31T15:59:59Z");

  private static Map<String, Object> entry(String since, int messages) {
    return Map.of(
        "since", since,
        "source", "https://example.com",
        "opening", "window",
        "windows", List.of(Map.of("opened-by", "message", "lasts", "48h", "messages", messages)),
        "purposes", List.of("reply"),
        "carries", Map.of("text", "full"),
        "text-limit", Map.of("unit", "bytes", "max", 2048),
        "pace", Map.of("per-second", 50, "burst", 100));
  }

  private DatedRules rules(List<Map<String, Object>> entries) {
    return new DatedRules(Map.of("wires", Map.of(WIRE.name(), entries)), () -> now);
  }

  private static int messages(DatedRules rules) {
    return rules.now().wire(WIRE).orElseThrow().windows().getFirst().messages();
  }

  @Test
  void aRuleChangesAtMidnightInShanghaiWhileTheChannelGoesOn() {
    DatedRules rules = rules(List.of(entry("2025-01-01", 20), entry("2027-01-01", 5)));
    assertThat(messages(rules)).isEqualTo(20);
    now = Instant.parse("2026-12-31T16:00:00Z");
    assertThat(messages(rules)).isEqualTo(5);
  }

  @Test
  void allDayLongTheyAreTheSameObject() {
    DatedRules rules = rules(List.of(entry("2025-01-01", 20)));
    Capabilities morning = rules.now();
    assertThat(rules.now()).isSameAs(morning);
  }

  @Test
  void aWireThatBeginsLaterIsNotThereYet() {
    DatedRules rules = rules(List.of(entry("2027-01-01", 5)));
    assertThat(rules.now().wires()).isEmpty();
    now = Instant.parse("2027-01-01T00:00:00Z");
    assertThat(rules.now().wires()).hasSize(1);
  }

  @Test
  void whatIsWrongWithTheRuleOfALaterDayIsSaidAtTheStart() {
    assertThatThrownBy(() -> rules(List.of(entry("2025-01-01", 20), Map.of("since", "2027-01-01"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("wires.customer-service");
  }
}
