package cn.huitouke.care;

import cn.huitouke.customer.CustomerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Care's own tables, read for operators. */
@Service
class JdbcCareBook implements CareBook {

  private final Plans plans;
  private final NoteBook notes;
  private final CareSettings settings;
  private final JdbcClient jdbc;
  private final InstantSource clock;

  JdbcCareBook(
      Plans plans, NoteBook notes, CareSettings settings, JdbcClient jdbc, InstantSource clock) {
    this.plans = plans;
    this.notes = notes;
    this.settings = settings;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public List<PlanView> plans() {
    plans.changed();
    return plans.all().stream()
        .sorted(Comparator.comparing(Plan::on).thenComparing(Plan::after).thenComparing(Plan::id))
        .map(this::view)
        .toList();
  }

  private PlanView view(Plan plan) {
    return new PlanView(
        plan.id(),
        plan.name(),
        plan.enabled(),
        plan.on(),
        plan.after(),
        plan.at(),
        plan.day().flatMap(this::next),
        plan.say(),
        plan.purpose().name().toLowerCase(Locale.ROOT),
        plan.worth(),
        plan.priority(),
        plan.holdOut(),
        plan.cancelledBy().stream().map(Cause::word).sorted().toList(),
        plan.brief(),
        plan.question(),
        plans.standing(plan),
        plans.isChanged(plan.id()));
  }

  private Optional<LocalDate> next(CalendarDay day) {
    LocalDate today = clock.instant().atZone(settings.zone()).toLocalDate();
    return IntStream.rangeClosed(today.getYear(), today.getYear() + 2)
        .mapToObj(year -> day.in(year, settings.founded()))
        .flatMap(Optional::stream)
        .filter(date -> !date.isBefore(today))
        .findFirst();
  }

  @Override
  public List<CareDue> dueOf(CustomerId customer, int limit) {
    return jdbc.sql("SELECT * FROM care.due WHERE customer = ? ORDER BY due_at DESC LIMIT ?")
        .params(customer.value(), limit)
        .query((row, _) -> due(row))
        .list();
  }

  @Override
  public List<CareDue> upcoming(Instant until, int limit) {
    return jdbc.sql(
            "SELECT * FROM care.due WHERE state = 'PLANNED' AND due_at <= ?"
                + " ORDER BY due_at LIMIT ?")
        .params(Timestamp.from(until), limit)
        .query((row, _) -> due(row))
        .list();
  }

  @Override
  public List<DayCount> ahead(int days) {
    LocalDate today = clock.instant().atZone(settings.zone()).toLocalDate();
    Map<LocalDate, DayCount> counted = new TreeMap<>();
    for (int i = 0; i < days; i++) {
      counted.put(today.plusDays(i), new DayCount(today.plusDays(i), 0, 0));
    }
    jdbc.sql(
            """
            SELECT (due_at AT TIME ZONE :zone)::date AS day, count(*) AS n,
              count(DISTINCT customer) AS customers
            FROM care.due WHERE state = 'PLANNED' AND due_at >= :from AND due_at < :until GROUP BY 1
            """)
        .param("zone", settings.zone().getId())
        .param("from", begin(today))
        .param("until", begin(today.plusDays(days)))
        .query(
            (ResultSet row) -> {
              LocalDate day = row.getObject("day", LocalDate.class);
              counted.put(day, new DayCount(day, row.getLong("n"), row.getLong("customers")));
            });
    return List.copyOf(counted.values());
  }

  private Timestamp begin(LocalDate day) {
    return Timestamp.from(day.atStartOfDay(settings.zone()).toInstant());
  }

  @Override
  public List<CareDue> on(LocalDate day, int limit) {
    return jdbc.sql(
            "SELECT * FROM care.due WHERE state = 'PLANNED' AND due_at >= ? AND due_at < ?"
                + " ORDER BY due_at, plan, subject LIMIT ?")
        .params(begin(day), begin(day.plusDays(1)), limit)
        .query((row, _) -> due(row))
        .list();
  }

  @Override
  public List<CareDue> decided(String plan, int limit) {
    return jdbc.sql(
            "SELECT * FROM care.due WHERE plan = ? AND decided_at IS NOT NULL"
                + " ORDER BY decided_at DESC, subject LIMIT ?")
        .params(plan, limit)
        .query((row, _) -> due(row))
        .list();
  }

  /** The order that a message is about is no buying again. */
  private static final String TRIALS =
      """
      WITH measured AS (
        SELECT plan, min(since) AS since FROM care.held_out GROUP BY plan),
      first AS (
        SELECT DISTINCT ON (d.plan, d.customer) d.plan, d.customer, d.order_number, d.decided_at,
          d.state = 'HELD_OUT' AS left_out
        FROM care.due d JOIN measured m ON m.plan = d.plan AND d.decided_at >= m.since
        WHERE d.state IN ('POSTED', 'MERGED', 'YIELDED', 'HELD_OUT')
          OR d.state = 'CANCELLED' AND d.rule = 'care-superseded'
        ORDER BY d.plan, d.customer, d.decided_at),
      judged AS (
        SELECT f.plan, f.left_out, EXISTS (SELECT 1 FROM care.purchase p
            WHERE p.customer = f.customer AND p.off <> 'closed'
              AND p.number IS DISTINCT FROM f.order_number
              AND p.paid_at > f.decided_at
              AND p.paid_at <= f.decided_at + make_interval(secs => :window)) AS bought
        FROM first f WHERE f.decided_at <= :judged)
      SELECT plan, count(*) FILTER (WHERE NOT left_out) AS due,
        count(*) FILTER (WHERE NOT left_out AND bought) AS due_bought,
        count(*) FILTER (WHERE left_out) AS held_out,
        count(*) FILTER (WHERE left_out AND bought) AS held_out_bought
      FROM judged GROUP BY plan ORDER BY plan
      """;

  @Override
  public List<Trial> trials(Duration window) {
    return jdbc.sql(TRIALS)
        .param("window", (double) window.toSeconds())
        .param("judged", Timestamp.from(clock.instant().minus(window)))
        .query(
            (row, _) ->
                new Trial(
                    row.getString("plan"),
                    row.getLong("due"),
                    row.getLong("due_bought"),
                    row.getLong("held_out"),
                    row.getLong("held_out_bought")))
        .list();
  }

  @Override
  public Map<String, Map<DueState, Long>> figures(Instant since) {
    Map<String, Map<DueState, Long>> figures = new TreeMap<>();
    jdbc.sql("SELECT plan, state, count(*) AS n FROM care.due WHERE due_at >= ? GROUP BY 1, 2")
        .param(Timestamp.from(since))
        .query(
            (ResultSet row) -> {
              figures
                  .computeIfAbsent(row.getString("plan"), _ -> new EnumMap<>(DueState.class))
                  .put(DueState.valueOf(row.getString("state")), row.getLong("n"));
            });
    return figures;
  }

  @Override
  public List<HeldOut> heldOut(String plan, int limit) {
    return jdbc.sql("SELECT * FROM care.held_out WHERE plan = ? ORDER BY since DESC LIMIT ?")
        .params(plan, limit)
        .query(
            (row, _) ->
                new HeldOut(
                    row.getString("plan"),
                    new CustomerId(row.getLong("customer")),
                    row.getTimestamp("since").toInstant(),
                    row.getInt("share")))
        .list();
  }

  @Override
  public List<CareNote> notesOf(CustomerId customer, int limit) {
    return notes.notesOf(customer, limit);
  }

  @Override
  public List<CareNote> recentNotes(int limit) {
    return notes.recent(limit);
  }

  @Override
  public List<Case> casesOf(CustomerId customer, int limit) {
    return jdbc.sql("SELECT * FROM care.trouble WHERE customer = ? ORDER BY id DESC LIMIT ?")
        .params(customer.value(), limit)
        .query(
            (row, _) ->
                new Case(
                    new CustomerId(row.getLong("customer")),
                    Optional.ofNullable(row.getString("order_number")),
                    row.getTimestamp("opened_at").toInstant(),
                    PurchaseBook.instant(row, "closed_at"),
                    Optional.ofNullable(row.getString("outcome")).orElse("")))
        .list();
  }

  private static CareDue due(ResultSet row) throws SQLException {
    Due due = DueBook.due(row);
    return new CareDue(
        due.plan(),
        due.letter(),
        due.customer(),
        due.order(),
        due.thing(),
        due.guessed(),
        due.dueAt(),
        due.worthUntil(),
        DueState.valueOf(row.getString("state")),
        row.getString("rule"),
        row.getString("about"),
        PurchaseBook.instant(row, "decided_at"));
  }
}
