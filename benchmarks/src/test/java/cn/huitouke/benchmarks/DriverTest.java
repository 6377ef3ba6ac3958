package cn.huitouke.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DriverTest {

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void twoHundredMessagesComeBackSealed() throws Exception {
    try (BareServer server = new BareServer(Account.EXAMPLE, Optional.empty());
        Driver driver = driver(server, "4")) {
      Score closed = driver.run(new Phase("max", 10, 0, 0));
      assertThat(closed.sealed()).isEqualTo(200);
      assertThat(closed.errors()).isZero();
      Score open = driver.run(new Phase("fixed", 1, 0, 100));
      assertThat(open.sealed() + open.errors()).isEqualTo(100);
      assertThat(open.sealed()).isPositive();
      assertThat(open.perSecond()).isLessThan(110.0);
      assertThat(open.p99()).isPositive();
    }
    List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).startsWith("begin max", "end max");
    assertThat(Score.parse(lines.get(2)).sealed()).isEqualTo(200);
  }

  @Test
  void aWrongKeyIsAnErrorAndNotAnAnswer() throws Exception {
    Account other = new Account("other", Account.EXAMPLE.aesKey(), "wx1", "gh_1");
    try (BareServer server = new BareServer(other, Optional.empty());
        Driver driver = driver(server, "2")) {
      Score score = driver.run(new Phase("max", 10, 0, 0));
      assertThat(score.sealed()).isZero();
      assertThat(score.errors()).isEqualTo(200);
    }
  }

  @Test
  void percentilesAreWithinOnePercent() {
    Latencies latencies = new Latencies();
    for (int i = 1; i <= 100_000; i++) {
      latencies.add(i * 1_000L);
    }
    assertThat(latencies.percentile(0.5)).isBetween(50_000L, 50_500L);
    assertThat(latencies.percentile(0.999)).isBetween(99_900L, 100_900L);
  }

  private Driver driver(BareServer server, String connections) {
    return new Driver(
        Arguments.of(
            "--url",
            "http://127.0.0.1:" + server.port() + "/",
            "--connections",
            connections,
            "--most-letters",
            "200"),
        InstantSource.system(),
        new PrintStream(said, true, StandardCharsets.UTF_8));
  }
}
