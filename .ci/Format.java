import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs google-java-format over every Java source of the checkout: {@code Format.java JAR check|write}. */
class Format {

  private static final List<String> EXPORTS =
      List.of("api", "code", "file", "parser", "tree", "util", "comp", "main");

  public static void main(String[] args) throws IOException, InterruptedException {
    boolean write = args[1].equals("write");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("-XX:TieredStopAtLevel=1");
    EXPORTS.forEach(
        name -> command.add("--add-exports=jdk.compiler/com.sun.tools.javac." + name + "=ALL-UNNAMED"));
    command.addAll(List.of("-jar", args[0], "--skip-javadoc-formatting"));
    command.addAll(write ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    List<String> sources = sources();
    if (sources.isEmpty()) {
      return;
    }
    Path list = Files.createTempFile("sources", ".txt");
    Files.write(list, sources);
    command.add("@" + list);
    int code = new ProcessBuilder(command).inheritIO().start().waitFor();
    Files.delete(list);
    if (code != 0) {
      System.err.println(
          "The files above are not in the house format. Mend: mvn process-sources -N -Pformat");
    }
    System.exit(code);
  }

  private static List<String> sources() throws IOException {
    try (var paths = Files.walk(Path.of(""))) {
      return paths
          .map(Path::toString)
          .filter(path -> path.endsWith(".java") && path.contains("src/") && !path.contains("target/"))
          .sorted()
          .toList();
    }
  }
}
