package cn.huitouke.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What lies in the database, by its own account. */
final class Inventory {

  /** Those that our migrations made, except what a start makes anew, and Flyway's own books. */
  private static final String OURS =
      """
      n.nspname = ANY(?) AND c.relname <> 'flyway_schema_history' AND c.relname NOT ILIKE 'qrtz%'
      """;

  private Inventory() {}

  /**
   * A table.
   *
   * @param name with its schema, quoted where it must be
   * @param columns those that are stored, not worked out
   */
  record Table(String name, String columns) {
    /** For {@code COPY}. */
    String sql() {
      return name + " (" + columns + ")";
    }
  }

  /** All tables, each behind those that it refers to. */
  static List<Table> tables(Connection connection) throws SQLException {
    Map<String, Table> tables = new TreeMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT format('%I.%I', n.nspname, c.relname),
              string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
                AND NOT a.attisdropped AND a.attgenerated = ''
            WHERE c.relkind = 'r' AND
            """
                + OURS
                + " GROUP BY 1")) {
      statement.setArray(1, schemas(connection));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          tables.put(row.getString(1), new Table(row.getString(1), row.getString(2)));
        }
      }
    }
    return inOrder(tables, references(connection));
  }

  private static Map<String, List<String>> references(Connection connection) throws SQLException {
    Map<String, List<String>> references = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT format('%I.%I', n.nspname, c.relname), format('%I.%I', tn.nspname, t.relname)
                FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                  JOIN pg_class t ON t.oid = k.confrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
                WHERE k.contype = 'f' AND c.oid <> t.oid
                """)) {
      while (row.next()) {
        references.computeIfAbsent(row.getString(1), _ -> new ArrayList<>()).add(row.getString(2));
      }
    }
    return references;
  }

  private static List<Table> inOrder(
      Map<String, Table> tables, Map<String, List<String>> references) {
    Map<String, Table> ordered = new LinkedHashMap<>();
    tables.keySet().forEach(name -> add(name, tables, references, ordered, new ArrayList<>()));
    return List.copyOf(ordered.values());
  }

  private static void add(
      String name,
      Map<String, Table> tables,
      Map<String, List<String>> references,
      Map<String, Table> ordered,
      List<String> way) {
    Table table = tables.get(name);
    if (table == null || ordered.containsKey(name)) {
      return;
    }
    if (way.contains(name)) {
      throw new IllegalStateException("Tables refer to each other in a circle: " + way);
    }
    way.add(name);
    references
        .getOrDefault(name, List.of())
        .forEach(other -> add(other, tables, references, ordered, way));
    way.removeLast();
    ordered.put(name, table);
  }

  /** Where each sequence stands that was ever used. */
  static Map<String, Long> sequences(Connection connection) throws SQLException {
    Map<String, Long> sequences = new TreeMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences"
                + " WHERE schemaname = ANY(?) AND last_value IS NOT NULL")) {
      statement.setArray(1, schemas(connection));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          sequences.put(row.getString(1), row.getLong(2));
        }
      }
    }
    return sequences;
  }

  private static Array schemas(Connection connection) throws SQLException {
    return connection.createArrayOf("text", Migrations.schemas().toArray());
  }

  /** The version of each schema's latest migration. */
  static Map<String, String> versions(Connection connection) throws SQLException {
    Map<String, String> versions = new TreeMap<>();
    for (String schema : Migrations.schemas()) {
      try (Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "SELECT version FROM "
                      + statement.enquoteIdentifier(schema, true)
                      + ".flyway_schema_history WHERE version IS NOT NULL AND success"
                      + " ORDER BY installed_rank DESC LIMIT 1")) {
        if (row.next()) {
          versions.put(schema, row.getString(1));
        }
      }
    }
    return versions;
  }
}
