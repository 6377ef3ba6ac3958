package cn.huitouke.store;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.store.Restoration.Outcome;
import cn.huitouke.store.Restoration.Why;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was written comes back, all of it, under the same words only; and nothing else does. */
class BackupTest {

  /** Rounds: the real number is BackupWayTest's. */
  private static final int FEW = 1_000;

  private static final Instant NOON = Instant.parse("2026-11-22T04:00:00Z");
  private static final char[] WORDS = "山里的菌子要趁早".toCharArray();

  @TempDir Path home;
  private final DataSource shop = TestDatabase.fresh();
  private Path keys;
  private byte[] backup = {};
  private byte[] name = {};

  @BeforeEach
  void aShopAtWork() throws Exception {
    keys = home.resolve("shop/vault-keys.json");
    FileVault vault = FileVault.forDatabase(keys, shop);
    name = vault.seal("林晓雨", "test");
    JdbcClient jdbc = JdbcClient.create(shop);
    jdbc.sql(
            "insert into customer.customer (id, created_at) select nextval('customer.customer_id'),"
                + " now() from generate_series(1, 2000)")
        .update();
    jdbc.sql(
            "insert into customer.identity (channel, address, customer, following, heard_at)"
                + " select 'loopback/shop', E'tab\\tline\\n\\\\' || id, id, true, now() from"
                + " customer.customer")
        .update();
    jdbc.sql("update customer.customer set merged_into = 1 where id = 2").update();
    jdbc.sql(
            "insert into schedule.walk (sweep, pass, position, begun_at) values ('a', 'b', 'c',"
                + " now())")
        .update();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Backup(shop, keys, () -> NOON, FEW).write(WORDS, out);
    backup = out.toByteArray();
  }

  private record New(DataSource database, Path keys) {}

  private New house() {
    return new New(TestDatabase.empty(), home.resolve("new-" + System.nanoTime() + "/keys.json"));
  }

  private static Outcome restore(New house, char[] words, byte[] bytes) throws Exception {
    return new Restoration(house.database(), house.keys())
        .restore(words, new ByteArrayInputStream(bytes));
  }

  private static Map<String, String> content(DataSource database) throws Exception {
    Map<String, String> content = new TreeMap<>();
    try (var connection = database.getConnection()) {
      for (Inventory.Table table : Inventory.tables(connection)) {
        content.put(
            table.name(),
            JdbcClient.create(database)
                .sql(
                    "select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by"
                        + " t::text)), '') from "
                        + table.name()
                        + " t")
                .query(String.class)
                .single());
      }
    }
    return content;
  }

  @Test
  void everythingComesBackAndTheKeysOpenIt() throws Exception {
    New house = house();
    Outcome outcome = restore(house, WORDS, backup);

    assertThat(outcome).isInstanceOf(Outcome.Restored.class);
    assertThat(((Outcome.Restored) outcome).madeAt()).isEqualTo(NOON);
    assertThat(((Outcome.Restored) outcome).rows()).isGreaterThan(4_000);
    assertThat(content(house.database())).isEqualTo(content(shop)).hasSizeGreaterThan(40);
    FileVault vault = FileVault.forDatabase(house.keys(), house.database());
    assertThat(vault.open(name, "test")).isEqualTo("林晓雨");
    long next =
        JdbcClient.create(house.database())
            .sql("select nextval('customer.customer_id')")
            .query(Long.class)
            .single();
    assertThat(next).isEqualTo(2_001);
    assertThat(new String(backup, StandardCharsets.UTF_8)).doesNotContain("loopback", "customer");
  }

  @Test
  void whatAnOlderProgramWroteIsBroughtUpToDate() throws Exception {
    Map<String, String> versions;
    try (var connection = shop.getConnection()) {
      versions = new TreeMap<>(Inventory.versions(connection));
    }
    assertThat(versions.put("logistics", "2")).isNotEqualTo("2"); // before it knew who had asked
    DataSource old = TestDatabase.empty();
    assertThat(Migrations.run(old, versions)).isTrue();
    Path oldKeys = home.resolve("old/vault-keys.json");
    FileVault.forDatabase(oldKeys, old);
    JdbcClient.create(old)
        .sql("insert into customer.customer (id, created_at) values (7, now())")
        .update();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Backup(old, oldKeys, () -> NOON, FEW).write(WORDS, out);

    New house = house();
    assertThat(restore(house, WORDS, out.toByteArray())).isInstanceOf(Outcome.Restored.class);
    assertThat(content(house.database()))
        .containsKey("logistics.asked")
        .containsAllEntriesOf(content(old));
    assertThat(content(old)).doesNotContainKey("logistics.asked");
  }

  @Test
  void aShopThatIsThereIsNotOverwritten() throws Exception {
    Map<String, String> before = content(shop);
    assertThat(new Restoration(shop, keys).restore(WORDS, new ByteArrayInputStream(backup)))
        .isEqualTo(new Outcome.Refused(Why.NOT_EMPTY));
    assertThat(content(shop)).isEqualTo(before);

    New house = house();
    FileVault other = new FileVault(house.keys());
    assertThat(restore(house, WORDS, backup)).isEqualTo(new Outcome.Refused(Why.NOT_EMPTY));
    assertThat(other.open(other.seal("x", "y"), "y")).isEqualTo("x");
  }

  @Test
  void wrongWordsAndWrongFilesChangeNothing() throws Exception {
    New house = house();
    assertThat(restore(house, "山里的菌子".toCharArray(), backup))
        .isEqualTo(new Outcome.Refused(Why.NOT_OPENED));
    for (byte[] file :
        new byte[][] {{}, "订单号,买家".getBytes(StandardCharsets.UTF_8), Arrays.copyOf(backup, 20)}) {
      assertThat(restore(house, WORDS, file)).isEqualTo(new Outcome.Refused(Why.NO_BACKUP));
    }
    for (int at : new int[] {25, 40, backup.length - 1}) {
      byte[] changed = backup.clone();
      changed[at] ^= 1;
      assertThat(restore(house, WORDS, changed)).isIn(refusals());
    }
    for (int length : new int[] {backup.length / 3, backup.length - 1}) {
      assertThat(restore(house, WORDS, Arrays.copyOf(backup, length))).isIn(refusals());
    }
    assertThat(Files.exists(house.keys())).isFalse();
    // After all that the right one still goes in.
    assertThat(restore(house, WORDS, backup)).isInstanceOf(Outcome.Restored.class);
    assertThat(content(house.database())).isEqualTo(content(shop));
  }

  private static Object[] refusals() {
    return new Object[] {new Outcome.Refused(Why.NOT_OPENED), new Outcome.Refused(Why.NO_BACKUP)};
  }

  @Test
  void whatANewerProgramWroteIsRefused() throws Exception {
    JdbcClient.create(shop)
        .sql(
            "update customer.flyway_schema_history set version = '9999' where installed_rank ="
                + " (select max(installed_rank) from customer.flyway_schema_history)")
        .update();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Backup(shop, keys, () -> NOON, FEW).write(WORDS, out);
    assertThat(restore(house(), WORDS, out.toByteArray()))
        .isEqualTo(new Outcome.Refused(Why.NEWER));
  }
}
