package cn.huitouke.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL of our own, its data under the data folder. The library that carries the
 * binaries is made for tests: it starts them with fsync off, which is taken back here.
 */
final class EmbeddedDatabase implements AutoCloseable {

  private final EmbeddedPostgres postgres;

  /**
   * @param keeps false where everything is thrown away at the end: nothing is written to last
   */
  EmbeddedDatabase(Path folder, boolean keeps) {
    String durable = keeps ? "on" : "off";
    Path data = folder.resolve("postgres");
    try {
      stopOrphan(data);
      Files.createDirectories(folder.resolve("postgres-binaries"));
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setOverrideWorkingDirectory(folder.resolve("postgres-binaries").toFile())
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setPGStartupWait(Duration.ofSeconds(60))
              .setServerConfig("fsync", durable)
              .setServerConfig("synchronous_commit", durable)
              .setServerConfig("full_page_writes", durable)
              .setServerConfig("shared_buffers", "256MB")
              .setServerConfig("max_connections", "60")
              // fewer checkpoints under load: each makes every page be written whole once more; and
              // files of the log kept for use again: a new one is filled with zeros while all wait
              .setServerConfig("max_wal_size", "2GB")
              .setServerConfig("min_wal_size", "512MB")
              .setServerConfig("checkpoint_timeout", "15min")
              .setServerConfig("wal_compression", "on")
              .setServerConfig("jit", "off")
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setServerConfig("log_min_messages", "fatal");
      if (!keeps) {
        // Its tables grow from nothing within minutes: a question is planned once, and so that it
        // holds, by index, whatever the statistics of a minute ago say.
        builder
            .setServerConfig("plan_cache_mode", "force_generic_plan")
            .setServerConfig("enable_seqscan", "off")
            .setServerConfig("update_process_title", "off");
      }
      postgres = builder.start();
    } catch (IOException e) {
      throw new CannotStart(
          "The embedded PostgreSQL did not start on "
              + data
              + ": "
              + e.getMessage()
              + ". Check the free disk space, or name a server with huitouke.database.url.");
    }
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres?user=postgres";
  }

  /** After a kill -9 of this process its PostgreSQL lives on: it is asked to stop before the next. */
  private static void stopOrphan(Path data) throws IOException {
    Path pidFile = data.resolve("postmaster.pid");
    if (Files.notExists(pidFile)) {
      return;
    }
    String first = Files.readAllLines(pidFile).stream().findFirst().orElse("").strip();
    // A power cut may leave the file empty; then its process is gone too.
    long pid = first.matches("\\d{1,9}") ? Long.parseLong(first) : Long.MAX_VALUE;
    var orphan =
        ProcessHandle.of(pid)
            .filter(p -> p.info().command().map(c -> c.contains("postgres")).orElse(false));
    if (orphan.isPresent()) {
      interrupt(pid);
      try {
        orphan.get().onExit().get(30, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
        throw new CannotStart(
            "A PostgreSQL of an earlier run (process " + pid + ") does not stop: end it by hand.");
      }
    }
    Files.deleteIfExists(pidFile);
  }

  /** SIGINT is PostgreSQL's fast shutdown: connections are cut, transactions rolled back. */
  private static void interrupt(long pid) throws IOException {
    new ProcessBuilder("kill", "-INT", Long.toString(pid)).start();
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
