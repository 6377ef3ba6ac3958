package cn.huitouke.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
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
    schemas().forEach(schema -> way(database, schema).load().migrate());
  }

  private static FluentConfiguration way(DataSource database, String schema) {
    return Flyway.configure()
        .dataSource(database)
        .schemas(schema)
        .locations("classpath:db/" + schema);
  }

  /**
   * Migrates these schemas as far as these versions, and no others.
   *
   * @return false, and nothing is done, when one of them is unknown here
   */
  static boolean run(DataSource database, Map<String, String> versions) {
    if (!schemas().containsAll(versions.keySet())
        || !versions.entrySet().stream().allMatch(one -> knows(database, one))) {
      return false;
    }
    versions.forEach((schema, version) -> way(database, schema).target(version).load().migrate());
    return true;
  }

  private static boolean knows(DataSource database, Map.Entry<String, String> wanted) {
    return Arrays.stream(way(database, wanted.getKey()).load().info().all())
        .anyMatch(script -> wanted.getValue().equals(String.valueOf(script.getVersion())));
  }

  /** Their names, in order. */
  static List<String> schemas() {
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
