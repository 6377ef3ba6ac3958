package cn.huitouke.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The product as a process of its own, so that it can be killed. */
final class Child implements AutoCloseable {

  static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private static final Duration START = Duration.ofSeconds(120);
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Path data;
  private final Path output;
  private final Process process;

  private Child(Path data, Path output, Process process) {
    this.data = data;
    this.output = output;
    this.process = process;
  }

  /**
   * Starts it, and does not wait.
   *
   * @param data its data folder; it works in the folder above
   * @param arguments behind the main class
   */
  static Child launch(Path data, List<String> arguments) throws IOException {
    return launch(data, arguments, Map.of());
  }

  /** The same, with variables in its environment. */
  static Child launch(Path data, List<String> arguments, Map<String, String> environment)
      throws IOException {
    Path home = data.toAbsolutePath().getParent();
    Files.createDirectories(home);
    Path output = home.resolve("output-" + COUNT.incrementAndGet() + ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx384m",
            "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            Huitouke.class.getName()));
    command.addAll(arguments);
    command.add("--huitouke.data-dir=" + data);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.directory(home.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
    return new Child(data, output, builder.start());
  }

  /** Waits until it says that it is up. */
  Child up() {
    FarSide.until(
        () -> output().contains("Ctrl-C") || !process.isAlive(), START, "it started: " + output());
    if (!process.isAlive()) {
      throw new AssertionError("It did not start:\n" + output());
    }
    return this;
  }

  String output() {
    try {
      return Files.exists(output) ? Files.readString(output) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Its exit code, once it has ended by itself or as asked. */
  int ends(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("It still runs after " + patience + ":\n" + output());
    }
    return process.exitValue();
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** The PostgreSQL and the Redis of this data folder that live, whoever started them. */
  static List<ProcessHandle> servants(Path data) {
    return Stream.of(data.resolve("postgres/postmaster.pid"), data.resolve("redis/redis.pid"))
        .flatMap(file -> firstLine(file).stream())
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  private static Optional<String> firstLine(Path file) {
    return line(file, 0);
  }

  private static Optional<String> line(Path file, int n) {
    try {
      return Files.readString(file).lines().skip(n).findFirst().map(String::strip);
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** Its own database, while that runs. */
  static JdbcClient database(Path data) {
    String port = line(data.resolve("postgres/postmaster.pid"), 3).orElseThrow();
    return JdbcClient.create(
        new DriverManagerDataSource(
            "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", ""));
  }

  /** Imports the shop's export over REST. */
  HttpResponse<String> imports(int console, String name) throws IOException, InterruptedException {
    String token = Files.readString(data.resolve("api-token")).strip();
    return imports(console, name, Optional.of(token));
  }

  static HttpResponse<String> imports(int console, String name, Optional<String> token)
      throws IOException, InterruptedException {
    String boundary = "----a-boundary";
    byte[] head =
        ("--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\"source\"\r\n\r\ntaobao\r\n--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + name
                + "\"\r\nContent-Type: text/csv\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8);
    byte[] file;
    try (var export = Child.class.getResourceAsStream("/orders/" + name)) {
      file = export.readAllBytes();
    }
    byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console + "/api/v1/order-imports"))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(head, file, tail)));
    token.ifPresent(word -> request.header("Authorization", "Bearer " + word));
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Ends it and everything that it left behind. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    clear(data);
  }

  /** Ends what a killed product left behind. */
  static void clear(Path data) {
    for (ProcessHandle orphan : servants(data)) {
      orphan.destroy(); // PostgreSQL: ends when its connections have; Redis: at once
    }
    for (ProcessHandle orphan : servants(data)) {
      try {
        orphan.onExit().get(5, TimeUnit.SECONDS);
      } catch (java.util.concurrent.TimeoutException late) {
        orphan.destroyForcibly();
      } catch (java.util.concurrent.ExecutionException bug) {
        throw new IllegalStateException(bug);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
