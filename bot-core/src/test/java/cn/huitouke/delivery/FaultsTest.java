package cn.huitouke.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Capabilities.Pace;
import cn.huitouke.delivery.FarEnd.Mood;
import cn.huitouke.store.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Trouble while letters are being sent, and afterwards the outbox against the far end's own ledger:
 * nothing lost, nothing falsely said to be sent, nothing doubled, every doubt in sight.
 */
class FaultsTest {

  /** Letters that can be on the way to the far end in one process at once, in one lane. */
  private static final int IN_FLIGHT = 256;

  @TempDir Path folder;
  private EmbeddedPostgres postgres;
  private FarEnd farEnd;

  @BeforeEach
  void open() throws IOException {
    postgres = postgres();
    Migrations.run(postgres.getPostgresDatabase());
    farEnd = new FarEnd();
  }

  private EmbeddedPostgres postgres() throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(folder.resolve("postgres"))
        .setCleanDataDirectory(false)
        .setServerConfig("max_connections", "100")
        .setServerConfig("fsync", "off") // processes are killed here, no machine
        .setPort(postgres == null ? 0 : postgres.getPort())
        .start();
  }

  @AfterEach
  void close() throws IOException {
    farEnd.close();
    postgres.close();
  }

  @Test
  void killedTwice() throws Exception {
    killed(2, 3_000, 1);
  }

  @Test
  @Tag("deep")
  void killedTwentyTimesDuringAHundredThousand() throws Exception {
    killed(20, 100_000, 7);
  }

  private void killed(int times, int letters, long seed) throws Exception {
    write(letters);
    Random random = new Random(seed);
    for (int i = 0; i < times; i++) {
      int before = farEnd.requests();
      Process courier = CourierProcess.launch(database(), farEnd.address());
      until(() -> farEnd.requests() > before + random.nextInt(letters / (2 * times)) + 1);
      courier.destroyForcibly().onExit().join();
    }
    drain();
    check(letters, times * IN_FLIGHT);
  }

  @Test
  void oneOfTwoNodesIsKilled() throws Exception {
    int letters = 3_000;
    write(letters);
    Process one = CourierProcess.launch(database(), farEnd.address());
    Process other = CourierProcess.launch(database(), farEnd.address());
    try {
      until(() -> farEnd.requests() > letters / 4);
      one.destroyForcibly().onExit().join();
      until(() -> unsettled() == 0);
    } finally {
      other.destroyForcibly().onExit().join();
    }
    check(letters, IN_FLIGHT);
  }

  @Test
  void theDatabaseIsRestarted() throws Exception {
    int letters = 3_000;
    write(letters);
    farEnd.mood = _ -> Mood.SLOW;
    DeliveryDesk desk = desk(1e6);
    desk.start();
    try {
      for (int i = 1; i <= 2; i++) {
        int enough = i * letters / 6;
        until(() -> farEnd.requests() > enough);
        postgres.close();
        postgres = postgres();
      }
      until(() -> unsettled() == 0);
    } finally {
      desk.stop();
    }
    check(letters, 2 * IN_FLIGHT);
  }

  @Test
  void theFarEndIsBusyBrokenAndSilentByTurns() throws Exception {
    trouble(120);
  }

  @Test
  @Tag("deep")
  void theFarEndIsInTroubleForLong() throws Exception {
    trouble(20_000);
  }

  private void trouble(int letters) throws Exception {
    write(letters);
    farEnd.mood =
        n ->
            switch (n % 50) {
              case 7, 23 -> Mood.BUSY;
              case 31 -> Mood.BROKEN;
              case 41 -> Mood.SILENT;
              default -> Mood.WELL;
            };
    DeliveryDesk desk = desk(1e6);
    desk.start();
    try {
      until(() -> unsettled() == 0);
    } finally {
      desk.stop();
    }
    check(letters, letters / 50 * 2 + 20);
  }

  /** What the platform's own limit is does not matter to who knows it: nothing is sent in vain. */
  @Test
  void aPaceIsKept() throws Exception {
    write(400);
    DeliveryDesk desk = desk(100);
    long begun = System.nanoTime();
    desk.start();
    try {
      until(() -> unsettled() == 0);
    } finally {
      desk.stop();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isGreaterThan(Duration.ofMillis(990)); // 200 by each wire: 100 at once, 100 in a second
    check(400, 0);
  }

  @Test
  void afterTheQuotaIsUsedUpNobodyKnocksAnyMore() throws Exception {
    write(500);
    farEnd.mood = n -> n > 100 ? Mood.QUOTA : Mood.WELL;
    DeliveryDesk desk = desk(1e6);
    desk.start();
    try {
      until(() -> states().getOrDefault(LetterStatus.State.HELD, 0) >= 500 - 100);
    } finally {
      desk.stop();
    }
    assertThat(farEnd.requests()).isLessThanOrEqualTo(100 + 2 * IN_FLIGHT);
    assertThat(farEnd.shown()).isEqualTo(100);
    assertThat(states().getOrDefault(LetterStatus.State.ACCEPTED, 0)).isEqualTo(100);
  }

  private DeliveryDesk desk(double perSecond) {
    com.zaxxer.hikari.HikariDataSource pool = new com.zaxxer.hikari.HikariDataSource();
    pool.setJdbcUrl(database());
    pool.setMaximumPoolSize(16);
    return CourierProcess.open(
        pool,
        new FarEndChannel(
            farEnd.address(), new Pace(perSecond, (int) Math.min(1_000_000, perSecond))));
  }

  /** Three letters a customer, every other customer's by the wire that has a key. */
  private void write(int letters) {
    JdbcTemplate jdbc = jdbc();
    jdbc.update(
        "insert into customer.customer (id, created_at)"
            + " select n, now() from generate_series(0, ? / 3) n",
        letters);
    jdbc.update(
        "insert into customer.identity (channel, address, customer, following, heard_at)"
            + " select 'far/shop', 'p' || id, id, true, now() from customer.customer");
    jdbc.update(
        """
        insert into delivery.letter (id, customer, purpose, lane, state, message, form, because,
          not_before, worth_until, planned_at, changed_at, due_at, why)
        select 'n' || n, n / 3, 'SERVICE', 1 + n % 3, 'PLANNED', ?,
          case when (n / 3) % 2 = 0 then ? end, 'test',
          now(), now() + interval '1 day', now(), now(), now(), 'planned'
        from generate_series(0, ? - 1) n
        """,
        MessageCodec.write(cn.huitouke.channel.Message.text("words")),
        MessageCodec.write(
            new cn.huitouke.channel.Segment.Form("notice", Map.of(), java.util.Optional.empty())),
        letters);
    jdbc.execute("analyze");
  }

  private void drain() throws Exception {
    Process last = CourierProcess.launch(database(), farEnd.address());
    try {
      until(() -> unsettled() == 0);
    } finally {
      last.destroyForcibly().onExit().join();
    }
  }

  private void check(int letters, int mostDoubts) {
    Map<LetterStatus.State, Integer> states = states();
    int lost = 0;
    int falselySent = 0;
    int doubled = 0;
    for (Map<String, Object> row : jdbc().queryForList("select id, state from delivery.letter")) {
      int shown = farEnd.shown((String) row.get("id"));
      String state = (String) row.get("state");
      lost += state.equals("ACCEPTED") || state.equals("UNCERTAIN") ? 0 : 1;
      falselySent += state.equals("ACCEPTED") && shown == 0 ? 1 : 0;
      doubled += shown > 1 ? 1 : 0;
    }
    int doubts = states.getOrDefault(LetterStatus.State.UNCERTAIN, 0);
    System.err.printf(
        "%d letters, %d requests: %s; lost %d, falsely sent %d, doubled %d%n",
        letters, farEnd.requests(), states, lost, falselySent, doubled);
    assertThat(states.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(letters);
    assertThat(lost).as("lost").isZero();
    assertThat(falselySent).as("falsely sent").isZero();
    assertThat(doubled).as("doubled").isZero();
    assertThat(doubts).as("in doubt").isLessThanOrEqualTo(mostDoubts);
  }

  private int unsettled() {
    return states().entrySet().stream()
        .filter(
            entry ->
                switch (entry.getKey()) {
                  case PLANNED, HELD, CLAIMED, ATTEMPTED -> true;
                  case ACCEPTED, REFUSED, UNCERTAIN, EXPIRED, WITHDRAWN, WITHHELD -> false;
                })
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private Map<LetterStatus.State, Integer> states() {
    Map<LetterStatus.State, Integer> states = new EnumMap<>(LetterStatus.State.class);
    jdbc()
        .query(
            "select state, count(*) from delivery.letter group by 1",
            row -> {
              states.put(LetterStatus.State.valueOf(row.getString(1)), row.getInt(2));
            });
    return states;
  }

  private JdbcTemplate jdbc() {
    return new JdbcTemplate(postgres.getPostgresDatabase());
  }

  private String database() {
    return postgres.getJdbcUrl("postgres", "postgres");
  }

  private static void until(BooleanSupplier done) {
    long patience = System.nanoTime() + Duration.ofMinutes(5).toNanos();
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(patience);
      LockSupport.parkNanos(20_000_000);
    }
  }
}
