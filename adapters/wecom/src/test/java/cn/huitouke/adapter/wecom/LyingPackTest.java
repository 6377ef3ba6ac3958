package cn.huitouke.adapter.wecom;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.tck.ContractTrial;
import cn.huitouke.tck.FarEnd;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A rule pack that does not say what the platform does is caught by the contract. */
class LyingPackTest {

  /** The launcher makes the contract's instances, so the pack cannot be handed over. */
  private static final ThreadLocal<String> PACK = new ThreadLocal<>();

  static class Trial extends WeComContractTest {
    @Override
    protected FarEnd farEnd() {
      return new WeComFarEnd(Optional.of(PACK.get()));
    }
  }

  private static Set<String> broken(String truth, String lie) throws IOException {
    PACK.set(ContractTrial.pack(LyingPackTest.class, "wecom", truth, lie));
    try {
      return ContractTrial.broken(Trial.class);
    } finally {
      PACK.remove();
    }
  }

  @Test
  void theTruthBreaksNothing() throws IOException {
    assertThat(broken("messages: 5", "messages: 5")).isEmpty();
  }

  @Test
  void moreMessagesThanThePlatformAllowsBreakS2() throws IOException {
    assertThat(broken("messages: 5", "messages: 20")).contains("s2");
  }

  @Test
  void aLongerWindowThanThePlatformsBreaksS2() throws IOException {
    assertThat(broken("lasts: 48h", "lasts: 72h")).contains("s2");
  }

  @Test
  void aKindThatIsNotCarriedBreaksL2() throws IOException {
    assertThat(broken("carries: {", "carries: {voice: full, ")).contains("l2");
  }

  @Test
  void aPictureDeclaredAsTextBreaksL2() throws IOException {
    assertThat(broken("image: full", "image: as-text")).contains("l2");
  }
}
