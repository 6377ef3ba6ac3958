package cn.huitouke.server;

import cn.huitouke.store.Restoration;
import cn.huitouke.store.Restoration.Outcome;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedInputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.context.ConfigurableApplicationContext;

/** {@code restore FILE}: what a backup holds, into a data folder that holds nothing yet. */
final class Restore {

  /** For scripts, where nobody sits at a terminal. */
  private static final String PASSPHRASE = "HUITOUKE_BACKUP_PASSPHRASE";

  private Restore() {}

  /**
   * @return the exit code: 0 when all is back, 1 when nothing was changed, 2 when the command could not
   *     be understood
   */
  static int run(String[] args) {
    Optional<Path> file =
        Arrays.stream(args).filter(arg -> !arg.startsWith("-")).findFirst().map(Path::of);
    if (file.isEmpty() || !Files.isReadable(file.get())) {
      System.out.println(
          file.map(path -> path + " cannot be read 读不到这个文件。")
              .orElse("Which file? 请写上备份文件：java -jar huitouke.jar restore FILE"));
      return 2;
    }
    Optional<char[]> passphrase = passphrase();
    if (passphrase.isEmpty()) {
      System.out.println(
          "No passphrase was given 没有给口令: type it at a terminal, or set " + PASSPHRASE + ".");
      return 2;
    }
    String[] settings =
        Arrays.stream(args).filter(arg -> arg.startsWith("-")).toArray(String[]::new);
    try (ConfigurableApplicationContext house = AtRest.open(settings)) {
      Outcome outcome = restore(house, file.get(), passphrase.get());
      System.out.println(words(outcome));
      return outcome instanceof Outcome.Restored ? 0 : 1;
    } catch (IOException | SQLException | RuntimeException e) {
      System.out.println(Doctor.cause(e));
      return 1;
    }
  }

  private static Optional<char[]> passphrase() {
    String set = System.getenv(PASSPHRASE);
    if (set != null && !set.isEmpty()) {
      return Optional.of(set.toCharArray());
    }
    Console console = System.console();
    return console == null
        ? Optional.empty()
        : Optional.ofNullable(console.readPassword("Passphrase of the backup 备份口令: "))
            .filter(words -> words.length > 0);
  }

  private static Outcome restore(ConfigurableApplicationContext house, Path file, char[] passphrase)
      throws IOException, SQLException {
    DataFolder folder = house.getBean(DataFolder.class);
    StorageAssembly.Embedded embedded = house.getBean(StorageAssembly.Embedded.class);
    try (HikariDataSource database =
            StorageAssembly.connect(house.getBean(ServerSettings.class), embedded);
        InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return new Restoration(database, folder.path().resolve(SecretsAssembly.KEYS))
          .restore(passphrase, in);
    }
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Restored(var madeAt, var rows) ->
          "Restored: %,d rows as of %s. Start as always. 恢复好了，照常启动就行。".formatted(rows, madeAt);
      case Outcome.Refused(var why) ->
          switch (why) {
            case NO_BACKUP -> "This is no backup of Huitouke. 这不是回头客的备份文件。";
            case NOT_OPENED ->
                "The passphrase is wrong, or the file is damaged or incomplete; nothing was"
                    + " changed. 口令不对，或者文件坏了、不完整。什么都没有改动。";
            case NEWER ->
                "A newer Huitouke wrote this backup: restore it with that version or a later one."
                    + " 这份备份是更新的版本做的，请用那个版本或更新的来恢复。";
            case NOT_EMPTY ->
                "There is a shop in this data folder or database already; nothing was changed. Move"
                    + " it away first, or name another with --huitouke.data-dir."
                    + " 这里已经有一家店的资料，什么都没有改动。请先把它挪开，或者用 --huitouke.data-dir 指定一个新的文件夹。";
          };
    };
  }
}
