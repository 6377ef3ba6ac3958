package cn.huitouke.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
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
  void thePauseAfterWrongPasswordsDoublesUpToAQuarterOfAnHour() {
    assertThat(
            IntStream.rangeClosed(0, 20)
                .map(wrong -> (int) LoginThrottle.pause(wrong, 3).toSeconds()))
        .containsExactly(
            0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900, 900, 900, 900, 900);
    assertThat(LoginThrottle.pause(Integer.MAX_VALUE, 3)).isEqualTo(Duration.ofMinutes(15));
    assertThat(LoginThrottle.pause(LoginThrottle.LONGEST_FOR_NAME - 1, 3).toMinutes()).isEqualTo(8);
    assertThat(LoginThrottle.pause(LoginThrottle.LONGEST_FOR_NAME, 3).toMinutes()).isEqualTo(15);
    assertThat(TooSoon.seconds(Duration.ofMillis(1))).isEqualTo(1);
    assertThat(TooSoon.seconds(Duration.ZERO)).isZero();
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
