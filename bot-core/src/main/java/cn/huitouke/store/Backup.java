package cn.huitouke.store;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes everything that must survive into one sealed stream while the house goes on: every table as it
 * is at one moment, and the keys without which its sealed data would be lost. Not in it: settings files,
 * which are the shop's own; what Redis holds, which may be lost; the schedule, which every start makes
 * anew; what one module was just about to tell another, which the sweeps find again. {@link Restoration}
 * reads it.
 */
public final class Backup {

  static final int FORMAT = 1;
  static final String MANIFEST = "manifest.json";
  static final String KEYS = "vault-keys.json";
  static final String TABLES = "tables/";
  static final String END = "end.json";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final DataSource database;
  private final Path keyFile;
  private final InstantSource clock;
  private final int rounds;

  /**
   * @param keyFile the {@link FileVault}'s
   */
  public Backup(DataSource database, Path keyFile, InstantSource clock) {
    this(database, keyFile, clock, Passphrase.ROUNDS);
  }

  Backup(DataSource database, Path keyFile, InstantSource clock, int rounds) {
    this.database = database;
    this.keyFile = keyFile;
    this.clock = clock;
    this.rounds = rounds;
  }

  /**
   * What opens the backup again, and what it was made of.
   *
   * @param schemas each with the version of its latest migration
   */
  record Manifest(
      int format, Instant madeAt, Map<String, String> schemas, List<Inventory.Table> tables) {}

  /**
   * What shows that it is whole.
   *
   * @param rows of each table
   * @param sequences where each stands
   */
  record End(Map<String, Long> rows, Map<String, Long> sequences) {}

  /**
   * Writes it. Does not close {@code out}.
   *
   * @param passphrase without it nobody opens it again, not even the shop
   * @throws IOException when it cannot be written to {@code out}; what is there by then is of no use
   */
  public void write(char[] passphrase, OutputStream out) throws IOException {
    try (Connection connection = database.getConnection()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      try (ZipOutputStream zip =
          new ZipOutputStream(new Passphrase(passphrase).seal(new Left(out), rounds))) {
        write(connection, zip);
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new IOException("The database could not be read: " + e.getMessage(), e);
    }
  }

  private void write(Connection connection, ZipOutputStream zip) throws IOException, SQLException {
    List<Inventory.Table> tables = Inventory.tables(connection);
    Manifest manifest =
        new Manifest(FORMAT, clock.instant(), Inventory.versions(connection), tables);
    entry(zip, MANIFEST, JSON.writeValueAsBytes(manifest));
    entry(zip, KEYS, Files.readAllBytes(keyFile));
    Map<String, Long> rows = new LinkedHashMap<>();
    for (Inventory.Table table : tables) {
      zip.putNextEntry(new ZipEntry(TABLES + table.name()));
      rows.put(
          table.name(),
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut("COPY " + table.sql() + " TO STDOUT", zip));
      zip.closeEntry();
    }
    // Read last: a number that was drawn meanwhile is not drawn again.
    entry(zip, END, JSON.writeValueAsBytes(new End(rows, Inventory.sequences(connection))));
  }

  private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }

  /** Stays open behind the seal. */
  private static final class Left extends FilterOutputStream {

    Left(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
