package cn.huitouke.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalProcessTest {

  private static final String[] ASKED = {"--days", "30", "--huitouke.shop.name=a b"};

  @TempDir Path home;

  @Test
  void aJarIsPlayedInAJavaMadeForIt() throws IOException {
    String jar = Files.createFile(home.resolve("huitouke.jar")).toString();
    List<String> command = RehearsalProcess.command(jar, List.of(), ASKED).orElseThrow();
    assertThat(Path.of(command.getFirst()))
        .hasParent(Path.of(System.getProperty("java.home"), "bin"));
    assertThat(command)
        .contains("-XX:+UseSerialGC")
        .endsWith("-jar", jar, "rehearse", "--days", "30", "--huitouke.shop.name=a b");
  }

  @Test
  void whoGaveJavaOptionsIsTakenAtTheirWord() throws IOException {
    String jar = Files.createFile(home.resolve("huitouke.jar")).toString();
    assertThat(RehearsalProcess.command(jar, List.of("-Xmx4g"), ASKED)).isEmpty();
  }

  @Test
  void whatIsNotStartedAsAJarIsPlayedWhereItIs() {
    assertThat(RehearsalProcess.command("classes:lib/a.jar", List.of(), ASKED)).isEmpty();
  }
}
