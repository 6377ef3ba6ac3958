package cn.huitouke.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Measures the baselines and the product in one run, in turns, each in a process of its own, so that
 * a slow spell of the machine hits all of them. See README.md.
 */
final class Benchmark {

  private final Arguments arguments;
  private final InstantSource clock;
  private final PrintStream out;
  private final Path scratch;
  private final List<Measurement> measurements = new ArrayList<>();

  Benchmark(Arguments arguments, InstantSource clock, PrintStream out) throws IOException {
    this.arguments = arguments;
    this.clock = clock;
    this.out = out;
    scratch = arguments.path("scratch", "benchmarks/target/benchmark");
    Files.createDirectories(scratch);
  }

  static void main(String... words) throws Exception {
    new Benchmark(Arguments.of(words), InstantSource.system(), System.out).run();
  }

  private void run() throws Exception {
    List<Contender> contenders = Contender.all(arguments, scratch);
    int rounds = arguments.number("rounds", 3);
    for (int round = 1; round <= rounds; round++) {
      for (Contender contender : contenders) {
        measure(contender, round);
      }
    }
    out.println();
    out.println(
        new Report(
                measurements,
                arguments.text("max-phase", "max"),
                arguments.text("calm-phase", "calm"))
            .table(contenders));
  }

  private void measure(Contender contender, int round) throws Exception {
    Path log = scratch.resolve("server-" + round + ".log");
    long answers = 0;
    try (RunningServer server = new RunningServer(contender, arguments.account(), clock, log)) {
      int first = measurements.size();
      if (isSeeded(contender)) {
        Seed.into(contender.data(), arguments.number("people", 10_000), "wechat-mp/shop");
      }
      drive(contender, round, server);
      for (Measurement measurement : measurements.subList(first, measurements.size())) {
        answers += measurement.score().answers();
      }
      long rows = server.stop();
      if (rows >= 0 && contender.name().equals(Contender.DURABLE)) {
        out.printf(Locale.ROOT, "  rows kept %d, answers given %d%n", rows, answers);
        if (rows < answers) {
          throw new IllegalStateException("Answers were given that were not kept");
        }
      }
    }
  }

  /** Baselines echo the question: only the product knows where a parcel is. */
  private boolean isSeeded(Contender contender) {
    return arguments.text("seed").filter("parcels"::equals).isPresent()
        && contender.url().isPresent();
  }

  private void drive(Contender contender, int round, RunningServer server) throws Exception {
    List<String> command =
        new ArrayList<>(
            Contender.java(Driver.class, "-Xms3g", "-Xmx3g", "-Xmn1200m", "-XX:+UseSerialGC"));
    command.addAll(Arguments.of(arguments.account()));
    command.addAll(List.of("--url", server.url().toString(), "--phases", contender.phases()));
    for (String name : List.of("connections", "people", "text", "most-letters")) {
      arguments.text(name).ifPresent(value -> command.addAll(List.of("--" + name, value)));
    }
    if (isSeeded(contender)) {
      command.addAll(List.of("--expect", Seed.PLACE));
    }
    Process driver =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(scratch.resolve("driver.log").toFile()))
            .start();
    try (BufferedReader lines = driver.inputReader(StandardCharsets.UTF_8)) {
      follow(lines, contender, round, server, driver.toHandle());
    } finally {
      driver.destroy();
    }
    if (!driver.waitFor(30, TimeUnit.SECONDS) || driver.exitValue() != 0) {
      throw new IllegalStateException("The driver failed; see " + scratch.resolve("driver.log"));
    }
  }

  private void follow(
      BufferedReader lines,
      Contender contender,
      int round,
      RunningServer server,
      ProcessHandle driver)
      throws IOException {
    CpuClock.Reading begun = CpuClock.read(server.handle(), contender.data());
    CpuClock.Reading driverBegun = CpuClock.read(driver, scratch.resolve("nothing"));
    long since = System.nanoTime();
    CpuClock.Reading spent = begun;
    double foreign = 0;
    @Nullable Profile profile = null;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("begin ")) {
        begun = CpuClock.read(server.handle(), contender.data());
        driverBegun = CpuClock.read(driver, scratch.resolve("nothing"));
        since = System.nanoTime();
        if (line.equals("begin " + arguments.text("stages-phase", "stages"))) {
          profile = Profile.begin(server.handle(), scratch);
        }
      } else if (line.startsWith("end ")) {
        if (profile != null) {
          profile.end();
        }
        double seconds = (System.nanoTime() - since) / 1e9;
        spent = CpuClock.read(server.handle(), contender.data()).since(begun);
        double driving =
            CpuClock.read(driver, scratch.resolve("nothing")).since(driverBegun).server();
        foreign = (spent.machine() - spent.server() - spent.stores() - driving) / seconds;
      } else if (line.startsWith("score ")) {
        Measurement measured =
            new Measurement(contender.name(), round, Score.parse(line), spent, foreign);
        measurements.add(measured);
        say(measured);
        if (profile != null) {
          out.println(profile.table(measured.score().perSecond()));
          profile = null;
        }
      }
    }
  }

  private void say(Measurement m) {
    out.printf(
        Locale.ROOT,
        "round %d  %-34s %-6s %8.0f/s  p50 %7.2f  p99 %7.2f  p99.9 %7.2f ms"
            + "  CPU %5.1f + store %5.1f us/msg  bare %d errors %d  foreign %.0f %%%n",
        m.round(),
        m.contender(),
        m.score().phase(),
        m.score().perSecond(),
        m.score().p50() / 1e3,
        m.score().p99() / 1e3,
        m.score().p999() / 1e3,
        m.serverMicros(),
        m.storeMicros(),
        m.score().bare(),
        m.score().errors(),
        100 * m.foreign());
    out.flush();
  }
}
