package cn.huitouke.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * What each stage of a message costs the product's processor. The JDK's own flight recorder samples
 * by processor time, native code and virtual threads included; how much time there was to share out,
 * and what the JVM itself used, says /proc. Only of servers that run on a JDK 25 or later.
 */
final class Profile {

  private static final String SETTINGS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <configuration version="2.0" label="stages">
        <event name="jdk.CPUTimeSample">
          <setting name="enabled">true</setting>
          <setting name="throttle">2ms</setting>
        </event>
      </configuration>
      """;

  private final long pid;
  private final Path scratch;
  private final Map<String, Double> before;
  private final long since = System.nanoTime();
  private Map<String, Double> spent = Map.of();
  private double seconds;

  private Profile(long pid, Path scratch, Map<String, Double> before) {
    this.pid = pid;
    this.scratch = scratch;
    this.before = before;
  }

  static Profile begin(ProcessHandle server, Path scratch) throws IOException {
    Path settings = Files.writeString(scratch.resolve("stages.jfc"), SETTINGS);
    ask(server.pid(), "JFR.start", "name=stages", "settings=" + settings);
    return new Profile(server.pid(), scratch, threads(server.pid()));
  }

  /** Nothing after this counts. */
  void end() throws IOException {
    spent = threads(pid);
    before.forEach((thread, used) -> spent.merge(thread, -used, Double::sum));
    seconds = (System.nanoTime() - since) / 1e9;
  }

  /** A Markdown table of microseconds a message. */
  String table(double perSecond) throws IOException {
    double messages = Math.max(1, perSecond * seconds);
    Path recording = scratch.resolve("stages.jfr");
    ask(pid, "JFR.dump", "name=stages", "filename=" + recording);
    ask(pid, "JFR.stop", "name=stages");
    double jvm = 0;
    double all = 0;
    for (Map.Entry<String, Double> thread : spent.entrySet()) {
      all += thread.getValue();
      jvm += isOfJvm(thread.getKey()) ? thread.getValue() : 0;
    }
    Map<Stage, Integer> samples = samples(recording);
    double counted = samples.values().stream().mapToInt(Integer::intValue).sum();
    StringBuilder table = new StringBuilder("| stage | us/msg |\n|---|---|\n");
    for (Stage stage : Stage.values()) {
      double used =
          stage == Stage.JVM
              ? jvm
              : (all - jvm) * samples.getOrDefault(stage, 0) / Math.max(1, counted);
      table.append(
          String.format(Locale.ROOT, "| %s | %.1f |%n", stage.label, used * 1e6 / messages));
    }
    return table
        .append(
            String.format(
                Locale.ROOT, "| all, %.0f samples | %.1f |%n", counted, all * 1e6 / messages))
        .toString();
  }

  private static Map<Stage, Integer> samples(Path recording) throws IOException {
    Map<Stage, Integer> samples = new EnumMap<>(Stage.class);
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        if (event.getEventType().getName().equals("jdk.CPUTimeSample")
            && event.getStackTrace() != null) {
          samples.merge(Stage.of(event.getStackTrace().getFrames()), 1, Integer::sum);
        }
      }
    }
    return samples;
  }

  private static boolean isOfJvm(String thread) {
    return List.of("VM ", "GC ", "G1 ", "C1 ", "C2 ", "Reference", "Sweeper", "JFR").stream()
        .anyMatch(thread::startsWith);
  }

  /** Seconds by the name of the thread; threads of one name are added up. */
  private static Map<String, Double> threads(long pid) throws IOException {
    Map<String, Double> seconds = new HashMap<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path thread : threads.toList()) {
        String stat;
        try {
          stat = Files.readString(thread.resolve("stat"));
        } catch (IOException _) {
          continue; // it has just ended
        }
        String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        double used = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
        seconds.merge(name, used, Double::sum);
      }
    }
    return seconds;
  }

  private static void ask(long pid, String... words) throws IOException {
    Path java = Path.of(ProcessHandle.current().info().command().orElse("java"));
    Path asker = java.resolveSibling("jcmd");
    List<String> command =
        Stream.concat(Stream.of(asker.toString(), Long.toString(pid)), Stream.of(words)).toList();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("The flight recorder did not take " + words[0]);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
