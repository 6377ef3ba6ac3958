package cn.huitouke.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Purpose;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.TestCustomers;
import cn.huitouke.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * What the courier does all day reads as many pages of a table with a hundred times the rows: by index,
 * never all of it. Counted by the database, so that a slow machine changes nothing.
 */
class GrowthTest {

  private static final Instant NOW = Instant.parse("2026-11-25T04:00:00Z");
  private static final int TIMES = 10;

  @Test
  void eightTimesTheLettersAreNoMorePages() {
    gate(5_000, 40_000);
  }

  @Test
  @Tag("deep")
  void norTwoHundredTimes() {
    gate(5_000, 1_000_000);
  }

  private static void gate(int few, int many) {
    Map<String, Long> small = pages(few);
    Map<String, Long> large = pages(many);
    System.err.println("pages a time, " + few + " letters:  " + small);
    System.err.println("pages a time, " + many + " letters: " + large);
    large.forEach(
        (what, pages) ->
            // an index grows a level now and then; a table read whole grows by its rows
            assertThat(pages).as(what).isLessThanOrEqualTo(small.get(what) * 3 / 2 + 400));
  }

  private static Map<String, Long> pages(int letters) {
    DataSource database = TestDatabase.fresh();
    fill(database, letters);
    SingleConnectionDataSource line = oneLine(database);
    LetterTable table = new LetterTable(line);
    LimitsTable limits = new LimitsTable(table.jdbc(), DeliverySettings.usual().limits());
    FactFinder facts =
        new FactFinder(
            TestDelivery.only(new TestPlatform().line()),
            TestCustomers.stored(database, () -> NOW),
            table.jdbc(),
            limits);
    Ledger ledger = new Ledger(table.jdbc(), new Reasons());
    Map<String, Runnable> work = new LinkedHashMap<>();
    work.put(
        "claim 100",
        () -> table.claim(Lane.CARE, NOW, 100, 7).forEach(slip -> table.putBack(slip, NOW)));
    work.put("look whether anything is due", () -> table.nextDue());
    work.put("find what is no longer worth sending", () -> table.expire(NOW));
    work.put("wake who spoke", () -> table.wake(List.of(17L, 18L), NOW, NOW));
    work.put("recall a customer's", () -> table.recall(new CustomerId(17), NOW));
    work.put(
        "facts about 100",
        () -> facts.of(LongStream.range(100, 200).mapToObj(GrowthTest::letter).toList(), NOW));
    work.put("a letter's status", () -> ledger.status(new OutboundId("n171")));
    work.put("a letter's life", () -> ledger.life(new OutboundId("n171")));
    work.put("a customer's letters", () -> ledger.lettersOf(new CustomerId(17), 50));
    work.put("the newest", () -> ledger.recent(50));
    work.put("what is in hand", () -> table.ownedBy(7));
    work.put("what is in doubt", () -> table.uncertainSince(NOW.minusSeconds(60)));
    work.put(
        "a receipt", () -> table.report("test/shop", "msg-171", true, Why.of("delivered"), NOW));
    Map<String, Long> pages = new LinkedHashMap<>();
    try {
      work.forEach(
          (what, once) -> {
            long before = touched(line, database);
            for (int i = 0; i < TIMES; i++) {
              once.run();
            }
            pages.put(what, (touched(line, database) - before) / TIMES);
          });
    } finally {
      line.destroy();
    }
    return pages;
  }

  private static SingleConnectionDataSource oneLine(DataSource database) {
    try {
      return new SingleConnectionDataSource(database.getConnection(), true);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Pages of delivery's tables and indexes read so far, as the database counts. */
  private static long touched(DataSource line, DataSource other) {
    new JdbcTemplate(line).execute("select pg_stat_force_next_flush()");
    Long pages =
        new JdbcTemplate(other)
            .queryForObject(
                "select sum(heap_blks_hit + heap_blks_read + coalesce(idx_blks_hit, 0)"
                    + " + coalesce(idx_blks_read, 0)) from pg_statio_user_tables"
                    + " where schemaname = 'delivery'",
                Long.class);
    return pages == null ? 0 : pages;
  }

  /** Ten letters a customer; a tenth are still to be sent, most of them next month. */
  private static void fill(DataSource database, int letters) {
    JdbcTemplate jdbc = new JdbcTemplate(database);
    jdbc.update(
        "insert into customer.customer (id, created_at)"
            + " select n, now() from generate_series(0, ? / 10) n",
        letters);
    jdbc.update(
        "insert into customer.identity (channel, address, customer, following, heard_at)"
            + " select 'test/shop', 'c' || id, id, true, now() from customer.customer");
    jdbc.update(
        "insert into delivery.contact (channel, address, customer, last_message_at)"
            + " select 'test/shop', 'pc' || id, id, now() from customer.customer");
    jdbc.update(
        """
        insert into delivery.letter (id, customer, purpose, lane, state, message, because, not_before,
          worth_until, planned_at, changed_at, due_at, attempted_at, channel, peer, wire,
          platform_message_id, why)
        select 'n' || n, n / 10, case n % 3 when 0 then 'CARE' else 'SERVICE' end,
          case n % 3 when 0 then 2 else 1 end,
          case n % 10 when 0 then 'PLANNED' else 'ACCEPTED' end, ?, 'test', ?, ?, ?, ?,
          case when n % 10 = 0 and n <= 3000 then ?::timestamptz
            when n % 10 = 0 then ?::timestamptz + interval '30 days' end,
          case when n % 10 > 0 then ?::timestamptz - n % 400 * interval '1 day' end,
          'test/shop', 'pc' || n / 10, case when n % 10 > 0 then 'customer-service' end,
          case when n % 10 > 0 then 'msg-' || n end, 'planned'
        from generate_series(1, ?) n
        """,
        MessageCodec.write(Message.text("words")),
        LetterTable.time(NOW),
        LetterTable.time(NOW.plus(Duration.ofDays(60))),
        LetterTable.time(NOW),
        LetterTable.time(NOW),
        LetterTable.time(NOW),
        LetterTable.time(NOW),
        LetterTable.time(NOW),
        letters);
    jdbc.execute("vacuum analyze");
  }

  private static Letter letter(long customer) {
    return new Letter(
        new OutboundId("x" + customer),
        new CustomerId(customer),
        Purpose.CARE,
        Lane.CARE,
        Message.text("x"),
        Optional.empty(),
        Optional.of(
            new Letter.AnswerTo(
                Peer.person(new ChannelId("test", "shop"), "c" + customer),
                new cn.huitouke.channel.EventId("e"))),
        NOW,
        NOW.plus(Duration.ofDays(1)),
        "test");
  }
}
