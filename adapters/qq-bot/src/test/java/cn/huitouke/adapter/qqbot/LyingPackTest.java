package cn.huitouke.adapter.qqbot;

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

  static class Trial extends QqBotContractTest {
    @Override
    protected FarEnd farEnd() {
      return new QqFarEnd(Optional.of(PACK.get()));
    }
  }

  private static Set<String> broken(String truth, String lie) throws IOException {
    PACK.set(ContractTrial.pack(LyingPackTest.class, "qq-bot", truth, lie));
    try {
      return ContractTrial.broken(Trial.class);
    } finally {
      PACK.remove();
    }
  }

  @Test
  void moreAnswersThanThePlatformAllowsBreakS2() throws IOException {
    assertThat(broken("lasts: 60m, messages: 4", "lasts: 60m, messages: 5")).contains("s2");
  }

  @Test
  void aLongerHourThanThePlatformsBreaksS2() throws IOException {
    assertThat(broken("lasts: 60m, messages: 4", "lasts: 90m, messages: 4")).contains("s2");
  }

  @Test
  void aPaceThatThePlatformDoesNotBearBreaksL3() throws IOException {
    assertThat(broken("pace: {per-second: 5, burst: 5}", "pace: {per-second: 50, burst: 50}"))
        .contains("l3");
  }
}
