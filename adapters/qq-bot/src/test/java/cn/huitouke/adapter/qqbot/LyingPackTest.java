package cn.huitouke.adapter.qqbot;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.tck.ContractTrial;
import cn.huitouke.tck.FarEnd;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rule pack that does not say what the platform does is caught by the contract. */
class LyingPackTest {

  static class Trial extends QqBotContractTest {
    @Override
    protected FarEnd farEnd() {
      return new QqFarEnd(Optional.of(ContractTrial.pack()));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          more answers than the platform allows | 'lasts: 60m, messages: 4' | 'lasts: 60m, messages: 5' | s2
          an hour longer than the platform's    | 'lasts: 60m, messages: 4' | 'lasts: 90m, messages: 4' | s2
          a pace that the platform does not bear | 'per-second: 5, burst: 5' | 'per-second: 50, burst: 50' | l3
          """)
  void aLieBreaksThePromiseThatItIsAbout(String lies, String truth, String lie, String promise)
      throws IOException {
    assertThat(ContractTrial.broken(Trial.class, "qq-bot", truth, lie))
        .as(lies)
        .containsExactly(promise);
  }
}
