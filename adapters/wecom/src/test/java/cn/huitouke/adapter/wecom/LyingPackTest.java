package cn.huitouke.adapter.wecom;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.tck.ContractTrial;
import cn.huitouke.tck.FarEnd;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rule pack that does not say what the platform does is caught by the contract. */
class LyingPackTest {

  static class Trial extends WeComContractTest {
    @Override
    protected FarEnd farEnd() {
      return new WeComFarEnd(Optional.of(ContractTrial.pack()));
    }
  }

  @Test
  void theTruthBreaksNothing() throws IOException {
    assertThat(ContractTrial.broken(Trial.class, "wecom", "messages: 5", "messages: 5")).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          more messages than the platform allows | messages: 5 | messages: 20 | s2
          a longer window than the platform's | lasts: 48h | lasts: 72h | s2
          a kind that is not carried | 'carries: {' | 'carries: {voice: full, ' | l2
          a picture with words declared as one message | 'apart: [image]' | 'apart: []' | l5
          a picture declared to go alone | 'apart: [image]' | 'alone: [image]' | l4
          a picture declared as text | 'image: full' | 'image: as-text' | l2
          """)
  void aLieBreaksThePromiseThatItIsAbout(String lies, String truth, String lie, String promise)
      throws IOException {
    assertThat(ContractTrial.broken(Trial.class, "wecom", truth, lie))
        .as(lies)
        .containsExactly(promise);
  }
}
