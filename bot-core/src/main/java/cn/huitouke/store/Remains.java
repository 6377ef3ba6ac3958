package cn.huitouke.store;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Looks through every table of the database for what should not be there any more. Reads everything:
 * for proofs, not for every day.
 */
public final class Remains {

  private static final Set<String> NOT_OURS = Set.of("pg_catalog", "information_schema");

  private final JdbcClient jdbc;

  public Remains(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What was found.
   *
   * @param tables how many were looked through
   * @param rows how many rows each table still holds, of those that hold some
   */
  public record Found(int tables, Map<String, Long> rows) {

    public boolean nothing() {
      return rows.isEmpty();
    }
  }

  /**
   * Looks for words in every column of every table but the excepted ones, and for numbers in columns
   * called {@code customer}.
   *
   * @param words at least six characters each, anywhere in a row
   * @param customers the numbers of customers
   * @param except tables as {@code schema.name}
   */
  public Found look(Collection<String> words, Collection<Long> customers, Set<String> except) {
    record Table(String schema, String name, boolean ofCustomers) {}
    List<Table> tables =
        jdbc
            .sql(
                """
                select t.table_schema, t.table_name, exists (
                  select 1 from information_schema.columns c
                  where c.table_schema = t.table_schema and c.table_name = t.table_name
                    and c.column_name = 'customer' and c.data_type = 'bigint')
                from information_schema.tables t where table_type = 'BASE TABLE'
                order by 1, 2
                """)
            .query((row, _) -> new Table(row.getString(1), row.getString(2), row.getBoolean(3)))
            .list()
            .stream()
            .filter(table -> !NOT_OURS.contains(table.schema()))
            .filter(table -> !except.contains(table.schema() + "." + table.name()))
            .toList();
    Map<String, Long> rows = new TreeMap<>();
    for (Table table : tables) {
      String name = quoted(table.schema()) + "." + quoted(table.name());
      // bytea columns show as hexadecimal: whatever lies there in plain would be found as well
      long found =
          jdbc.sql(
                  "select count(*) from "
                      + name
                      + " t where exists (select 1 from unnest(cast(:words as text[]),"
                      + " cast(:hex as text[])) as w (word, hex) where strpos(t::text, word) > 0"
                      + " or strpos(t::text, hex) > 0)"
                      + (table.ofCustomers() ? " or t.customer = any(:customers)" : ""))
              .param("words", words.toArray(String[]::new))
              .param("hex", words.stream().map(Remains::hex).toArray(String[]::new))
              .param("customers", customers.toArray(Long[]::new))
              .query(Long.class)
              .single();
      if (found > 0) {
        rows.put(table.schema() + "." + table.name(), found);
      }
    }
    return new Found(tables.size(), rows);
  }

  private static String hex(String word) {
    return java.util.HexFormat.of().formatHex(word.getBytes(StandardCharsets.UTF_8));
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
