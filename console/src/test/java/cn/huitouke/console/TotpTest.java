package cn.huitouke.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {

  /** RFC 6238, appendix B: the secret "12345678901234567890", the last six of its eight digits. */
  @ParameterizedTest
  @CsvSource({
    "59, 287082",
    "1111111109, 081804",
    "1111111111, 050471",
    "1234567890, 005924",
    "2000000000, 279037"
  })
  void theCodesAreThoseOfTheStandard(long second, String code) {
    Totp totp = new Totp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assertThat(totp.step(code, Instant.ofEpochSecond(second))).hasValue(second / 30);
  }

  @Test
  void aCodeIsGoodForOneStepEitherWayAndNoLonger() {
    Totp totp = Totp.fresh();
    Instant now = Instant.ofEpochSecond(1_800_000_000);
    String code = totp.code(now.getEpochSecond() / 30);
    assertThat(totp.step(code, now.plusSeconds(30))).isPresent();
    assertThat(totp.step(code, now.minusSeconds(30))).isPresent();
    assertThat(totp.step(code, now.plusSeconds(61))).isEmpty();
    assertThat(totp.toString()).doesNotContain(totp.secret());
  }
}
