package cn.huitouke.account;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.account.AccountKind.Opened;
import cn.huitouke.account.AccountKind.Use;
import cn.huitouke.account.Accounts.Outcome;
import cn.huitouke.account.Fault.Why;
import cn.huitouke.channel.Probe;
import cn.huitouke.store.FileVault;
import cn.huitouke.store.TestDatabase;
import cn.huitouke.tracking.TrackingInbox;
import cn.huitouke.tracking.TrackingSource;
import cn.huitouke.tracking.Waybill;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

class AccountsTest {

  private static final String SECRET = "a-secret-of-the-shop-0123456789";
  private static final AccountId SHOP = new AccountId("post", "shop");

  @TempDir static Path folder;

  private final DataSource database = TestDatabase.fresh();
  private final House house = new House("vault.json");
  private Instant now = Instant.parse("2026-11-22T02:00:00Z");

  /** One node: what is open in it, and what it does not want. */
  private final class House implements Premises {
    final Map<AccountId, Opened> open = new HashMap<>();
    final List<String> happened = new ArrayList<>();
    final Set<AccountId> inFile = new HashSet<>();
    final Accounts accounts;

    House(String keys) {
      StaticListableBeanFactory beans = new StaticListableBeanFactory();
      beans.addBean("post", new Post());
      beans.addBean("carrier", new Carrier());
      beans.addBean("premises", this);
      accounts =
          new Accounts(
              new AccountBook(database, new FileVault(folder.resolve(keys))),
              beans.getBeanProvider(AccountKind.class),
              beans.getBeanProvider(Premises.class),
              () -> now);
    }

    @Override
    public Optional<Fault> objection(AccountId who) {
      return inFile.contains(who)
          ? Optional.of(new Fault(Accounts.NAME, Why.IN_FILE))
          : Optional.empty();
    }

    @Override
    public boolean hasInFile(AccountId who) {
      return inFile.contains(who);
    }

    @Override
    public boolean demoed() {
      return false;
    }

    @Override
    public void open(AccountId who, Opened as) {
      open.put(who, as);
      happened.add("open " + who);
    }

    @Override
    public void close(AccountId who) {
      open.remove(who);
      happened.add("close " + who);
    }

    Account add(String name, Map<String, String> typed) {
      return ((Outcome.Kept) accounts.add("post", name, typed, "owner")).account();
    }

    List<Fault> faults(String name, Map<String, String> typed) {
      return faultsOf(accounts.add("post", name, typed, "owner"));
    }
  }

  private static List<Fault> faultsOf(Outcome outcome) {
    return ((Outcome.Refused) outcome).faults();
  }

  /** Whose adapter remembers what it was opened with. */
  private static final class Post implements AccountKind {
    @Override
    public String name() {
      return "post";
    }

    @Override
    public Use use() {
      return Use.CHANNEL;
    }

    @Override
    public List<AccountField> fields() {
      return List.of(
          AccountField.typed("app-id", true, "[a-z0-9]{4,20}"),
          AccountField.secret("secret", "[!-~]{8,64}"),
          AccountField.chosen("loud"),
          AccountField.made("token", 32),
          AccountField.hidden("salt", 16));
    }

    @Override
    public Opened open(AccountId who, Map<String, String> values) {
      return values.getOrDefault("app-id", "").equals("unwanted")
          ? new Opened.Not(List.of(new Fault("app-id", Why.REFUSED)))
          : new Opened.AsSource(new Silent(values));
    }
  }

  private static final class Carrier implements AccountKind {
    @Override
    public String name() {
      return "carrier";
    }

    @Override
    public Use use() {
      return Use.TRACKING;
    }

    @Override
    public List<AccountField> fields() {
      return List.of(AccountField.secret("key", ".{4,64}"));
    }

    @Override
    public Opened open(AccountId who, Map<String, String> values) {
      return new Opened.AsSource(new Silent(values));
    }
  }

  private record Silent(Map<String, String> values) implements TrackingSource {
    @Override
    public String name() {
      return "silent";
    }

    @Override
    public void start(TrackingInbox inbox) {}

    @Override
    public Watching watch(Waybill waybill, Optional<String> phoneTail) {
      return new Watching.Later(Duration.ofMinutes(1), "silent");
    }

    @Override
    public Answer query(Waybill waybill, Optional<String> phoneTail) {
      return new Answer.NothingYet();
    }

    @Override
    public List<String> carriersOf(String number) {
      return List.of();
    }

    @Override
    public void stop() {}
  }

  private static Map<String, String> typed() {
    return Map.of("app-id", " wx123 ", "secret", SECRET, "loud", "true");
  }

  private Map<String, String> openWith(House where, AccountId who) {
    return ((Silent) ((Opened.AsSource) where.open.get(who)).source()).values();
  }

  @Test
  void whatIsAddedIsOpenAtOnceWithKeysOfItsOwn() {
    Account account = house.add("shop", typed());
    assertThat(account.plain()).isEqualTo(Map.of("app-id", "wx123", "loud", "true"));
    assertThat(account.trouble()).isEmpty();
    Map<String, String> values = openWith(house, SHOP);
    assertThat(values).containsEntry("secret", SECRET).containsEntry("app-id", "wx123");
    assertThat(values.get("token")).matches("[A-Za-z0-9]{32}");
    assertThat(values.get("salt")).matches("[A-Za-z0-9]{16}");
    assertThat(house.accounts.keys(SHOP)).containsOnlyKeys("token");
    Account other = house.add("second", typed());
    assertThat(openWith(house, other.id()).get("token")).isNotEqualTo(values.get("token"));
  }

  @Test
  void noSecretLiesReadableInTheTable() {
    Account account = house.add("shop", typed());
    String row =
        JdbcClient.create(database)
            .sql("select account::text || encode(sealed, 'escape') from account.account")
            .query(String.class)
            .single();
    assertThat(row)
        .contains("wx123")
        .doesNotContain(SECRET, openWith(house, SHOP).get("token"), "secret");
    assertThat(account.toString()).doesNotContain("wx123");
  }

  @Test
  void aSecretMovedToAnotherRowDoesNotOpen() {
    house.add("shop", typed());
    house.add("second", typed());
    JdbcClient.create(database)
        .sql(
            "update account.account set sealed = (select sealed from account.account where name ="
                + " 'shop'), revision = revision + 100 where name = 'second'")
        .update();
    house.accounts.follow();
    AccountId second = new AccountId("post", "second");
    assertThat(house.accounts.find(second).orElseThrow().trouble()).hasValue(Fault.of(Why.SEALED));
    assertThat(house.open).containsOnlyKeys(SHOP);
  }

  @Test
  void namesAndValuesThatAreNoneAreRefusedFieldByField() {
    for (String name : List.of("../../etc", "a b", "x".repeat(33), "-x", "商店", "a/b", "a\u0000")) {
      assertThat(house.faults(name, typed()))
          .as(name)
          .containsExactly(new Fault("name", Why.SHAPE));
    }
    assertThat(house.faults("", typed())).containsExactly(new Fault("name", Why.MISSING));
    assertThat(house.faults("shop", Map.of("secret", "short", "loud", "perhaps")))
        .containsExactly(
            new Fault("app-id", Why.MISSING),
            new Fault("secret", Why.SHAPE),
            new Fault("loud", Why.SHAPE));
    assertThat(house.faults("shop", Map.of("app-id", "unwanted", "secret", SECRET)))
        .containsExactly(new Fault("app-id", Why.REFUSED));
    assertThat(house.faults("shop", Map.of("app-id", "x".repeat(100_000), "secret", SECRET)))
        .containsExactly(new Fault("app-id", Why.SHAPE));
    assertThat(faultsOf(house.accounts.add("nobody", "shop", typed(), "owner")))
        .containsExactly(Fault.of(Why.UNKNOWN_KIND));
    assertThat(house.accounts.all()).isEmpty();
    assertThat(house.open).isEmpty();
  }

  @Test
  void keysThatTheHouseMakesAreNotForTheFormToSay() {
    Map<String, String> typed = new HashMap<>(typed());
    typed.put("token", "x".repeat(32));
    typed.put("salt", "y".repeat(16));
    typed.put("api-base", "http://169.254.169.254/");
    house.add("shop", typed);
    assertThat(openWith(house, SHOP))
        .containsOnlyKeys("app-id", "secret", "loud", "token", "salt")
        .doesNotContainValue("x".repeat(32))
        .doesNotContainValue("y".repeat(16));
  }

  @Test
  void anotherNodeFollows() {
    House other = new House("vault.json");
    house.add("shop", typed());
    other.accounts.follow();
    assertThat(openWith(other, SHOP)).isEqualTo(openWith(house, SHOP));
    other.accounts.follow();
    assertThat(other.happened).containsExactly("open post/shop");

    long revision = house.accounts.find(SHOP).orElseThrow().revision();
    house.accounts.change(SHOP, revision, Map.of("app-id", "wx456"));
    other.accounts.follow();
    assertThat(openWith(other, SHOP)).containsEntry("app-id", "wx456");

    house.accounts.remove(SHOP);
    assertThat(house.open).isEmpty();
    house.add("shop", typed());
    other.accounts.follow();
    // Removed and added between two looks: it is another one.
    assertThat(openWith(other, SHOP)).isEqualTo(openWith(house, SHOP));
    house.accounts.remove(SHOP);
    other.accounts.follow();
    assertThat(other.open).isEmpty();
  }

  @Test
  void anEmptySecretStaysAsItWas() {
    Account before = house.add("shop", typed());
    Map<String, String> values = openWith(house, SHOP);
    Outcome outcome =
        house.accounts.change(SHOP, before.revision(), Map.of("app-id", "wx456", "secret", ""));
    assertThat(outcome).isInstanceOf(Outcome.Kept.class);
    assertThat(openWith(house, SHOP))
        .containsEntry("secret", SECRET)
        .containsEntry("token", values.get("token"))
        .containsEntry("app-id", "wx456")
        .doesNotContainKey("loud");
    long revision = house.accounts.find(SHOP).orElseThrow().revision();
    house.accounts.change(SHOP, revision, Map.of("app-id", "wx456", "secret", "another-secret"));
    assertThat(openWith(house, SHOP)).containsEntry("secret", "another-secret");
  }

  @Test
  void ofTwoOwnersAtOnceOneIsTold() throws Exception {
    try (ExecutorService owners = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch go = new CountDownLatch(1);
      List<Future<Outcome>> added = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        added.add(
            owners.submit(
                () -> {
                  go.await();
                  return house.accounts.add("post", "shop", typed(), "owner");
                }));
      }
      go.countDown();
      int kept = 0;
      for (Future<Outcome> one : added) {
        kept += one.get() instanceof Outcome.Kept ? 1 : 0;
      }
      assertThat(kept).isEqualTo(1);
    }
    long seen = house.accounts.find(SHOP).orElseThrow().revision();
    assertThat(house.accounts.change(SHOP, seen, Map.of("app-id", "first")))
        .isInstanceOf(Outcome.Kept.class);
    assertThat(faultsOf(house.accounts.change(SHOP, seen, Map.of("app-id", "second"))))
        .containsExactly(Fault.of(Why.CHANGED_MEANWHILE));
    assertThat(faultsOf(house.accounts.renew(SHOP, seen)))
        .containsExactly(Fault.of(Why.CHANGED_MEANWHILE));
    assertThat(openWith(house, SHOP)).containsEntry("app-id", "first");
  }

  @Test
  void theKeysAreShownUntilThePlatformHasCalledWithThem() {
    Account account = house.add("shop", typed());
    String token = house.accounts.keys(SHOP).get("token");
    Map<String, String> values = openWith(house, SHOP);
    house.accounts.called(SHOP);
    assertThat(house.accounts.keys(SHOP)).isEmpty();
    assertThat(house.accounts.find(SHOP).orElseThrow().calledAt()).hasValue(now);
    now = now.plusSeconds(60);
    house.accounts.called(SHOP);
    assertThat(house.accounts.find(SHOP).orElseThrow().calledAt()).hasValue(now.minusSeconds(60));

    house.accounts.renew(SHOP, account.revision());
    assertThat(house.accounts.keys(SHOP).get("token")).isNotEqualTo(token);
    assertThat(house.accounts.find(SHOP).orElseThrow().calledAt()).isEmpty();
    // What only the house knows need not change, and what was typed does not.
    assertThat(openWith(house, SHOP))
        .containsEntry("salt", values.get("salt"))
        .containsEntry("secret", SECRET)
        .containsEntry("loud", "true");
  }

  @Test
  void aCallWithTheOldKeysSaysNothingOfTheNewOnes() {
    House slow = new House("vault.json");
    Account account = house.add("shop", typed());
    slow.accounts.follow();
    house.accounts.renew(SHOP, account.revision());
    slow.accounts.called(SHOP); // still opened with the old ones
    assertThat(house.accounts.keys(SHOP)).isNotEmpty();
    slow.accounts.follow();
    slow.accounts.called(SHOP);
    assertThat(house.accounts.keys(SHOP)).isEmpty();
  }

  @Test
  void whatATestFoundIsOfTheValuesThatWereTested() {
    Account account = house.add("shop", typed());
    Probe.Finding found =
        new Probe.Finding(
            false, "No.", Optional.empty(), Probe.Cause.ADDRESS_NOT_ALLOWED, "192.0.2.1");
    house.accounts.tested(SHOP, account.revision(), found);
    assertThat(house.accounts.find(SHOP).orElseThrow().finding()).hasValue(found);
    house.accounts.change(SHOP, account.revision(), Map.of("app-id", "wx456"));
    assertThat(house.accounts.find(SHOP).orElseThrow().finding()).isEmpty();
    house.accounts.tested(SHOP, account.revision(), found);
    assertThat(house.accounts.find(SHOP).orElseThrow().finding()).isEmpty();
  }

  @Test
  void theSettingsFileCountsMore() {
    house.inFile.add(SHOP);
    assertThat(house.faults("shop", typed())).containsExactly(new Fault("name", Why.IN_FILE));
    house.inFile.clear();
    house.add("shop", typed());
    House next = new House("vault.json");
    next.inFile.add(SHOP);
    next.accounts.follow();
    assertThat(next.open).isEmpty();
    assertThat(next.accounts.find(SHOP).orElseThrow().trouble()).hasValue(Fault.of(Why.IN_FILE));
    next.accounts.remove(SHOP);
    assertThat(next.happened).isEmpty();
  }

  @Test
  void secretsOfAnotherKeyAreSaidAndCanBeGivenAnew() {
    Account account = house.add("shop", typed());
    House stranger = new House("another-vault.json");
    stranger.accounts.follow();
    assertThat(stranger.open).isEmpty();
    assertThat(stranger.accounts.find(SHOP).orElseThrow().trouble()).hasValue(Fault.of(Why.SEALED));
    assertThat(stranger.accounts.keys(SHOP)).isEmpty();
    assertThat(
            faultsOf(stranger.accounts.change(SHOP, account.revision(), Map.of("app-id", "wx999"))))
        .containsExactly(new Fault("secret", Why.MISSING));
    stranger.accounts.change(
        SHOP, account.revision(), Map.of("app-id", "wx999", "secret", "given-anew"));
    assertThat(openWith(stranger, SHOP)).containsEntry("secret", "given-anew");
    assertThat(stranger.accounts.keys(SHOP)).containsOnlyKeys("token");
  }

  @Test
  void thereIsOneAccountOfACarrierService() {
    assertThat(house.accounts.add("carrier", "any", Map.of("key", "12345"), "owner"))
        .isInstanceOf(Outcome.Kept.class);
    assertThat(house.open).containsOnlyKeys(new AccountId("carrier", Use.ONLY));
    assertThat(faultsOf(house.accounts.add("carrier", "other", Map.of("key", "12345"), "owner")))
        .containsExactly(new Fault("name", Why.TAKEN));
    AccountBook book = new AccountBook(database, new FileVault(folder.resolve("vault.json")));
    assertThat(book.any(Use.TRACKING)).isTrue();
    assertThat(book.any(Use.CHANNEL)).isFalse();
  }
}
