package cn.huitouke.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Starting, stopping, and being told why not, as a shop owner sees it. */
@Execution(ExecutionMode.CONCURRENT)
class StartTest {

  private static final String EXPORT = "ExportOrderList202611211001_B.csv";
  private static final Duration SOON = Duration.ofMinutes(3);

  @TempDir Path home;
  private Path data;
  private int console;
  private int gateway;
  private int sandbox;

  @BeforeEach
  void choose() throws IOException {
    data = home.resolve("data");
    console = WholeWayTest.freePort();
    gateway = WholeWayTest.freePort();
    sandbox = WholeWayTest.freePort();
  }

  @AfterEach
  void clear() {
    Child.clear(data);
  }

  private List<String> ports() {
    return List.of(
        "--server.port=" + console,
        "--huitouke.gateway.port=" + gateway,
        "--huitouke.sandbox.port=" + sandbox);
  }

  private List<String> doctor(String... more) {
    return Stream.of(Stream.of("doctor"), ports().stream(), Stream.of(more))
        .flatMap(all -> all)
        .toList();
  }

  @Test
  void itStopsWhenAskedAndStartsAgainOnTheSameData() throws Exception {
    List<ProcessHandle> servants = new ArrayList<>();
    try (Child first = Child.launch(data, ports()).up()) {
      servants.addAll(Child.servants(data));
      assertThat(servants).hasSize(2);
      assertThat(first.imports(console, EXPORT).body()).contains("\"refused\"");
      othersAreToldThatOneRuns();
      first.terminate();
      first.ends(Duration.ofSeconds(60));
    }
    // PostgreSQL lets go of its data a moment before its process ends.
    FarSide.until(
        () -> servants.stream().noneMatch(ProcessHandle::isAlive),
        Duration.ofSeconds(5),
        "PostgreSQL and Redis ended");

    try (Child again = Child.launch(data, ports()).up()) {
      assertThat(again.imports(console, EXPORT).body())
          .contains("\"created\":0")
          .contains("\"updated\":0");
      again.terminate();
      again.ends(Duration.ofSeconds(60));
    }
  }

  @Test
  void aFirstStartThatWasKilledHalfwayIsNoObstacleToTheNext() throws Exception {
    Child first = Child.launch(data, ports());
    FarSide.until(
        () -> Files.exists(data.resolve("postgres/base/1")), SOON, "the database is being made");
    first.kill();
    try (Child next = Child.launch(data, ports()).up()) {
      assertThat(next.alive()).isTrue();
    }
  }

  private void othersAreToldThatOneRuns() throws Exception {
    Child second = Child.launch(data, List.of("--server.port=0", "--huitouke.gateway.port=0"));
    Child doctor = Child.launch(data, doctor());
    for (Child other : List.of(second, doctor)) {
      assertThat(other.ends(SOON)).isEqualTo(1);
      assertThat(other.output()).contains("already running").contains(data.toString());
      assertSentence(other.output());
    }
  }

  @Test
  void aTakenPortIsSaidInASentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(gateway);
        Child child = Child.launch(data, ports())) {
      assertThat(taken.isBound()).isTrue();
      assertThat(child.ends(SOON)).isNotZero();
      assertThat(child.output()).contains(Integer.toString(gateway), "huitouke.gateway.port");
      assertSentence(child.output());
    }
    assertThat(Child.servants(data)).isEmpty();
  }

  @Tag("deep")
  @Test
  void aTakenConsolePortIsSaidInASentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(console);
        Child child = Child.launch(data, ports())) {
      assertThat(taken.isBound()).isTrue();
      assertThat(child.ends(SOON)).isNotZero();
      assertThat(child.output()).contains(Integer.toString(console));
      assertSentence(child.output());
    }
    assertThat(Child.servants(data)).isEmpty();
  }

  @Test
  void theDoctorIsContentWithAFreshInstallationAndNamesWhatIsWrongWithABadOne() throws Exception {
    diagnosed(0, doctor(), "All is well");
    assertThat(Child.servants(data)).isEmpty();
    brokenTemplateAndTakenPort();
    badKey();
  }

  private void brokenTemplateAndTakenPort() throws Exception {
    Path digest = home.resolve("templates/zh/parcel/digest.mustache");
    Files.createDirectories(digest.getParent());
    Files.writeString(digest, "早上好～{{#parcels}}");
    try (ServerSocket taken = new ServerSocket(gateway)) {
      assertThat(taken.isBound()).isTrue();
      diagnosed(
          1,
          doctor(),
          "✗ Ports",
          "Port " + gateway + " is taken",
          "✗ Templates",
          "zh/parcel/digest.mustache");
    }
    Files.delete(digest);
  }

  private void badKey() throws Exception {
    String mp = "--huitouke.channels.wechat-mp[0].";
    String output =
        diagnosed(
            1,
            doctor(
                mp + "app-id=wx00d3m0c0ffee0001",
                mp + "original-id=gh_huitouke0001",
                mp + "secret=0123456789abcdef0123456789abcdef",
                mp + "token=huitoukeDemoToken",
                mp + "aes-key=tooshort"),
            "✗",
            "aes-key",
            "43");
    assertThat(output).doesNotContain("tooshort", "0123456789abcdef", "huitoukeDemoToken");
  }

  private String diagnosed(int exit, List<String> arguments, String... words) throws Exception {
    try (Child doctor = Child.launch(data, arguments)) {
      assertThat(doctor.ends(SOON)).as(doctor::output).isEqualTo(exit);
      assertThat(doctor.output()).contains(words);
      assertThat(doctor.output().contains("✗")).isEqualTo(exit != 0);
      assertSentence(doctor.output());
      return doctor.output();
    }
  }

  /** Nobody is shown the inside of the machine. */
  private static void assertSentence(String output) {
    assertThat(output).doesNotContain("\tat ", "Caused by:", "Exception");
  }
}
