package cn.huitouke.server;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.broadcast.Broadcasts;
import cn.huitouke.broadcast.Draft;
import cn.huitouke.insight.Insight;
import cn.huitouke.schedule.Sweep;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nobody who looks at the numbers waits until a hundred thousand people have been counted. */
@Tag("deep")
class InsightAtScaleTest {

  private static final int PEOPLE = 100_000;
  private static final int FIRST = 7_000_000;

  private final ConsoleHouse house = ConsoleHouse.get();
  private final JdbcClient sql = house.database();

  private void aShopOfManyPeople() {
    sql.sql(
            "insert into customer.customer (id, created_at) select ? + n, now() from"
                + " generate_series(1, ?) n")
        .params(FIRST, PEOPLE)
        .update();
    sql.sql(
            "insert into customer.identity (channel, address, customer, following, heard_at) select"
                + " 'wechat-mp/demo', 'oScale-' || n, ? + n, true, now() from generate_series(1, ?)"
                + " n")
        .params(FIRST, PEOPLE)
        .update();
    sql.sql(
            """
            with heard as (
              insert into conversation.event (channel, event_id, peer, in_group, kind, payload, at,
                received_at)
              select 'wechat-mp/demo', 'scale-' || n, 'oScale-' || (1 + n % ?), false, 'message', '{}',
                now() - make_interval(mins => n / 20), now() - make_interval(mins => n / 20)
              from generate_series(1, 200000) n
              returning seq)
            insert into conversation.handled (at, outcome, last, seqs)
            select now(), 'scale', max(seq), array_agg(seq) from heard
            """)
        .param(PEOPLE)
        .update();
    sql.sql(
            """
            insert into orders.orders (number, source, listed, status, paid_amount, refund_amount,
              province, city, paid_at, created_at, presale, no_logistics, titles, quantity, person,
              customer, imported_at, changed_at)
            select 'scale' || n, 'taobao', true, 'FINISHED', 30, 0, '', '',
              now() - make_interval(mins => n), now() - make_interval(mins => n), false, false, '', 1,
              (select person from orders.orders where source = 'taobao' limit 1), ? + 1 + n % ?, now(),
              now()
            from generate_series(1, 50000) n
            """)
        .params(FIRST, PEOPLE)
        .update();
  }

  private long sent(int day) {
    long id = house.bean(Broadcasts.class).begin(Draft.blank().titled("十万人 " + day), "owner");
    sql.sql(
            "update broadcast.broadcast set state = 'DONE', started_at = now() - make_interval(days"
                + " => ?), expanded_at = now(), ended_at = now() where id = ?")
        .params(day, id)
        .update();
    sql.sql(
            "insert into broadcast.recipient select ?, ? + n, 'A', n % 10 = 0 from"
                + " generate_series(1, ?) n")
        .params(id, FIRST, PEOPLE)
        .update();
    sql.sql(
            """
            insert into delivery.letter (id, customer, purpose, lane, state, message, because,
              not_before, worth_until, planned_at, changed_at, wire, why)
            select 'broadcast:' || ? || ':c' || (? + n), ? + n, 'COMMUNITY', 3, 'ACCEPTED', '{}', 'test',
              now(), now(), now(), now(), 'mass', ''
            from generate_series(1, ?) n where n % 10 <> 0
            """)
        .params(id, FIRST, FIRST, PEOPLE)
        .update();
    return id;
  }

  /** Of a table of which they are a small part. */
  private void byIndex(String what, TestReporter report, String query, Object... values) {
    assertThat(explained(what, report, query, values))
        .as(what)
        .noneMatch(line -> line.contains("Seq Scan"));
  }

  private List<String> explained(String what, TestReporter report, String query, Object... values) {
    List<String> plan =
        sql.sql("explain (analyze, buffers, costs off) " + query)
            .params(List.of(values))
            .query(String.class)
            .list();
    report.publishEntry(what, String.join("\n", plan));
    return plan;
  }

  /** Other tests live in the same house. */
  @AfterEach
  void everybodyLeaves() {
    for (String leaving :
        List.of(
            "delivery.letter where customer > " + FIRST,
            "broadcast.broadcast where draft like '%十万人%'",
            "orders.orders where number like 'scale%'",
            "conversation.handled where outcome = 'scale'",
            "conversation.event where peer like 'oScale-%'",
            "customer.identity where customer > " + FIRST,
            "customer.customer where id > " + FIRST)) {
      sql.sql("delete from " + leaving).update();
    }
  }

  private static double seconds(Runnable work) {
    long begun = System.nanoTime();
    work.run();
    return (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1);
  }

  @Test
  void whatTheSweepCountedIsReadAndNotCountedAgain(TestReporter report) {
    Broadcasts broadcasts = house.bean(Broadcasts.class);
    aShopOfManyPeople();
    List<Long> ids = IntStream.range(1, 4).mapToObj(this::sent).toList();
    for (String table :
        new String[] {
          "delivery.letter",
          "broadcast.recipient",
          "customer.identity",
          "conversation.event",
          "orders.orders",
          "customer.wish"
        }) {
      sql.sql("analyze " + table).update();
    }
    byIndex(
        "the next 5000 of a broadcast",
        report,
        "select customer, side, held_out from broadcast.recipient where broadcast = ? and customer"
            + " > ? order by customer limit 5000",
        ids.getFirst(),
        FIRST + 50_000);
    explained(
        "where its letters stand",
        report,
        "select state, why, min(why_about), wire, count(*), max(worth_until) from delivery.letter"
            + " where lane = 3 and id ~>~ ? and id ~<~ ? group by state, why, wire",
        "broadcast:" + ids.getFirst() + ":",
        "broadcast:" + ids.getFirst() + ";");
    Long[] some = IntStream.range(0, 5000).mapToObj(n -> FIRST + 20_000L + n).toArray(Long[]::new);
    byIndex(
        "who they are",
        report,
        "select * from customer.identity where customer = any(?)",
        (Object) some);
    byIndex(
        "who bought",
        report,
        "select customer, count(*) from orders.orders where customer = any(?) and"
            + " coalesce(created_at, imported_at) >= now() - interval '2 days' group by customer",
        (Object) some);

    assertThat(
            sql.sql("select count(*) from broadcast.report where broadcast = any(?)")
                .param(ids.toArray(Long[]::new))
                .query(Long.class)
                .single())
        .isZero();
    double first = seconds(() -> broadcasts.report(ids.getFirst()).orElseThrow());
    report.publishEntry("counting one of 100,000 takes", first + " s");
    report.publishEntry("and its letters", seconds(() -> broadcasts.tally(ids.getFirst())) + " s");
    Instant now = house.bean(InstantSource.class).instant();
    Sweep reckoning =
        house.context().getBeansOfType(Sweep.class).values().stream()
            .filter(sweep -> sweep.name().equals("broadcast-reports"))
            .findFirst()
            .orElseThrow();
    for (int round = 0; round < 10 && counted(ids).size() < ids.size(); round++) {
      report.publishEntry("the sweep takes", seconds(() -> reckoning.run(now)) + " s");
    }
    List<Instant> counted = counted(ids);
    Insight insight = house.bean(Insight.class);
    report.publishEntry(
        "the figure takes", seconds(() -> insight.figure("broadcasts").orElseThrow()) + " s");
    ConsoleHouse.Visitor viewer = house.as("kankan");
    report.publishEntry("the whole page takes", seconds(() -> viewer.get("/insight")) + " s");
    assertThat(viewer.get("/insight?lang=en").body()).contains("十万人 1", "十万人 2", "十万人 3");
    assertThat(counted(ids)).as("nobody counted for the page").isEqualTo(counted).hasSize(3);
    assertThat(broadcasts.sent(3))
        .allSatisfy(
            one -> {
              assertThat(one.wires()).containsExactly(java.util.Map.entry("mass", 90_000L));
              assertThat(one.report().sides())
                  .extracting(side -> side.people())
                  .containsExactly(90_000, 10_000);
            });
  }

  private List<Instant> counted(List<Long> ids) {
    return sql.sql("select counted_at from broadcast.report where broadcast = any(?) order by 1")
        .param(ids.toArray(Long[]::new))
        .query((row, _) -> row.getTimestamp(1).toInstant())
        .list();
  }
}
