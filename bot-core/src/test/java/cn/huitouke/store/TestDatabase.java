package cn.huitouke.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;

/**
 * A real PostgreSQL for tests: one server a JVM, started when first asked for; every call gives a
 * fresh database with all migrations done. The first call migrates a template, the others copy it.
 */
public final class TestDatabase {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private TestDatabase() {}

  /** A fresh, migrated database. Its connections are not pooled; wrap it in Hikari where it counts. */
  public static DataSource fresh() {
    String name = "t" + COUNT.incrementAndGet();
    Server.create(name, "ready");
    return Server.POSTGRES.getDatabase("postgres", name);
  }

  /** A fresh database without any migration, for tests of migrating itself. */
  public static DataSource empty() {
    String name = "t" + COUNT.incrementAndGet();
    Server.create(name, "template1");
    return Server.POSTGRES.getDatabase("postgres", name);
  }

  /**
   * The server; the class loader's lock makes it start once. It stops with the JVM. Its hundreds of
   * databases are in memory where there is plenty: a disk takes half a minute to forget them.
   */
  private static final class Server {

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long PLENTY = 8L << 30;
    private static final String MINE = "huitouke-tests-";

    static final EmbeddedPostgres POSTGRES = start();

    static {
      create("ready", "template1");
      Migrations.run(POSTGRES.getDatabase("postgres", "ready"));
    }

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres.Builder server = EmbeddedPostgres.builder();
        if (Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > PLENTY) {
          forgetTheDead();
          server.setDataDirectory(MEMORY.resolve(MINE + ProcessHandle.current().pid()));
        }
        return server
            .setServerConfig("fsync", "off")
            .setServerConfig("full_page_writes", "off")
            .setServerConfig("wal_level", "minimal")
            .setServerConfig("max_wal_senders", "0")
            .setServerConfig("synchronous_commit", "off")
            .setServerConfig("max_connections", "200")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Of tests that were killed. */
    private static void forgetTheDead() throws IOException {
      try (Stream<Path> left = Files.list(MEMORY)) {
        left.filter(path -> path.getFileName().toString().matches(MINE + "\\d+"))
            .filter(path -> ProcessHandle.of(pid(path)).isEmpty())
            .forEach(path -> FileSystemUtils.deleteRecursively(path.toFile()));
      }
    }

    private static long pid(Path path) {
      return Long.parseLong(path.getFileName().toString().substring(MINE.length()));
    }

    static synchronized void create(String name, String template) {
      new JdbcTemplate(POSTGRES.getPostgresDatabase())
          .execute("CREATE DATABASE " + name + " TEMPLATE " + template);
    }
  }
}
