package cn.huitouke.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

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

  /** The server; the class loader's lock makes it start once. It stops with the JVM. */
  private static final class Server {

    static final EmbeddedPostgres POSTGRES = start();

    static {
      create("ready", "template1");
      Migrations.run(POSTGRES.getDatabase("postgres", "ready"));
    }

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
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

    static synchronized void create(String name, String template) {
      new JdbcTemplate(POSTGRES.getPostgresDatabase())
          .execute("CREATE DATABASE " + name + " TEMPLATE " + template);
    }
  }
}
