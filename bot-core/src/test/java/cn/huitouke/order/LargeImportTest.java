package cn.huitouke.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LargeImportTest {

  @ParameterizedTest
  @ValueSource(strings = {"csv", "xlsx"})
  void twentyThousandOrdersFitInASmallHeap(String kind) throws Exception {
    importsIn("-Xmx128m", 20_000, kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "xlsx"})
  @Tag("deep")
  void twoHundredThousandOrdersFitInHalfAGigabyte(String kind) throws Exception {
    importsIn("-Xmx512m", 200_000, kind);
  }

  private static void importsIn(String heap, int rows, String kind)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    heap,
                    "-XX:+UseSerialGC",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    System.getProperty("java.class.path"),
                    LargeImport.class.getName(),
                    String.valueOf(rows),
                    kind))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    System.out.println(
        output.lines().filter(line -> line.contains("read=")).reduce("", (a, b) -> a + "\n" + b));
    assertThat(output)
        .contains(
            "first: read=%1$d created=%1$d updated=0 unchanged=0 refused=0 events=%2$d"
                .formatted(rows, rows * 2))
        .contains(
            "again: read=%1$d created=0 updated=0 unchanged=%1$d refused=0 events=0"
                .formatted(rows));
  }
}
