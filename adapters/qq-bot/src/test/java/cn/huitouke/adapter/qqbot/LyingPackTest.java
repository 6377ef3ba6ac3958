package cn.huitouke.adapter.qqbot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import cn.huitouke.tck.FarEnd;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

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
    try (InputStream pack =
        Objects.requireNonNull(
            LyingPackTest.class.getResourceAsStream("/platform-rules/qq-bot.yml"))) {
      String honest = new String(pack.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(honest).contains(truth);
      PACK.set(honest.replace(truth, lie));
    }
    Set<String> broken = new TreeSet<>();
    try {
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request().selectors(selectClass(Trial.class)).build(),
              new TestExecutionListener() {
                @Override
                public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                  if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                    broken.add(test.getDisplayName().replaceAll("_.*", ""));
                  }
                }
              });
    } finally {
      PACK.remove();
    }
    return broken;
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
