package cn.huitouke.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileVaultTest {

  @TempDir Path data;

  @Test
  void opensWhatItSealedAfterARestart() {
    byte[] sealed = new FileVault(keys()).seal("林晓雨 16000000001", "order.person");

    assertThat(new FileVault(keys()).open(sealed, "order.person")).isEqualTo("林晓雨 16000000001");
    assertThat(new String(sealed)).doesNotContain("林晓雨", "16000000001");
  }

  @Test
  void whatWasSealedForOneThingDoesNotOpenAsAnother() {
    FileVault vault = new FileVault(keys());
    byte[] sealed = vault.seal("16000000001", "order.phone");

    assertThatThrownBy(() -> vault.open(sealed, "order.name"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFingerprintIsTheSameAfterARestartAndDiffersByPurposeAndKey() {
    byte[] print = new FileVault(keys()).fingerprint("16000000001", "phone");

    assertThat(new FileVault(keys()).fingerprint("16000000001", "phone")).isEqualTo(print);
    assertThat(new FileVault(keys()).fingerprint("16000000001", "nick")).isNotEqualTo(print);
    assertThat(new FileVault(data.resolve("other.json")).fingerprint("16000000001", "phone"))
        .isNotEqualTo(print);
  }

  @Test
  void onlyTheOwnerMayReadTheKeyFileAndNothingElseIsLeft() throws Exception {
    new FileVault(keys());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys())))
        .isEqualTo("rw-------");
    try (var files = Files.list(data)) {
      assertThat(files).containsExactly(keys());
    }
  }

  @Test
  void aMissingKeyFileStopsTheStartWhenTheDatabaseHoldsSealedData() throws Exception {
    DataSource database = TestDatabase.fresh();
    FileVault.forDatabase(keys(), database);
    FileVault.forDatabase(keys(), database);
    Files.delete(keys());

    assertThatThrownBy(() -> FileVault.forDatabase(keys(), database))
        .hasMessageContaining("密钥文件")
        .hasMessageContaining("put it back");
    assertThat(keys()).doesNotExist();
  }

  @Test
  void anotherKeyFileStopsTheStart() throws Exception {
    DataSource database = TestDatabase.fresh();
    FileVault.forDatabase(keys(), database);
    Files.delete(keys());
    new FileVault(keys());

    assertThatThrownBy(() -> FileVault.forDatabase(keys(), database))
        .hasMessageContaining("does not belong");
  }

  @Test
  void aDamagedKeyFileIsNamed() throws Exception {
    Files.writeString(keys(), "{\"seal\":{}");

    assertThatThrownBy(() -> new FileVault(keys())).hasMessageContaining("damaged");
  }

  private Path keys() {
    return data.resolve("vault-keys.json");
  }
}
