package cn.huitouke.store;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfConfig;
import com.google.crypto.tink.prf.PrfSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A vault whose keys lie in one file: AES-256-GCM to seal, HMAC-SHA-256 for fingerprints. */
public final class FileVault implements Vault {

  private static final String CHECK = "huitouke";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Aead aead;
  private final PrfSet prints;

  /** Reads the key file; makes it, readable by its owner only, when there is none. */
  public FileVault(Path keyFile) {
    try {
      AeadConfig.register();
      PrfConfig.register();
      if (!Files.exists(keyFile)) {
        create(keyFile);
      }
      JsonNode keys = JSON.readTree(Files.readString(keyFile));
      aead = keyset(keys, "seal").getPrimitive(RegistryConfiguration.get(), Aead.class);
      prints = keyset(keys, "fingerprint").getPrimitive(RegistryConfiguration.get(), PrfSet.class);
    } catch (GeneralSecurityException | JacksonException e) {
      throw new IllegalStateException(
          "密钥文件 " + keyFile + " 损坏了，请从备份恢复它。The key file is damaged: restore it from a backup.", e);
    } catch (IOException e) {
      throw new UncheckedIOException("The key file " + keyFile + " cannot be read or made", e);
    }
  }

  /**
   * The vault of a database. Refuses to start, in a sentence, when the database holds data sealed
   * with a key that is not in the file.
   */
  public static FileVault forDatabase(Path keyFile, DataSource database) {
    JdbcClient jdbc = JdbcClient.create(database);
    byte[] sealed =
        jdbc.sql("SELECT sealed FROM vault.seal").query(byte[].class).optional().orElse(null);
    if (sealed != null && !Files.exists(keyFile)) {
      throw new IllegalStateException(
          "数据库里有加密保存的资料，但密钥文件 "
              + keyFile
              + " 不见了：请把它从备份放回原处再启动。"
              + "The database holds sealed data but the key file is missing: put it back.");
    }
    FileVault vault = new FileVault(keyFile);
    if (sealed == null) {
      jdbc.sql("INSERT INTO vault.seal (sealed) VALUES (?) ON CONFLICT DO NOTHING")
          .param(vault.seal(CHECK, "vault.check"))
          .update();
    } else if (!vault.opens(sealed)) {
      throw new IllegalStateException(
          "密钥文件 "
              + keyFile
              + " 不是这个数据库的那一把：请把原来的密钥文件放回去。"
              + "The key file does not belong to this database: put the original one back.");
    }
    return vault;
  }

  private boolean opens(byte[] sealed) {
    try {
      return CHECK.equals(open(sealed, "vault.check"));
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static KeysetHandle keyset(JsonNode keys, String name) throws GeneralSecurityException {
    JsonNode keyset = keys.path(name);
    if (!keyset.isObject()) {
      throw new GeneralSecurityException("There is no key named " + name);
    }
    return TinkJsonProtoKeysetFormat.parseKeyset(keyset.toString(), InsecureSecretKeyAccess.get());
  }

  private static void create(Path keyFile) throws IOException, GeneralSecurityException {
    String text =
        "{\"seal\":"
            + newKeyset(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM))
            + ",\"fingerprint\":"
            + newKeyset(KeysetHandle.generateNew(PredefinedPrfParameters.HMAC_SHA256_PRF))
            + "}\n";
    keep(keyFile, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a key file, unless there is one. */
  static void keep(Path keyFile, byte[] keys) throws IOException {
    Path folder = keyFile.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, "vault-keys", ".new", ownerOnly(folder));
    try {
      try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(keys);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      publish(draft, keyFile);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Never replaces a key file that somebody else made meanwhile: that would lose their data. */
  private static void publish(Path draft, Path keyFile) throws IOException {
    try {
      Files.createLink(keyFile, draft);
    } catch (FileAlreadyExistsException e) {
      // The other start was quicker: its keys are ours too.
    } catch (UnsupportedOperationException | IOException e) {
      Files.move(draft, keyFile, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(
              Set.copyOf(PosixFilePermissions.fromString("rw-------")))
        }
        : new FileAttribute<?>[0];
  }

  private static String newKeyset(KeysetHandle keyset) throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get());
  }

  @Override
  public byte[] seal(String text, String about) {
    try {
      return aead.encrypt(
          text.getBytes(StandardCharsets.UTF_8), about.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Sealing failed: " + about, e);
    }
  }

  @Override
  public String open(byte[] sealed, String about) {
    try {
      return new String(
          aead.decrypt(sealed, about.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This was not sealed with our key: " + about, e);
    }
  }

  @Override
  public byte[] fingerprint(String text, String about) {
    try {
      return prints.computePrimary((about + '\0' + text).getBytes(StandardCharsets.UTF_8), 32);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Fingerprinting failed: " + about, e);
    }
  }
}
