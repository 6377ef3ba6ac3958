package cn.huitouke.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Peer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CircuitsTest {

  private static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");
  private static final Peer MEI = TestPlatform.peer("mei");
  private final Circuits circuits = new Circuits();

  private void fail(int times, Instant at) {
    for (int i = 0; i < times; i++) {
      circuits.failed(MEI, TestPlatform.SERVICE, Duration.ZERO, at);
    }
  }

  @Test
  void whatWasUnderWayWhenItOpenedMakesThePauseNoLonger() {
    fail(256, NOON);
    assertThat(circuits.shutUntil(MEI, TestPlatform.SERVICE, NOON)).contains(NOON.plusSeconds(5));
  }

  @Test
  void oneTriesAndWhenItFailsThePauseGrows() {
    fail(5, NOON);
    Instant then = NOON.plusSeconds(5);
    assertThat(circuits.shutUntil(MEI, TestPlatform.SERVICE, then)).isEmpty();
    assertThat(circuits.shutUntil(MEI, TestPlatform.SERVICE, then)).isPresent();
    fail(1, then);
    assertThat(circuits.shutUntil(MEI, TestPlatform.SERVICE, then)).contains(then.plusSeconds(10));
    fail(50, then);
    assertThat(circuits.shutUntil(MEI, TestPlatform.SERVICE, then)).contains(then.plusSeconds(10));
  }

  @Test
  void whenOneIsTakenAllGo() {
    fail(5, NOON);
    circuits.worked(MEI, TestPlatform.SERVICE);
    assertThat(circuits.shutUntil(MEI, TestPlatform.SERVICE, NOON)).isEmpty();
  }

  @Test
  void aLongPauseOfThePlatformsIsForAll() {
    circuits.failed(MEI, TestPlatform.SERVICE, Duration.ofMinutes(15), NOON);
    assertThat(circuits.shutUntil(MEI, TestPlatform.SERVICE, NOON))
        .contains(NOON.plus(Duration.ofMinutes(15)));
    assertThat(circuits.shutUntil(MEI, TestPlatform.TEMPLATE, NOON)).isEmpty();
  }
}
