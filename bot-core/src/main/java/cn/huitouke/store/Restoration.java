package cn.huitouke.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import tools.jackson.databind.json.JsonMapper;

/** Puts back what {@link Backup} wrote, into a house that holds nothing yet: all of it, or none. */
public final class Restoration {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final DataSource database;
  private final Path keyFile;

  /**
   * @param database empty, or one whose migrations alone have run
   * @param keyFile where the {@link FileVault} looks for its keys
   */
  public Restoration(DataSource database, Path keyFile) {
    this.database = database;
    this.keyFile = keyFile;
  }

  /** What came of it. */
  public sealed interface Outcome {

    /**
     * All is back.
     *
     * @param madeAt when the backup was written
     * @param rows in all tables
     */
    record Restored(Instant madeAt, long rows) implements Outcome {}

    /** Nothing was changed. */
    record Refused(Why why) implements Outcome {}
  }

  /** Why nothing is put back. */
  public enum Why {
    /** It is no backup of ours. */
    NO_BACKUP,
    /** The passphrase is wrong, or the file was changed or cut off. */
    NOT_OPENED,
    /** Something newer than this program wrote it. */
    NEWER,
    /** The database, or the folder of the keys, belongs to a shop already. */
    NOT_EMPTY
  }

  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final Why why;

    Refusal(Why why) {
      super(why.name());
      this.why = why;
    }
  }

  /**
   * Reads it, brings the database to where it was then, puts everything back, and brings it up to date.
   *
   * @throws IOException when the file cannot be read
   * @throws SQLException when the database does not take it
   */
  public Outcome restore(char[] passphrase, InputStream in) throws IOException, SQLException {
    try (ZipInputStream zip = new ZipInputStream(new Passphrase(passphrase).open(in))) {
      return restore(zip);
    } catch (Passphrase.NoBackup e) {
      return new Outcome.Refused(Why.NO_BACKUP);
    } catch (Refusal e) {
      return new Outcome.Refused(e.why);
    }
  }

  private Outcome restore(ZipInputStream zip) throws IOException, SQLException, Refusal {
    Backup.Manifest manifest = manifest(zip);
    byte[] keys = expected(zip, Backup.KEYS);
    checkThatNothingIsThere(keys);
    if (manifest.format() > Backup.FORMAT || !Migrations.run(database, manifest.schemas())) {
      throw new Refusal(Why.NEWER);
    }
    long rows;
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        rows = fill(connection, manifest.tables(), zip);
        FileVault.keep(keyFile, keys);
        connection.commit();
      } finally {
        connection.rollback();
      }
    }
    Migrations.run(database);
    return new Outcome.Restored(manifest.madeAt(), rows);
  }

  private static Backup.Manifest manifest(ZipInputStream zip) throws Refusal {
    try {
      return JSON.readValue(expected(zip, Backup.MANIFEST), Backup.Manifest.class);
    } catch (IOException e) {
      throw new Refusal(Why.NOT_OPENED); // the first of it that has to open
    }
  }

  private static byte[] expected(ZipInputStream zip, String name) throws IOException, Refusal {
    ZipEntry entry = zip.getNextEntry();
    if (entry == null || !entry.getName().equals(name)) {
      throw new Refusal(Why.NOT_OPENED);
    }
    return zip.readAllBytes();
  }

  /** A house that was ever started has sealed something. */
  private void checkThatNothingIsThere(byte[] keys) throws IOException, SQLException, Refusal {
    boolean otherKeys = Files.exists(keyFile) && !Arrays.equals(Files.readAllBytes(keyFile), keys);
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      if (otherKeys
          || is(statement, "to_regclass('vault.seal') IS NOT NULL")
              && is(statement, "EXISTS (SELECT 1 FROM vault.seal)")) {
        throw new Refusal(Why.NOT_EMPTY);
      }
    }
  }

  private static boolean is(Statement statement, String condition) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT " + condition)) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static long fill(Connection connection, List<Inventory.Table> tables, ZipInputStream zip)
      throws SQLException, Refusal {
    Map<String, Inventory.Table> known =
        tables.stream().collect(Collectors.toMap(Inventory.Table::name, table -> table));
    if (!Set.copyOf(Inventory.tables(connection)).equals(Set.copyOf(tables))) {
      throw new Refusal(Why.NEWER);
    }
    try (Statement statement = connection.createStatement()) {
      for (Inventory.Table table : tables.reversed()) {
        if (is(statement, "EXISTS (SELECT 1 FROM " + table.name() + ")")) {
          // What a migration put there is in the backup, too.
          statement.executeUpdate("DELETE FROM " + table.name());
        }
      }
      Map<String, Long> rows = new HashMap<>();
      Backup.@Nullable End end = null;
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals(Backup.END)) {
          end = JSON.readValue(zip.readAllBytes(), Backup.End.class);
        } else {
          Inventory.Table table = known.get(entry.getName().substring(Backup.TABLES.length()));
          if (table == null) {
            throw new Refusal(Why.NOT_OPENED);
          }
          rows.put(table.name(), copy(connection, table, zip));
        }
      }
      if (end == null || !end.rows().equals(rows)) {
        throw new Refusal(Why.NOT_OPENED); // it was cut off
      }
      for (Map.Entry<String, Long> one : end.sequences().entrySet()) {
        String name = statement.enquoteLiteral(one.getKey());
        statement.execute("SELECT setval(" + name + ", " + one.getValue() + ")");
      }
      return rows.values().stream().mapToLong(Long::longValue).sum();
    } catch (IOException e) {
      throw new Refusal(Why.NOT_OPENED); // changed somewhere, or cut off
    }
  }

  private static long copy(Connection connection, Inventory.Table table, ZipInputStream zip)
      throws IOException, SQLException {
    return connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn("COPY " + table.sql() + " FROM STDIN", new Entry(zip));
  }

  /** The next entry is still to be read. */
  private static final class Entry extends FilterInputStream {

    Entry(InputStream in) {
      super(in);
    }

    @Override
    public void close() {
      // The stream goes on.
    }
  }
}
