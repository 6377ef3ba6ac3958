package cn.huitouke.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Rows written in groups: two writers, each taking what has gathered while it was committing, at
 * most 256 at a time. Nobody is answered before the commit is on disk.
 */
final class GroupCommit implements AutoCloseable {

  private static final int LARGEST_GROUP = 256;
  private static final int WRITERS = 2;
  private static final String TABLE =
      """
      create table if not exists inbox (
        id bigint generated always as identity primary key,
        event_id text not null unique,
        peer text not null,
        body text not null,
        received_at timestamptz not null default now(),
        handled_at timestamptz);
      create index if not exists inbox_open on inbox (id) where handled_at is null
      """;
  private static final String INSERT =
      """
      insert into inbox (event_id, peer, body)
      select * from unnest(?::text[], ?::text[], ?::text[])
      on conflict (event_id) do nothing
      """;

  private record Waiting(Echo.Opened row, Runnable kept) {}

  private final EmbeddedPostgres postgres;
  private final String url;
  private final BlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>();
  private final List<Thread> writers = new ArrayList<>();

  private GroupCommit(EmbeddedPostgres postgres) throws SQLException {
    this.postgres = postgres;
    url = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres?user=postgres";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      require(statement, "fsync");
      require(statement, "synchronous_commit");
      require(statement, "full_page_writes");
      statement.execute(TABLE);
    }
    for (int i = 0; i < WRITERS; i++) {
      writers.add(Thread.ofPlatform().name("writer-" + i).daemon().start(this::write));
    }
  }

  static GroupCommit open(Path data) {
    try {
      Files.createDirectories(data);
      return new GroupCommit(
          EmbeddedPostgres.builder()
              .setOverrideWorkingDirectory(data.resolve("binaries").toFile())
              .setDataDirectory(data.resolve("postgres"))
              .setCleanDataDirectory(true)
              .setPGStartupWait(Duration.ofSeconds(60))
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("full_page_writes", "on")
              .setServerConfig("shared_buffers", "256MB")
              .setServerConfig("max_connections", "20")
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException("The baseline's database did not take its table", e);
    }
  }

  /** {@code kept} runs on a writer's thread, after the commit. */
  void add(Echo.Opened row, Runnable kept) {
    waiting.add(new Waiting(row, kept));
  }

  long rows() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from inbox")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void write() {
    List<Waiting> group = new ArrayList<>(LARGEST_GROUP);
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      while (true) {
        group.add(waiting.take());
        waiting.drainTo(group, LARGEST_GROUP - 1);
        insert(connection, insert, group);
        group.forEach(each -> each.kept().run());
        group.clear();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      throw new IllegalStateException("The baseline cannot write", e);
    }
  }

  /** Auto-commit: the statement returns when its rows are on disk. */
  private static void insert(Connection connection, PreparedStatement insert, List<Waiting> group)
      throws SQLException {
    int size = group.size();
    String[][] columns = new String[3][size];
    for (int i = 0; i < size; i++) {
      Echo.Opened row = group.get(i).row();
      columns[0][i] = row.id();
      columns[1][i] = row.peer();
      columns[2][i] = row.message();
    }
    for (int i = 0; i < columns.length; i++) {
      insert.setArray(i + 1, connection.createArrayOf("text", columns[i]));
    }
    insert.executeUpdate();
  }

  /** The library that carries the binaries starts them without fsync unless told; be sure. */
  private static void require(Statement statement, String setting) throws SQLException {
    try (ResultSet value = statement.executeQuery("show " + setting)) {
      value.next();
      if (!"on".equals(value.getString(1))) {
        throw new IllegalStateException(setting + " is off: this would not be a durable baseline");
      }
    }
  }

  @Override
  public void close() {
    writers.forEach(Thread::interrupt);
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
