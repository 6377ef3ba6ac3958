package cn.huitouke.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Capabilities.Opener;
import cn.huitouke.customer.CustomerId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecentlyNotedTest {

  private static final Instant NOON = Instant.parse("2026-11-22T04:00:00Z");

  private final RecentlyNoted recently = new RecentlyNoted();

  private static Settlement.Noted noted(String who, Opener opener, long seconds) {
    Instant at = NOON.plusSeconds(seconds);
    return new Settlement.Noted(
        new CustomerId(who.hashCode()), TestPlatform.peer(who), opener, at, at);
  }

  @Test
  void theSecondMessageWithinHalfAMinuteIsCovered() {
    recently.written(noted("mei", Opener.MESSAGE, 0));
    assertThat(recently.covers(noted("mei", Opener.MESSAGE, 29))).isTrue();
    assertThat(recently.covers(noted("mei", Opener.MESSAGE, 30))).isFalse();
    assertThat(recently.covers(noted("bo", Opener.MESSAGE, 1))).isFalse();
  }

  @Test
  void shortWindowsAreAlwaysWritten() {
    recently.written(noted("mei", Opener.MENU, 0));
    assertThat(recently.covers(noted("mei", Opener.MENU, 1))).isFalse();
    assertThat(recently.covers(noted("mei", Opener.MESSAGE, 1))).isFalse();
  }
}
