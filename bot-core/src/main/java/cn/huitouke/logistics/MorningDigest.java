package cn.huitouke.logistics;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.customer.Wishes;
import cn.huitouke.delivery.Letter;
import cn.huitouke.delivery.Outbox;
import cn.huitouke.schedule.Sweep;
import cn.huitouke.tracking.ParcelState;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * One letter a customer each morning, for everything of theirs that is on its way. In hand before
 * nine or not at all: as many are handed over at each tick as their account can send until the next,
 * the most useful first, so that what has to stay behind is what matters least.
 */
@Component
class MorningDigest implements Sweep {

  private static final int PAGE = 500;

  /** From then on it is looked at each tick how far things have come. */
  private static final LocalTime LOOK_AHEAD = LocalTime.of(7, 45);

  /** What is planned to be done by then is done by nine. */
  private static final LocalTime DONE = LocalTime.of(8, 40);

  private final ParcelBook book;
  private final DigestBook digests;
  private final DigestPlan plan;
  private final DigestPace pace;
  private final DigestForecast forecast;
  private final DigestLetters letters;
  private final DigestCount count;
  private final Audience audience;
  private final Customers customers;
  private final Outbox outbox;
  private final Freshness freshness;
  private final LogisticsSettings settings;
  private final MorningHours hours;

  /** A day need not be closed twice; another node may do it once more, in vain. */
  private volatile LocalDate closed = LocalDate.EPOCH;

  private volatile Instant notBefore = Instant.MIN;

  MorningDigest(
      ParcelBook book,
      DigestBook digests,
      DigestPlan plan,
      DigestPace pace,
      DigestForecast forecast,
      DigestLetters letters,
      DigestCount count,
      Audience audience,
      Customers customers,
      Outbox outbox,
      Freshness freshness,
      LogisticsSettings settings) {
    this.book = book;
    this.digests = digests;
    this.plan = plan;
    this.pace = pace;
    this.forecast = forecast;
    this.letters = letters;
    this.count = count;
    this.audience = audience;
    this.customers = customers;
    this.outbox = outbox;
    this.freshness = freshness;
    this.settings = settings;
    this.hours = new MorningHours(settings);
  }

  @Override
  public String name() {
    return "morning-digest";
  }

  @Override
  public String cron() {
    return "0 0/5 4-9 * * ?";
  }

  @Override
  public void run(Instant now) {
    if (hours.within(MorningHours.PLAN, MorningHours.LAST, now)) {
      boolean known = plan.made(now);
      if (!plan.make(now)) {
        return;
      }
      if (!known || hours.within(LOOK_AHEAD, MorningHours.LAST, now)) {
        forecast.warn(now);
      }
      if (!now.isBefore(hours.at(MorningHours.EARLIEST, now)) && !now.isBefore(notBefore)) {
        write(now);
      }
    } else if (now.isAfter(hours.at(MorningHours.LAST, now))) {
      close(hours.day(now), now);
    }
  }

  private void close(LocalDate day, Instant now) {
    if (day.equals(closed)) {
      return;
    }
    digests.leaveOut(day);
    if (!now.isBefore(hours.at(MorningHours.COUNT, now))) {
      count.make(day, now);
      closed = day;
    }
  }

  /** Until the first account has to begin, or the plan is made anew, there is nothing to look at. */
  private void write(Instant now) {
    Map<String, Integer> open = digests.open(hours.day(now));
    Instant again = hours.at(MorningHours.PLAN_AGAIN, now);
    boolean before = now.isBefore(again);
    notBefore =
        open.entrySet().stream()
            .map(one -> sendFrom(pace.of(one.getKey()), one.getValue(), hours, now))
            .filter(at -> at.isAfter(now))
            .min(Comparator.naturalOrder())
            .filter(_ -> open.entrySet().stream().allMatch(one -> waits(one, now)))
            .or(
                () ->
                    open.isEmpty() ? Optional.of(before ? again : nextDay(now)) : Optional.empty())
            .map(at -> before && at.isAfter(again) ? again : at)
            .orElse(now);
    open.forEach((account, left) -> write(account, left, now));
  }

  private boolean waits(Map.Entry<String, Integer> account, Instant now) {
    return now.isBefore(sendFrom(pace.of(account.getKey()), account.getValue(), hours, now));
  }

  private Instant nextDay(Instant now) {
    return hours.at(MorningHours.LAST, now).plusSeconds(1);
  }

  private void write(String account, int open, Instant now) {
    DigestPace.Account able = pace.of(account);
    if (now.isBefore(sendFrom(able, open, hours, now))) {
      return;
    }
    int budget = Math.max(1, able.within(MorningHours.TICK));
    Instant patient = patientUntil(able, open, now);
    LocalDate day = hours.day(now);
    int rank = -1;
    long customer = 0;
    while (budget > 0) {
      List<DigestBook.Planned> page = digests.planned(day, rank, customer, PAGE);
      if (page.isEmpty()) {
        return;
      }
      List<DigestBook.Planned> theirs =
          page.stream().filter(one -> one.account().equals(account)).limit(budget).toList();
      budget -= write(theirs, patient, now);
      rank = page.getLast().rank();
      customer = page.getLast().customer().value();
    }
  }

  /** When the first may go: as usual, or as much earlier as so many need. */
  static Instant sendFrom(DigestPace.Account able, int open, MorningHours hours, Instant now) {
    Instant needed = hours.at(DONE, now).minus(able.of(open));
    Instant usual = hours.at(MorningHours.USUALLY, now);
    Instant earliest = hours.at(MorningHours.EARLIEST, now);
    Instant wanted = needed.isBefore(usual) ? needed : usual;
    return wanted.isBefore(earliest) ? earliest : wanted;
  }

  /** Fresher facts are waited for as long as all that are open can still go in time. */
  private Instant patientUntil(DigestPace.Account able, int open, Instant now) {
    Instant last =
        hours.at(MorningHours.LAST, now).minus(able.of(open)).minus(Duration.ofMinutes(10));
    Instant usual = hours.at(MorningHours.PATIENT_UNTIL, now);
    return last.isBefore(usual) ? last : usual;
  }

  /** How many were written. */
  private int write(List<DigestBook.Planned> planned, Instant patient, Instant now) {
    Map<Long, Parcel> parcels =
        book.findAll(planned.stream().flatMap(one -> one.parcels().stream()).toList()).stream()
            .filter(parcel -> parcel.going() && !parcel.comesBack())
            .filter(parcel -> !toldToday(parcel, now))
            .collect(Collectors.toMap(Parcel::id, Function.identity()));
    Map<Long, Map<CustomerId, String>> titles = audience.titles(parcels.keySet());
    Map<CustomerId, Wishes> wishes =
        customers.wishes(planned.stream().map(DigestBook.Planned::customer).toList());
    List<Letter> written = new ArrayList<>();
    Map<String, List<CustomerId>> settled = new HashMap<>();
    for (DigestBook.Planned one : planned) {
      List<DigestLetters.Line> lines =
          one.parcels().stream()
              .map(parcels::get)
              .filter(parcel -> parcel != null)
              .flatMap(parcel -> line(parcel, one.customer(), titles).stream())
              .toList();
      if (now.isBefore(patient) && awaited(lines, patient, now)) {
        continue;
      }
      boolean spared =
          lines.isEmpty() || wishes.getOrDefault(one.customer(), Wishes.NONE).arrivalOnly();
      settled
          .computeIfAbsent(spared ? "SPARED" : "WRITTEN", _ -> new ArrayList<>())
          .add(one.customer());
      if (!spared) {
        written.add(letters.letter(one.customer(), lines, now));
      }
    }
    outbox.post(written);
    settled.forEach((state, whom) -> digests.settled(hours.day(now), whom, state));
    return written.size();
  }

  /** Its own notice has said this morning that it is being brought: nothing is newer than that. */
  private boolean toldToday(Parcel parcel, Instant now) {
    return parcel.state() == ParcelState.OUT_FOR_DELIVERY
        && parcel.latestAt().map(hours::day).filter(hours.day(now)::equals).isPresent();
  }

  private static Optional<DigestLetters.Line> line(
      Parcel parcel, CustomerId customer, Map<Long, Map<CustomerId, String>> titles) {
    return Optional.ofNullable(titles.getOrDefault(parcel.id(), Map.of()).get(customer))
        .map(title -> new DigestLetters.Line(parcel, title));
  }

  /** Something fresher may still come. */
  private boolean awaited(List<DigestLetters.Line> lines, Instant patient, Instant now) {
    return lines.stream()
        .map(DigestLetters.Line::parcel)
        .anyMatch(
            parcel ->
                freshness.mayAsk(parcel, settings.morningFreshFor(), now)
                    || freshness.mayAskAgain(
                        parcel, settings.morningFreshFor(), now, patient.minus(MorningHours.TICK)));
  }
}
