package cn.huitouke.care;

import cn.huitouke.customer.CustomerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
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
        plan.cancelledBy().stream().map(Cause::word).sorted().toList());
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
