package cn.huitouke.broadcast;

import cn.huitouke.broadcast.Broadcast.State;
import cn.huitouke.customer.CustomerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The rows of broadcasts and their recipients. Each change of state names the state it comes from. */
@Component
class BroadcastTable {

  /** A gatherer that has been silent for so long is no more. */
  private static final Duration SILENT = Duration.ofSeconds(60);

  private final JdbcClient jdbc;
  private final PastedLists lists;
  private final JsonMapper json = JsonMapper.builder().build();

  BroadcastTable(JdbcClient jdbc, PastedLists lists) {
    this.jdbc = jdbc;
    this.lists = lists;
  }

  /** One of the people. */
  record Recipient(CustomerId customer, boolean second, boolean heldOut) {}

  long insert(Draft draft, String author, Instant now) {
    return jdbc.sql(
            "insert into broadcast.broadcast (title, state, draft, author, created_at, changed_at)"
                + " values (?, 'DRAFT', ?, ?, ?, ?) returning id")
        .params(
            draft.title(), json.writeValueAsString(draft.naming("")), author, time(now), time(now))
        .query(Long.class)
        .single();
  }

  /** With its list, if it has one; others here leave it out. */
  Optional<Broadcast> find(long id, Instant now) {
    return jdbc.sql("select * from broadcast.broadcast where id = ?")
        .param(id)
        .query(
            (row, _) -> broadcast(row, now, () -> row.getBoolean("listed") ? lists.text(id) : ""))
        .optional();
  }

  List<Broadcast> page(long before, int limit, Instant now) {
    return jdbc.sql("select * from broadcast.broadcast where id < ? order by id desc limit ?")
        .params(before, limit)
        .query((row, _) -> broadcast(row, now, () -> ""))
        .list();
  }

  boolean save(long id, int revision, Draft draft, String author, Instant now) {
    return jdbc.sql(
                "update broadcast.broadcast set title = ?, draft = ?, author = ?, changed_at = ?,"
                    + " revision = revision + 1, state = 'DRAFT', gathering = null, foresight ="
                    + " null, submitted_by = null, submitted_at = null, start_at = null"
                    + " where id = ? and revision = ? and state in ('DRAFT', 'SUBMITTED')")
            .params(
                draft.title(),
                json.writeValueAsString(draft.naming("")),
                author,
                time(now),
                id,
                revision)
            .update()
        > 0;
  }

  boolean discard(long id) {
    return jdbc.sql(
                "delete from broadcast.broadcast where id = ?"
                    + " and state in ('DRAFT', 'SUBMITTED', 'APPROVED')")
            .param(id)
            .update()
        > 0;
  }

  /** From now on this gatherer's word counts, and nobody else's. */
  boolean gathers(long id, String token, Instant now) {
    return jdbc.sql(
                "update broadcast.broadcast set gathering = ?, gathering_at = ?, gathered = 0,"
                    + " foresight = null, foreseen = null where id = ? and state = 'DRAFT'")
            .params(token, time(now), id)
            .update()
        > 0;
  }

  /** Call within a transaction, with what is written beside it; false when somebody else gathers now. */
  boolean stillGathers(long id, String token, int gathered, Instant now) {
    return jdbc.sql(
                "update broadcast.broadcast set gathered = ?, gathering_at = ?"
                    + " where id = ? and gathering = ?")
            .params(gathered, time(now), id, token)
            .update()
        > 0;
  }

  void forgetRecipients(long id) {
    jdbc.sql("delete from broadcast.recipient where broadcast = ?").param(id).update();
  }

  int keep(long id, List<Recipient> some) {
    return jdbc.sql(
            "insert into broadcast.recipient (broadcast, customer, side, held_out)"
                + " select ?, customer, side, held_out"
                + " from unnest(?::bigint[], ?::text[], ?::boolean[])"
                + " as one (customer, side, held_out) on conflict do nothing")
        .params(
            id,
            some.stream().map(one -> one.customer().value()).toArray(Long[]::new),
            some.stream().map(one -> one.second() ? "B" : "A").toArray(String[]::new),
            some.stream().map(Recipient::heldOut).toArray(Boolean[]::new))
        .update();
  }

  /** Too few to measure anything. */
  void leaveNobodyOut(long id) {
    jdbc.sql("update broadcast.recipient set held_out = false where broadcast = ? and held_out")
        .param(id)
        .update();
  }

  boolean foreseen(long id, String token, int revision, Foresight foresight) {
    return jdbc.sql(
                "update broadcast.broadcast set foresight = ?, foreseen = ?, gathering = null"
                    + " where id = ? and gathering = ? and revision = ?")
            .params(json.writeValueAsString(foresight), revision, id, token, revision)
            .update()
        > 0;
  }

  /** It broke off. */
  void gathersNoMore(long id, String token) {
    jdbc.sql("update broadcast.broadcast set gathering = null where id = ? and gathering = ?")
        .params(id, token)
        .update();
  }

  List<Recipient> recipients(long id, long after, int limit) {
    return jdbc.sql(
            "select customer, side, held_out from broadcast.recipient"
                + " where broadcast = ? and customer > ? order by customer limit ?")
        .params(id, after, limit)
        .query(
            (row, _) ->
                new Recipient(
                    new CustomerId(row.getLong(1)),
                    row.getString(2).equals("B"),
                    row.getBoolean(3)))
        .list();
  }

  boolean submit(long id, int revision, Optional<Instant> startAt, String operator, Instant now) {
    return jdbc.sql(
                "update broadcast.broadcast set state = 'SUBMITTED', submitted_by = ?,"
                    + " submitted_at = ?, start_at = ?"
                    + " where id = ? and revision = ? and foreseen = ? and state = 'DRAFT'")
            .param(1, operator)
            .param(2, time(now))
            .param(3, startAt.map(BroadcastTable::time).orElse(null), Types.TIMESTAMP_WITH_TIMEZONE)
            .param(4, id)
            .param(5, revision)
            .param(6, revision)
            .update()
        > 0;
  }

  boolean reopen(long id) {
    return jdbc.sql(
                "update broadcast.broadcast set state = 'DRAFT', submitted_by = null,"
                    + " submitted_at = null, approved_by = null, approved_at = null,"
                    + " start_at = null where id = ? and state in ('SUBMITTED', 'APPROVED')")
            .param(id)
            .update()
        > 0;
  }

  boolean approve(long id, int revision, String operator, boolean alone, Instant now) {
    return jdbc.sql(
                "update broadcast.broadcast set state = 'APPROVED', approved_by = ?,"
                    + " approved_at = ? where id = ? and revision = ? and state = 'SUBMITTED'"
                    + " and (? or submitted_by <> ?)")
            .params(operator, time(now), id, revision, alone, operator)
            .update()
        > 0;
  }

  boolean startAt(long id, Instant at) {
    return jdbc.sql(
                "update broadcast.broadcast set start_at = ? where id = ? and state = 'APPROVED'")
            .params(time(at), id)
            .update()
        > 0;
  }

  /** Starts what is due; names it. */
  List<Long> startDue(Instant now) {
    return jdbc.sql(
            "update broadcast.broadcast set state = 'RUNNING', started_at = ?"
                + " where state = 'APPROVED' and (start_at is null or start_at <= ?) returning id")
        .params(time(now), time(now))
        .query(Long.class)
        .list();
  }

  /** What has started and not ended. */
  List<Broadcast> underWay(Instant now) {
    return jdbc.sql(
            "select * from broadcast.broadcast where state in ('RUNNING', 'PAUSED') order by id")
        .query((row, _) -> broadcast(row, now, () -> ""))
        .list();
  }

  /** The latest that have started. */
  List<Broadcast> started(int limit, Instant now) {
    return jdbc.sql(
            "select * from broadcast.broadcast where started_at is not null order by id desc limit"
                + " ?")
        .param(limit)
        .query((row, _) -> broadcast(row, now, () -> ""))
        .list();
  }

  /** The latest that have started and are not counted for good. */
  List<Broadcast> uncounted(int limit, Instant now) {
    return jdbc.sql(
            "select * from broadcast.broadcast b where started_at is not null and not exists"
                + " (select 1 from broadcast.report r where r.broadcast = b.id and r.complete)"
                + " order by id desc limit ?")
        .param(limit)
        .query((row, _) -> broadcast(row, now, () -> ""))
        .list();
  }

  boolean moreThan(long id, int recipients) {
    return jdbc.sql(
            "select exists (select 1 from broadcast.recipient where broadcast = ? offset ?)")
        .params(id, recipients)
        .query(Boolean.class)
        .single();
  }

  boolean anyUnderWay() {
    return jdbc.sql(
            "select exists (select 1 from broadcast.broadcast"
                + " where state in ('APPROVED', 'RUNNING', 'PAUSED'))")
        .query(Boolean.class)
        .single();
  }

  /** Call within a transaction: until its end nobody cancels it. */
  boolean mayExpand(long id) {
    return jdbc.sql(
            "select exists (select 1 from broadcast.broadcast where id = ?"
                + " and state in ('RUNNING', 'PAUSED') and expanded_at is null for share)")
        .param(id)
        .query(Boolean.class)
        .single();
  }

  void expanded(long id, Instant now) {
    jdbc.sql(
            "update broadcast.broadcast set expanded_at = ? where id = ? and expanded_at is null"
                + " and state in ('RUNNING', 'PAUSED')")
        .params(time(now), id)
        .update();
  }

  boolean move(long id, State from, State to) {
    return jdbc.sql("update broadcast.broadcast set state = ? where id = ? and state = ?")
            .params(to.name(), id, from.name())
            .update()
        > 0;
  }

  boolean end(long id, Collection<State> from, State to, String by, Instant now) {
    return jdbc.sql(
                "update broadcast.broadcast set state = ?, ended_at = ?, ended_by = ?"
                    + " where id = ? and state = any(?)")
            .params(
                to.name(), time(now), by, id, from.stream().map(Enum::name).toArray(String[]::new))
            .update()
        > 0;
  }

  List<CustomerId> testers() {
    return jdbc
        .sql("select customer from broadcast.tester order by at, customer")
        .query(Long.class)
        .list()
        .stream()
        .map(CustomerId::new)
        .toList();
  }

  void tester(CustomerId customer, boolean is, String operator, Instant now) {
    if (is) {
      jdbc.sql("insert into broadcast.tester values (?, ?, ?) on conflict do nothing")
          .params(customer.value(), operator, time(now))
          .update();
    } else {
      jdbc.sql("delete from broadcast.tester where customer = ?").param(customer.value()).update();
    }
  }

  /** Reads from a row. */
  private interface Reading {
    String text() throws SQLException;
  }

  private Broadcast broadcast(ResultSet row, Instant now, Reading list) throws SQLException {
    int revision = row.getInt("revision");
    String foresight = row.getInt("foreseen") == revision ? row.getString("foresight") : null;
    Optional<Instant> heard = instant(row, "gathering_at");
    return new Broadcast(
        row.getLong("id"),
        State.valueOf(row.getString("state")),
        revision,
        json.readValue(row.getString("draft"), Draft.class).naming(list.text()),
        row.getString("author"),
        instant(row, "changed_at").orElseThrow(),
        row.getString("gathering") != null
            && heard.filter(at -> at.plus(SILENT).isAfter(now)).isPresent(),
        row.getInt("gathered"),
        Optional.ofNullable(foresight).map(text -> json.readValue(text, Foresight.class)),
        Optional.ofNullable(row.getString("submitted_by")),
        Optional.ofNullable(row.getString("approved_by")),
        instant(row, "start_at"),
        instant(row, "started_at"),
        instant(row, "expanded_at"),
        instant(row, "ended_at"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    @Nullable OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return Optional.ofNullable(at).map(OffsetDateTime::toInstant);
  }

  static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
