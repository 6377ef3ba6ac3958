package cn.huitouke.tck;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The contract itself on trial: whether a lie breaks the promise that it is about. */
public final class ContractTrial {

  /** The pack on trial; the launcher makes the contract's instances, so it cannot be handed over. */
  private static final ThreadLocal<String> PACK = new ThreadLocal<>();

  private ContractTrial() {}

  /**
   * Runs a contract on this thread.
   *
   * @param contract has a constructor without arguments: what it is to try lies in a field of its own
   * @return the promises that were broken, by the first part of their tests' names, such as {@code s2}
   */
  public static Set<String> broken(Class<? extends ChannelContract> contract) {
    Set<String> broken = new TreeSet<>();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(contract)).build(),
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                  broken.add(test.getDisplayName().replaceAll("_.*", ""));
                }
              }
            });
    return broken;
  }

  /**
   * Runs an adapter's contract on this thread, with a lie in the adapter's rule pack.
   *
   * @param contract whose far end gives its channel {@link #pack()}
   * @param kind of its channels
   * @param truth words of the pack
   * @return as {@link #broken(Class)}
   * @throws IllegalArgumentException when the pack does not say so
   */
  public static Set<String> broken(
      Class<? extends ChannelContract> contract, String kind, String truth, String lie)
      throws IOException {
    String resource = "/platform-rules/" + kind + ".yml";
    try (InputStream pack = contract.getResourceAsStream(resource)) {
      String honest = pack == null ? "" : new String(pack.readAllBytes(), StandardCharsets.UTF_8);
      if (!honest.contains(truth)) {
        throw new IllegalArgumentException(resource + " does not say " + truth);
      }
      PACK.set(honest.replace(truth, lie));
      return broken(contract);
    } finally {
      PACK.remove();
    }
  }

  /** The rule pack with the lie in it that is on trial on this thread. */
  public static String pack() {
    return PACK.get();
  }
}
