package cn.huitouke.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cn.huitouke.insight.Uplift.Verdict;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class UpliftTest {

  /** The examples of Newcombe's paper, table II, method 10. */
  @Test
  void theIntervalIsThatOfThePaper() {
    isInterval(Uplift.of(56, 70, 48, 80), 0.0524, 0.3339);
    isInterval(Uplift.of(9, 10, 3, 10), 0.1705, 0.8090);
    isInterval(Uplift.of(6, 7, 2, 7), 0.0582, 0.8062);
    isInterval(Uplift.of(5, 56, 0, 29), -0.0381, 0.1926);
    isInterval(Uplift.of(0, 10, 0, 20), -0.1611, 0.2775);
    isInterval(Uplift.of(0, 10, 0, 10), -0.2775, 0.2775);
    isInterval(Uplift.of(10, 10, 0, 20), 0.6791, 1.0);
    isInterval(Uplift.of(10, 10, 0, 10), 0.6075, 1.0);
  }

  private static void isInterval(Uplift uplift, double low, double high) {
    assertThat(uplift.low()).isCloseTo(low, within(0.00006));
    assertThat(uplift.high()).isCloseTo(high, within(0.00006));
  }

  @Test
  void nothingIsSaidTooEarly() {
    assertThat(Uplift.of(0, 0, 0, 0).verdict()).isEqualTo(Verdict.TOO_FEW);
    assertThat(Uplift.of(29, 29, 0, 29).verdict()).isEqualTo(Verdict.TOO_FEW);
    assertThat(Uplift.of(20, 100, 15, 100).verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(Uplift.of(300, 1000, 15, 100).verdict()).isEqualTo(Verdict.BETTER);
    assertThat(Uplift.of(10, 1000, 15, 100).verdict()).isEqualTo(Verdict.WORSE);
  }

  @Property(tries = 300)
  void theDifferenceLiesInTheIntervalAndTheIntervalInReason(
      @ForAll @IntRange(min = 1, max = 5000) int of,
      @ForAll @IntRange(min = 1, max = 5000) int others,
      @ForAll @IntRange(max = 100) int share,
      @ForAll @IntRange(max = 100) int otherShare) {
    Uplift uplift = Uplift.of(of * share / 100L, of, others * otherShare / 100L, others);
    assertThat(uplift.low()).isBetween(-1.0000001, uplift.difference() + 1e-9);
    assertThat(uplift.high()).isBetween(uplift.difference() - 1e-9, 1.0000001);
  }

  @Test
  void halfAndNineInTenAreTimesThatSomebodyWaited() {
    assertThat(ReplyTimes.within(List.of(3.0), 0.5)).isEqualTo(3.0);
    List<Double> ten = List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 100.0);
    assertThat(ReplyTimes.within(ten, 0.5)).isEqualTo(5.0);
    assertThat(ReplyTimes.within(ten, 0.9)).isEqualTo(9.0);
  }
}
