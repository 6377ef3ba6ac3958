package cn.huitouke.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Capabilities.Opener;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Purpose;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.LetterStatus.State;
import cn.huitouke.delivery.Mailings.Fate;
import cn.huitouke.delivery.Mailings.Mailing;
import cn.huitouke.store.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The same words to many: together where a platform can, stopped as one, the truth of each. */
class MailingsTest {

  private static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HikariDataSource database = new HikariDataSource();
  private final MemoryCustomers customers = new MemoryCustomers();
  private final MassPlatform platform = new MassPlatform(40);
  private final List<TestDelivery> houses = new ArrayList<>();
  private volatile Instant now = NOON;

  {
    database.setDataSource(TestDatabase.fresh());
    database.setMaximumPoolSize(24);
  }

  private TestDelivery open() {
    TestDelivery house = new TestDelivery(database, platform, customers, () -> now);
    houses.add(house);
    return house;
  }

  @AfterEach
  void close() {
    houses.forEach(TestDelivery::close);
    database.close();
  }

  private List<CustomerId> people(int many) {
    List<CustomerId> people = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      people.add(customers.recognise(MassPlatform.peer("p" + i)));
    }
    return people;
  }

  private static Mailing mailing(String name, String words) {
    return new Mailing(
        name,
        Purpose.COMMUNITY,
        Message.text(words),
        Optional.empty(),
        NOON,
        NOON.plus(Duration.ofDays(3)),
        "a test");
  }

  private static void until(BooleanSupplier so) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!so.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Test
  void whatSaysTheSameGoesTogetherAndToEachOnce() {
    TestDelivery house = open();
    assertThat(house.mailings().post(mailing("b:1", "hello"), people(100))).isEqualTo(100);
    assertThat(house.mailings().post(mailing("b:1", "hello"), people(100))).isZero();
    assertThat(house.courier().awaitIdle(PATIENCE)).isTrue();
    Mailings.Tally tally = house.mailings().tally("b:1");
    assertThat(tally.states()).containsOnlyKeys(State.ACCEPTED).containsEntry(State.ACCEPTED, 100L);
    assertThat(tally.wires()).containsEntry("mass", 100L);
    assertThat(platform.everything()).hasSize(100);
    assertThat(platform.sends).allMatch(size -> size >= 2 && size <= 40).hasSizeLessThan(10);
    assertThat(house.mailings().bundles("b:1"))
        .allMatch(one -> one.platformMessageId().isPresent());
    assertThat(
            new JdbcTemplate(database)
                .queryForObject(
                    "select sum(cardinality(peers)) from delivery.bundle", Integer.class))
        .as("who got it stands in the letters only")
        .isZero();
  }

  @Test
  void whoHasAWindowOpenGetsItThereAndOneAloneWaitsForTheirs() {
    TestDelivery house = open();
    List<CustomerId> two = people(2);
    house.contacts().noted(two.getFirst(), MassPlatform.peer("p0"), Opener.MESSAGE, NOON);
    house.contacts().settle();
    house.mailings().post(mailing("b:2", "hello"), two);
    until(() -> house.mailings().tally("b:2").of(State.ACCEPTED) == 1);
    assertThat(house.courier().awaitIdle(PATIENCE)).isTrue();
    Mailings.Tally tally = house.mailings().tally("b:2");
    assertThat(tally.states()).containsEntry(State.HELD, 1L);
    assertThat(tally.causes().getFirst().rule()).isEqualTo("no-window");
    assertThat(platform.sends).isEmpty();
    house.contacts().noted(two.getLast(), MassPlatform.peer("p1"), Opener.MESSAGE, now);
    house.contacts().settle();
    now = now.plus(Duration.ofMinutes(4)); // not in the breath of an answer
    until(() -> house.mailings().tally("b:2").of(State.ACCEPTED) == 2);
  }

  @Test
  void nothingOfAPausedMailingLeavesUntilItGoesOn() {
    TestDelivery house = open();
    CompletableFuture<Void> inTheMiddle = new CompletableFuture<>();
    CompletableFuture<Void> goOn = new CompletableFuture<>();
    platform.before.add(
        () -> {
          inTheMiddle.complete(null);
          goOn.join();
          return Optional.empty();
        });
    house.mailings().post(mailing("b:3", "hello"), people(3_000));
    inTheMiddle.join();
    house.mailings().pause("b:3");
    long attempted = house.mailings().tally("b:3").of(State.ATTEMPTED, State.ACCEPTED);
    assertThat(attempted).isBetween(2L, 40L);
    goOn.complete(null);
    until(() -> house.mailings().tally("b:3").of(State.ACCEPTED) == attempted);
    now = now.plus(Duration.ofHours(1));
    house.courier().look();
    assertThat(house.courier().awaitIdle(PATIENCE)).isTrue();
    assertThat(platform.everything()).hasSize((int) attempted);
    assertThat(house.mailings().tally("b:3").causes())
        .allMatch(cause -> cause.rule().equals("mailing-paused"));
    house.mailings().resume("b:3");
    until(() -> house.mailings().tally("b:3").of(State.ACCEPTED) == 3_000);
    assertThat(platform.everything()).hasSize(3_000);
    assertThat(house.outbox().life(mailing("b:3", "").letterTo(people(3_000).getLast())))
        .extracting(LetterStatus.Step::state)
        .contains(State.HELD)
        .endsWith(State.ACCEPTED);
  }

  @Test
  void nothingMoreOfACancelledMailingLeavesAndOthersGoOn() {
    TestDelivery house = open();
    List<CustomerId> people = people(200);
    now = NOON.plus(Duration.ofHours(10)); // at night nothing goes
    house.mailings().post(mailing("b:4", "hello"), people.subList(0, 150));
    house.mailings().post(mailing("b:40", "hello"), people.subList(100, 200));
    house.mailings().cancel("b:4", "mailing-cancelled", "mei");
    assertThat(house.courier().awaitIdle(PATIENCE)).isTrue();
    now = NOON.plus(Duration.ofHours(24));
    house.courier().look();
    until(() -> house.mailings().tally("b:40").of(State.ACCEPTED) == 100);
    assertThat(house.mailings().tally("b:4").states()).containsOnlyKeys(State.WITHDRAWN);
    house.mailings().post(mailing("b:4", "hello"), people.subList(150, 160));
    until(() -> house.mailings().tally("b:4").of(State.WITHDRAWN) == 160);
    assertThat(platform.everything()).hasSize(100);
  }

  @Test
  void aCallThatWasUnderWayWhenTheHouseDiedIsMadeAgainUnderItsKey() {
    TestDelivery first = open();
    CompletableFuture<Void> arrived = new CompletableFuture<>();
    CompletableFuture<Void> never = new CompletableFuture<>();
    platform.after.add(
        () -> {
          arrived.complete(null);
          never.join();
          throw new IllegalStateException("dead by now");
        });
    first.mailings().post(mailing("b:5", "hello"), people(30));
    arrived.join();
    // as after a kill: the first hand never writes again, and nobody signs for it
    new JdbcTemplate(database)
        .update(
            "update delivery.letter set owner = 4711 where owner is not null"
                + " and id like 'b:5:%'");
    TestDelivery second = open();
    until(() -> second.mailings().tally("b:5").of(State.ACCEPTED) == 30);
    assertThat(platform.everything()).hasSize(30);
    assertThat(platform.asked.stream().distinct().toList()).hasSize(1);
    assertThat(platform.asked).hasSizeGreaterThan(1);
    never.complete(null);
  }

  @Test
  void silenceIsAskedAgainUnderTheSameKeyAndDoubtStaysDoubt() {
    TestDelivery house = open();
    platform.after.add(() -> Optional.of(new SendOutcome.Uncertain("silence")));
    house.mailings().post(mailing("b:6", "hello"), people(20));
    until(() -> house.mailings().tally("b:6").of(State.ACCEPTED) == 20);
    for (int i = 0; i < 3; i++) {
      platform.before.add(() -> Optional.of(new SendOutcome.Uncertain("silence")));
    }
    now = now.plus(Duration.ofDays(8));
    house
        .mailings()
        .post(
            new Mailing(
                "b:7",
                Purpose.COMMUNITY,
                Message.text("again"),
                Optional.empty(),
                now,
                now.plus(Duration.ofDays(1)),
                "a test"),
            people(20));
    until(() -> house.mailings().tally("b:7").of(State.UNCERTAIN) == 20);
    assertThat(platform.everything()).hasSize(20);
  }

  @Test
  void aPlatformThatPutsItOffIsLeftInPeaceAndTheQuotaIsGivenBack() {
    TestDelivery house = open();
    platform.before.add(
        () -> Optional.of(new SendOutcome.Deferred(Duration.ofMinutes(5), "45009")));
    house.mailings().post(mailing("b:8", "hello"), people(20));
    until(() -> house.mailings().tally("b:8").of(State.HELD) == 20);
    assertThat(platform.asked).hasSize(1);
    now = now.plus(Duration.ofMinutes(6));
    house.courier().look();
    until(() -> house.mailings().tally("b:8").of(State.ACCEPTED) == 20);
    assertThat(
            new JdbcTemplate(database)
                .queryForList("select distinct used from delivery.usage", Integer.class))
        .containsExactly(1);
  }

  @Test
  void whoHasHadAllOfTheMonthIsLeftForTheNext() {
    TestDelivery house = open();
    List<CustomerId> people = people(10);
    new JdbcTemplate(database)
        .update(
            "insert into delivery.usage values ('test/mass', 'mass', 'pp3', 'MONTH', '2026-11-01',"
                + " 4)");
    house.mailings().post(mailing("b:9", "hello"), people);
    until(() -> house.mailings().tally("b:9").of(State.ACCEPTED) == 9);
    assertThat(house.courier().awaitIdle(PATIENCE)).isTrue();
    assertThat(platform.screen("p3")).isEmpty();
    assertThat(house.mailings().tally("b:9").of(State.EXPIRED, State.HELD)).isEqualTo(1);
  }

  @Test
  void thePlatformsOwnReportOfAFailedSendIsTheTruth() {
    TestDelivery house = open();
    house.mailings().post(mailing("b:10", "hello"), people(5));
    until(() -> house.mailings().tally("b:10").of(State.ACCEPTED) == 5);
    until(
        () ->
            house.mailings().bundles("b:10").stream()
                .allMatch(b -> b.platformMessageId().isPresent()));
    for (Mailings.Bundle bundle : house.mailings().bundles("b:10")) {
      house
          .contacts()
          .reported(
              new InboundEvent.MassReported(
                  new EventId("r" + bundle.id()),
                  MassPlatform.peer("account"),
                  now,
                  bundle.platformMessageId().orElseThrow(),
                  "err(10001)",
                  5,
                  0,
                  0,
                  5));
    }
    assertThat(house.mailings().tally("b:10").states()).containsOnlyKeys(State.REFUSED);
  }

  @Test
  void whatWouldBecomeOfItIsWhatBecomesOfIt() {
    TestDelivery house = open();
    List<CustomerId> people = people(12);
    house.brakes().pull(people.get(0), "case:1", Brakes.Kind.COMPLAINT, NOON);
    customers.wish(people.get(1), customers.wishes(people.get(1)).factsOnly(), "said:1", NOON);
    house.contacts().noted(people.get(2), MassPlatform.peer("p2"), Opener.MESSAGE, NOON);
    house.contacts().settle();
    Mailing mailing = mailing("b:11", "hello");
    List<Mailings.Prospect> prospects = house.mailings().prospects(mailing, people, true, NOON);
    assertThat(
            prospects.stream().collect(Collectors.groupingBy(p -> p.fate(), Collectors.counting())))
        .containsEntry(Fate.GOES, 10L)
        .containsEntry(Fate.NOT, 2L);
    assertThat(prospects.get(0).rule()).isEqualTo("brake-complaint");
    assertThat(prospects.get(1).rule()).isEqualTo("no-consent-community");
    assertThat(prospects.get(2).way().orElseThrow().wire()).isEqualTo("customer-service");
    assertThat(prospects.get(3).left()).contains(4);
    assertThat(house.mailings().prospects(mailing, people.subList(3, 5), false, NOON))
        .as("words of one's own go by no mass send")
        .allMatch(p -> p.fate() == Fate.WAITS);
    assertThat(house.mailings().tally("b:11").states()).isEmpty();
    house.mailings().post(mailing, people);
    until(() -> house.mailings().tally("b:11").of(State.ACCEPTED) == 10);
    assertThat(house.courier().awaitIdle(PATIENCE)).isTrue();
    assertThat(platform.screen("p0")).isEmpty();
    assertThat(platform.screen("p1")).isEmpty();
  }
}
