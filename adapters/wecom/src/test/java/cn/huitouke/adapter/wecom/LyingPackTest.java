package cn.huitouke.adapter.wecom;

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

  static class Trial extends WeComContractTest {
    @Override
    protected FarEnd farEnd() {
      return new WeComFarEnd(Optional.of(PACK.get()));
    }
  }

  private static Set<String> broken(String truth, String lie) throws IOException {
    try (InputStream pack =
        Objects.requireNonNull(
            LyingPackTest.class.getResourceAsStream("/platform-rules/wecom.yml"))) {
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
    assertThat(broken("carries: {", "carries: {image: full, ")).contains("l2");
  }
}
