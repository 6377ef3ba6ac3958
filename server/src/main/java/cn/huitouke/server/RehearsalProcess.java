package cn.huitouke.server;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The Java in which a rehearsal is played: one more, started for it, because what is best for a bot
 * that runs for months is not for minutes. Left as it is, Java would be at work a third of the first
 * month on making code fast of which most is then hardly used.
 */
final class RehearsalProcess {

  /**
   * The thorough compiler takes up what runs eight times as often as it would otherwise wait for; the
   * garbage collector has no threads of its own.
   */
  private static final List<String> MADE_FOR_IT =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms512m",
          "-Xmn256m",
          "-XX:Tier4InvocationThreshold=40000",
          "-XX:Tier4MinInvocationThreshold=4800",
          "-XX:Tier4CompileThreshold=120000",
          "-XX:Tier4BackEdgeThreshold=320000");

  private RehearsalProcess() {}

  /**
   * Plays it there; returns with its exit code when it is over. Whoever gave Java options knows
   * better: theirs hold, here.
   *
   * @return empty when it is to be played here
   */
  static OptionalInt run(String[] args) throws IOException {
    Optional<List<String>> command =
        command(
            System.getProperty("java.class.path", ""),
            ManagementFactory.getRuntimeMXBean().getInputArguments(),
            args);
    if (command.isEmpty()) {
      return OptionalInt.empty();
    }
    Process process = new ProcessBuilder(command.get()).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process), "rehearsal-ends"));
    try {
      return OptionalInt.of(process.waitFor());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalInt.of(1); // the hook ends it
    }
  }

  /** Empty where we are in it already, and where this is not started as a jar. */
  static Optional<List<String>> command(String jar, List<String> given, String[] args) {
    if (!given.isEmpty() || !jar.endsWith(".jar") || !Files.isRegularFile(Path.of(jar))) {
      return Optional.empty();
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(MADE_FOR_IT);
    command.addAll(List.of("-jar", jar, "rehearse"));
    command.addAll(List.of(args));
    return Optional.of(command);
  }

  /** Whoever stops us stops it, and its database with it. */
  private static void end(Process process) {
    process.destroy();
    process.onExit().join();
  }
}
