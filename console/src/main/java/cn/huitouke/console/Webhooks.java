package cn.huitouke.console;

import cn.huitouke.customer.CustomerErased;
import cn.huitouke.store.Vault;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Who wants to hear of what, what happened, and what of it has been told to whom. */
@Component
class Webhooks {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ABOUT = "console.webhook";
  private static final int SECRET_BYTES = 30;

  /** One try is over by then, whatever became of it. */
  private static final Duration LEASE = Duration.ofMinutes(2);

  static final Duration KEPT = Duration.ofDays(30);

  /** As a condition: whether anybody would hear of anything, or could ask. */
  static final String ANY_WANTED =
      "exists (select 1 from console.webhook where ended_at is null)"
          + " or exists (select 1 from console.token"
          + " where revoked_at is null and 'events:read' = any(scopes))";

  private final JdbcClient database;
  private final TransactionTemplate transaction;
  private final Vault vault;
  private final ApplicationEventPublisher events;
  private final InstantSource clock;

  Webhooks(
      JdbcClient database,
      TransactionTemplate transaction,
      Vault vault,
      ApplicationEventPublisher events,
      InstantSource clock) {
    this.events = events;
    this.database = database;
    this.transaction = transaction;
    this.vault = vault;
    this.clock = clock;
  }

  /** Something is there to be told. */
  record Due() {}

  /** One that is told. */
  record Hook(
      long id, String url, Set<EventType> events, Instant madeAt, String madeBy, long dead) {}

  /**
   * Something that happened.
   *
   * @param id its name for ever: told twice, it is the same
   * @param customer whom it is about; null: nobody
   */
  record Event(
      String id, EventType type, String subject, Map<String, ?> data, @Nullable Long customer) {}

  /** An event as it is kept. {@code data} is JSON. */
  record Kept(long seq, String id, String type, String subject, String data, Instant at) {}

  /** One try that is due. */
  record Try(long delivery, String url, String secret, int attempts, Kept event) {}

  /** One that was given up, or is still tried. */
  record Letter(
      long id,
      String url,
      String event,
      String state,
      int attempts,
      int status,
      String error,
      Instant at) {}

  /** The secret, shown this once. */
  String add(String url, Set<EventType> events, String by) {
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    String secret = "whsec_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    database
        .sql(
            "insert into console.webhook (url, secret, events, made_at, made_by)"
                + " values (?, ?, ?, ?, ?)")
        .params(
            url,
            vault.seal(secret, ABOUT),
            events.stream().map(EventType::word).toArray(String[]::new),
            Timestamp.from(clock.instant()),
            by)
        .update();
    return secret;
  }

  /** From now on nothing goes there; what was waiting is dropped. */
  boolean end(long id) {
    return Boolean.TRUE.equals(
        transaction.execute(
            _ -> {
              database
                  .sql("delete from console.webhook_delivery where webhook = ?")
                  .param(id)
                  .update();
              return database
                      .sql(
                          "update console.webhook set ended_at = ? where id = ? and ended_at is"
                              + " null")
                      .params(Timestamp.from(clock.instant()), id)
                      .update()
                  == 1;
            }));
  }

  List<Hook> all() {
    return database
        .sql(
            "select *, (select count(*) from console.webhook_delivery d where d.webhook = w.id"
                + " and d.state = 'DEAD') as dead from console.webhook w where ended_at is null"
                + " order by id")
        .query(
            (row, _) ->
                new Hook(
                    row.getLong("id"),
                    row.getString("url"),
                    Arrays.stream((String[]) row.getArray("events").getArray())
                        .flatMap(word -> EventType.of(word).stream())
                        .collect(Collectors.toUnmodifiableSet()),
                    instant(row, "made_at"),
                    row.getString("made_by"),
                    row.getLong("dead")))
        .list();
  }

  /** Whether anybody would hear of anything, or could ask. */
  boolean anyWanted() {
    return database.sql("select " + ANY_WANTED).query(Boolean.class).single();
  }

  /** Whether anybody would hear of it, or could ask. */
  boolean wanted(EventType type) {
    return database
        .sql(
            "select exists (select 1 from console.webhook where ended_at is null"
                + " and ? = any(events)) or exists (select 1 from console.token"
                + " where revoked_at is null and 'events:read' = any(scopes))")
        .param(type.word())
        .query(Boolean.class)
        .single();
  }

  /** Keeps what happened, and for whom it is to be told. What is known already changes nothing. */
  int happened(Collection<Event> happened) {
    if (happened.isEmpty()) {
      return 0;
    }
    String rows = JSON.writeValueAsString(happened.stream().map(Webhooks::row).toList());
    int deliveries =
        database
            .sql(
                """
                with fresh as (
                  insert into console.webhook_event (id, type, subject, data, customer, at)
                  select id, type, subject, data, customer, :now from jsonb_to_recordset(:rows::jsonb)
                    as r (id text, type text, subject text, data text, customer bigint)
                  on conflict do nothing returning id, type)
                insert into console.webhook_delivery (webhook, event, due_at, changed_at)
                select w.id, fresh.id, :now, :now from fresh join console.webhook w
                  on w.ended_at is null and fresh.type = any(w.events)
                """)
            .param("rows", rows)
            .param("now", Timestamp.from(clock.instant()))
            .update();
    if (deliveries > 0) {
      events.publishEvent(new Due());
    }
    return deliveries;
  }

  private static Map<String, @Nullable Object> row(Event event) {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("id", event.id());
    row.put("type", event.type().word());
    row.put("subject", event.subject());
    row.put("data", JSON.writeValueAsString(event.data()));
    row.put("customer", event.customer());
    return row;
  }

  /** Something to hear for one of them only, whatever it wants to hear of. */
  void ping(long hook, Event event) {
    transaction.executeWithoutResult(
        _ -> {
          happened(List.of(event));
          Timestamp now = Timestamp.from(clock.instant());
          database
              .sql(
                  "insert into console.webhook_delivery (webhook, event, due_at, changed_at) select"
                      + " id, ?, ?, ? from console.webhook where id = ? and ended_at is null")
              .params(event.id(), now, now, hook)
              .update();
          events.publishEvent(new Due());
        });
  }

  /** Takes what is due in hand; nobody else does meanwhile. */
  List<Try> take(int most) {
    Instant now = clock.instant();
    List<Try> tries = new ArrayList<>();
    database
        .sql(
            """
            with taken as (
              update console.webhook_delivery set attempts = attempts + 1, due_at = :lease,
                changed_at = :now
              where id in (select id from console.webhook_delivery
                where state = 'PENDING' and due_at <= :now order by due_at limit :most
                for update skip locked)
              returning id, webhook, event, attempts)
            select taken.id as delivery, attempts, w.url, w.secret, e.*
            from taken join console.webhook w on w.id = taken.webhook
              join console.webhook_event e on e.id = taken.event
            order by e.seq
            """)
        .param("lease", Timestamp.from(now.plus(LEASE)))
        .param("now", Timestamp.from(now))
        .param("most", most)
        .query(
            (ResultSet row) -> {
              tries.add(
                  new Try(
                      row.getLong("delivery"),
                      row.getString("url"),
                      vault.open(row.getBytes("secret"), ABOUT),
                      row.getInt("attempts"),
                      kept(row)));
            });
    return tries;
  }

  void done(long delivery, int status) {
    settle(delivery, "DONE", clock.instant(), status, "");
  }

  void again(long delivery, Instant at, int status, String error) {
    settle(delivery, "PENDING", at, status, error);
  }

  void dead(long delivery, int status, String error) {
    settle(delivery, "DEAD", clock.instant(), status, error);
  }

  private void settle(long delivery, String state, Instant due, int status, String error) {
    database
        .sql(
            "update console.webhook_delivery set state = ?, due_at = ?, status = ?, error = ?,"
                + " changed_at = ? where id = ?")
        .params(
            state, Timestamp.from(due), status, error, Timestamp.from(clock.instant()), delivery)
        .update();
  }

  /** What was given up, or has failed so far, the newest first. */
  List<Letter> troubled(int limit) {
    return database
        .sql(
            "select d.*, w.url from console.webhook_delivery d join console.webhook w"
                + " on w.id = d.webhook where state = 'DEAD' or state = 'PENDING' and attempts > 0"
                + " order by d.id desc limit ?")
        .param(limit)
        .query(
            (row, _) ->
                new Letter(
                    row.getLong("id"),
                    row.getString("url"),
                    row.getString("event"),
                    row.getString("state"),
                    row.getInt("attempts"),
                    row.getInt("status"),
                    row.getString("error"),
                    instant(row, "changed_at")))
        .list();
  }

  /** From the beginning; all that were given up where no one is named. */
  int resend(Optional<Long> delivery) {
    Timestamp now = Timestamp.from(clock.instant());
    return database
        .sql(
            "update console.webhook_delivery set state = 'PENDING', attempts = 0, due_at = ?,"
                + " changed_at = ? where state <> 'DONE' and (id = ? or ? and state = 'DEAD')")
        .params(now, now, delivery.orElse(0L), delivery.isEmpty())
        .update();
  }

  /** What happened, the newest first. */
  List<Kept> events(long before, int limit) {
    return database
        .sql("select * from console.webhook_event where seq < ? order by seq desc limit ?")
        .params(before, limit)
        .query((row, _) -> kept(row))
        .list();
  }

  /** A month later nobody asks; what was given up stays as long as the rest. */
  void forget() {
    database
        .sql("delete from console.webhook_event where at < ?")
        .param(Timestamp.from(clock.instant().minus(KEPT)))
        .update();
  }

  @EventListener
  void hear(CustomerErased erased) {
    database
        .sql("delete from console.webhook_event where customer = ?")
        .param(erased.customer().value())
        .update();
  }

  private static Kept kept(ResultSet row) throws SQLException {
    return new Kept(
        row.getLong("seq"),
        row.getString("id"),
        row.getString("type"),
        row.getString("subject"),
        row.getString("data"),
        instant(row, "at"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
