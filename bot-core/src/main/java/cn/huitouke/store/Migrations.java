package cn.huitouke.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Brings the database up to date: every folder {@code db/NAME/} on the class path is the schema
 * {@code NAME}, owned by the module of that name, with a Flyway history of its own.
 */
public final class Migrations {

  private static final Pattern SCHEMA = Pattern.compile(".*/db/([a-z]+)/V[^/]+\\.sql");

  private Migrations() {}

  /** Migrates every schema. Safe to run on several nodes at once: Flyway takes a lock. */
  public static void run(DataSource database) {
    for (String schema : schemas()) {
      Flyway.configure()
          .dataSource(database)
          .schemas(schema)
          .locations("classpath:db/" + schema)
          .load()
          .migrate();
    }
  }

  private static List<String> schemas() {
    try {
      Resource[] scripts =
          new PathMatchingResourcePatternResolver().getResources("classpath*:db/*/V*.sql");
      return Arrays.stream(scripts).map(Migrations::schema).distinct().sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String schema(Resource script) {
    try {
      Matcher path = SCHEMA.matcher(script.getURL().toString());
      if (!path.matches()) {
        throw new IllegalStateException("A migration outside db/NAME/: " + script);
      }
      return path.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
