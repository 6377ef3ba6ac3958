package cn.huitouke.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Small things on which much depends. */
class CarefulTest {

  @Test
  void namesAndPhonesAreMasked() {
    assertThat(Mask.name("林晓雨")).isEqualTo("林**");
    assertThat(Mask.name("林**")).isEqualTo("林**");
    assertThat(Mask.name("")).isEmpty();
    assertThat(Mask.name("𠮷田太郎")).isEqualTo("𠮷**");
    assertThat(Mask.phone("13812345678")).isEqualTo("138****5678");
    assertThat(Mask.phone("160****0001")).isEqualTo("160****0001");
    assertThat(Mask.phone("12345")).isEqualTo("****");
    assertThat(Mask.phone("")).isEmpty();
  }

  @Test
  void noCellOfADownloadIsAFormula() {
    for (String cell :
        new String[] {"=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠a"}) {
      assertThat(OrdersPage.harmless(cell)).startsWith("'");
    }
    assertThat(OrdersPage.harmless("订单编号")).isEqualTo("订单编号");
    assertThat(OrdersPage.harmless("")).isEmpty();
  }

  @Test
  void tenWrongPasswordsPauseAQuarterOfAnHourAndKnockingDoesNotProlongIt() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1_800_000_000));
    LoginThrottle throttle = new LoginThrottle(now::get);
    for (int i = 0; i < 10; i++) {
      assertThat(throttle.allows("owner", "10.0.0." + i)).isTrue();
    }
    for (int i = 0; i < 50; i++) {
      now.set(now.get().plusSeconds(10));
      assertThat(throttle.allows("owner", "10.0.1." + i)).isFalse();
    }
    now.set(now.get().plus(Duration.ofMinutes(8)));
    assertThat(throttle.allows("owner", "10.0.0.1")).isTrue();
  }

  @Test
  void aHundredTriesFromOneAddressAreEnough() {
    LoginThrottle throttle = new LoginThrottle(() -> Instant.ofEpochSecond(1_800_000_000));
    for (int i = 0; i < 100; i++) {
      assertThat(throttle.allows("name" + i, "10.0.0.1")).isTrue();
    }
    assertThat(throttle.allows("another", "10.0.0.1")).isFalse();
    assertThat(throttle.allows("another", "10.0.0.2")).isTrue();
  }

  @Test
  void aTokenMayAskOftenButNotWithoutEnd() {
    RequestPace pace = new RequestPace();
    int allowed = 0;
    for (int i = 0; i < 1_000; i++) {
      allowed += pace.allows("token:1") ? 1 : 0;
    }
    assertThat(allowed).isBetween(100, 200);
    assertThat(pace.allows("token:2")).isTrue();
  }
}
