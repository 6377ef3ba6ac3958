package cn.huitouke.insight;

import cn.huitouke.broadcast.Broadcasts;
import cn.huitouke.care.CareBook;
import cn.huitouke.care.CareBook.PlanView;
import cn.huitouke.care.CareBook.Trial;
import cn.huitouke.customer.Departures;
import cn.huitouke.delivery.Figures;
import cn.huitouke.delivery.Figures.WireWeek;
import cn.huitouke.insight.Insight.Column;
import cn.huitouke.logistics.DigestReport;
import cn.huitouke.logistics.DigestReports;
import cn.huitouke.order.Repurchases;
import cn.huitouke.order.Repurchases.Cohort;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;

/** Asks everybody for their numbers and puts them side by side. */
@Service
class CountedInsight implements Insight {

  private static final int MONTHS = 12;
  private static final int DAYS = 60;
  private static final Duration WEEKS = Duration.ofDays(12 * 7);

  /** Who buys within so long after care was due has come back. */
  private static final Duration COMES_BACK = Duration.ofDays(30);

  private static final Duration KEPT = Duration.ofSeconds(10);

  /** What takes long to count is counted seldom: it is kept so many times as long. */
  private static final long TIMES_AS_LONG = 20;

  private final Repurchases repurchases;
  private final CareBook care;
  private final DigestReports digests;
  private final Figures letters;
  private final Departures departures;
  private final ReplyTimes replies;
  private final InstantSource clock;
  private final ZoneId zone;
  private final SequencedMap<String, Supplier<Figure>> figures = new LinkedHashMap<>();
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  /** A figure that was counted a moment ago, and until when it is good, by {@link System#nanoTime()}. */
  private record Kept(Figure figure, long until) {}

  CountedInsight(
      Repurchases repurchases,
      CareBook care,
      DigestReports digests,
      Figures letters,
      Departures departures,
      ReplyTimes replies,
      Broadcasts broadcasts,
      InstantSource clock,
      @Value("${huitouke.shop.zone:Asia/Shanghai}") ZoneId zone) {
    this.repurchases = repurchases;
    this.care = care;
    this.digests = digests;
    this.letters = letters;
    this.departures = departures;
    this.replies = replies;
    this.clock = clock;
    this.zone = zone;
    figures.put("repurchase", this::repurchase);
    figures.put("uplift", this::uplift);
    figures.put("digest", this::digest);
    figures.put("replies", this::replies);
    figures.put("wires", this::wires);
    figures.put("broadcasts", new SentBroadcasts(broadcasts, zone)::figure);
    figures.put("leaving", this::leaving);
  }

  @Override
  public List<String> names() {
    return List.copyOf(figures.sequencedKeySet());
  }

  @Override
  public Optional<Figure> figure(String name) {
    return Optional.ofNullable(figures.get(name))
        .map(count -> kept.compute(name, (_, last) -> latest(count, last)).figure());
  }

  private static Kept latest(Supplier<Figure> count, @Nullable Kept last) {
    long begun = System.nanoTime();
    if (last != null && last.until() - begun > 0) {
      return last;
    }
    Figure figure = count.get();
    long took = System.nanoTime() - begun;
    return new Kept(figure, begun + Math.max(KEPT.toNanos(), TIMES_AS_LONG * took));
  }

  private Figure repurchase() {
    YearMonth now = YearMonth.from(clock.instant().atZone(zone));
    Map<YearMonth, Map<Integer, Long>> cohorts = new TreeMap<>();
    for (Cohort one : repurchases.cohorts(zone, now.minusMonths(MONTHS - 1))) {
      cohorts
          .computeIfAbsent(one.first(), _ -> new TreeMap<>())
          .put(one.monthsLater(), one.buyers());
    }
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("first", Kind.DATE));
    columns.add(Column.of("buyers", Kind.COUNT));
    for (int later = 1; later < MONTHS; later++) {
      columns.add(new Column("later", Kind.SHARE_LATER, Integer.toString(later)));
    }
    List<List<Object>> rows = new ArrayList<>();
    cohorts.forEach(
        (first, later) -> {
          long all = later.getOrDefault(0, 0L);
          List<Object> row = new ArrayList<>(List.of(first.toString(), all));
          for (int month = 1; month < MONTHS; month++) {
            boolean past = ChronoUnit.MONTHS.between(first, now) >= month;
            row.add(past ? (Object) share(later.getOrDefault(month, 0L), all) : "");
          }
          rows.add(row);
        });
    return new Figure("repurchase", columns, rows);
  }

  private Figure uplift() {
    Map<String, String> names =
        care.plans().stream().collect(Collectors.toMap(PlanView::id, PlanView::name));
    return new Figure(
        "uplift",
        List.of(
            Column.of("plan", Kind.TEXT),
            Column.of("due", Kind.COUNT),
            Column.of("dueBought", Kind.COUNT),
            Column.of("dueShare", Kind.SHARE),
            Column.of("heldOut", Kind.COUNT),
            Column.of("heldOutBought", Kind.COUNT),
            Column.of("heldOutShare", Kind.SHARE),
            Column.of("difference", Kind.SHARE),
            Column.of("low", Kind.SHARE),
            Column.of("high", Kind.SHARE),
            Column.of("verdict", Kind.VERDICT)),
        care.trials(COMES_BACK).stream()
            .map(trial -> row(trial, names.getOrDefault(trial.plan(), trial.plan())))
            .toList());
  }

  private static List<Object> row(Trial trial, String name) {
    Uplift uplift =
        Uplift.of(trial.dueBought(), trial.due(), trial.heldOutBought(), trial.heldOut());
    return List.of(
        name,
        trial.due(),
        trial.dueBought(),
        share(trial.dueBought(), trial.due()),
        trial.heldOut(),
        trial.heldOutBought(),
        share(trial.heldOutBought(), trial.heldOut()),
        uplift.difference(),
        uplift.low(),
        uplift.high(),
        uplift.verdict().name());
  }

  private Figure digest() {
    return new Figure(
        "digest",
        List.of(
            Column.of("day", Kind.DATE),
            Column.of("planned", Kind.COUNT),
            Column.of("inTime", Kind.COUNT),
            Column.of("late", Kind.COUNT),
            Column.of("missed", Kind.COUNT),
            Column.of("spared", Kind.COUNT),
            Column.of("punctual", Kind.SHARE)),
        digests.latest(DAYS).reversed().stream().map(CountedInsight::row).toList());
  }

  /** Who wanted none, or had heard it all, speaks neither for nor against us. */
  private static List<Object> row(DigestReport report) {
    long missed =
        report.leftOut() + report.missed().stream().mapToLong(DigestReport.Missed::customers).sum();
    return List.of(
        report.day().toString(),
        (long) report.planned(),
        (long) report.accepted(),
        (long) report.late(),
        missed,
        (long) report.spared(),
        share(report.accepted(), report.accepted() + report.late() + missed));
  }

  private Figure replies() {
    return new Figure(
        "replies",
        List.of(
            Column.of("week", Kind.DATE),
            Column.of("who", Kind.WHO),
            Column.of("answers", Kind.COUNT),
            Column.of("half", Kind.SECONDS),
            Column.of("most", Kind.SECONDS)),
        replies.weeks(zone, since()).stream()
            .map(
                week ->
                    List.<Object>of(
                        week.monday().toString(),
                        week.byHand() ? "person" : "bot",
                        week.answers(),
                        week.half(),
                        week.most()))
            .toList());
  }

  private Instant since() {
    return clock.instant().minus(WEEKS);
  }

  private Figure wires() {
    return new Figure(
        "wires",
        List.of(
            Column.of("week", Kind.DATE),
            Column.of("wire", Kind.WIRE),
            Column.of("accepted", Kind.COUNT),
            Column.of("refused", Kind.COUNT),
            Column.of("uncertain", Kind.COUNT),
            Column.of("arrived", Kind.SHARE)),
        letters.byWire(zone, since()).stream()
            .map(
                one ->
                    List.<Object>of(
                        one.monday().toString(),
                        one.wire(),
                        one.accepted(),
                        one.refused(),
                        one.uncertain(),
                        share(one.accepted(), one.accepted() + one.refused() + one.uncertain())))
            .toList());
  }

  private Figure leaving() {
    Map<LocalDate, Departures.Week> weeks =
        departures.weeks(zone, since()).stream()
            .collect(Collectors.toMap(Departures.Week::monday, week -> week));
    Map<LocalDate, Long> blocked =
        letters.byWire(zone, since()).stream()
            .collect(
                Collectors.groupingBy(WireWeek::monday, Collectors.summingLong(WireWeek::blocked)));
    blocked.values().removeIf(count -> count == 0);
    return new Figure(
        "leaving",
        List.of(
            Column.of("week", Kind.DATE),
            Column.of("fewer", Kind.COUNT),
            Column.of("left", Kind.COUNT),
            Column.of("blocked", Kind.COUNT)),
        Stream.concat(weeks.keySet().stream(), blocked.keySet().stream())
            .distinct()
            .sorted()
            .map(
                monday -> {
                  var week = weeks.getOrDefault(monday, new Departures.Week(monday, 0, 0));
                  return List.<Object>of(
                      monday.toString(),
                      week.fewer(),
                      week.left(),
                      blocked.getOrDefault(monday, 0L));
                })
            .toList());
  }

  static double share(long part, long all) {
    return all == 0 ? 0 : (double) part / all;
  }
}
