package cn.huitouke.logistics;

import cn.huitouke.channel.Message;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Purpose;
import cn.huitouke.channel.Segment;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.customer.Wishes;
import cn.huitouke.delivery.Lane;
import cn.huitouke.delivery.Letter;
import cn.huitouke.delivery.Outbox;
import cn.huitouke.schedule.Sweep;
import cn.huitouke.wording.Wording;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Tells customers what is news of their parcels. As a sweep it tells what a crash left untold. */
@Component
class Notices implements Sweep {

  private static final LocalTime EVENING = LocalTime.of(21, 30);

  /** An hour behind the morning's digest, which said that it would come. */
  private static final LocalTime AFTER_DIGEST = LocalTime.of(9, 15);

  /** Until then the morning's digest tells of everything. */
  private static final LocalTime NINE = LocalTime.of(9, 0);

  /** So long somebody who asked still has the chat open. */
  private static final Duration WAITS = Duration.ofMinutes(15);

  private final ParcelBook book;
  private final ToldBook told;
  private final Audience audience;
  private final Customers customers;
  private final ParcelWords words;
  private final Wording wording;
  private final LateCompensation compensation;
  private final Outbox outbox;
  private final InstantSource clock;
  private final DigestBook digests;
  private final SpokenTime spoken;
  private final Set<Hearing> hearing = ConcurrentHashMap.newKeySet();

  /** Somebody who is just being told of a parcel. */
  private record Hearing(CustomerId customer, long parcel) {}

  Notices(
      ParcelBook book,
      ToldBook told,
      Audience audience,
      Customers customers,
      ParcelWords words,
      Wording wording,
      LateCompensation compensation,
      Outbox outbox,
      DigestBook digests,
      LogisticsSettings settings,
      InstantSource clock) {
    this.book = book;
    this.told = told;
    this.audience = audience;
    this.customers = customers;
    this.words = words;
    this.wording = wording;
    this.compensation = compensation;
    this.outbox = outbox;
    this.clock = clock;
    this.digests = digests;
    this.spoken = new SpokenTime(settings.zone());
  }

  @Override
  public String name() {
    return "parcel-notices";
  }

  @Override
  public String cron() {
    return "30 * * * * ?";
  }

  @Override
  public Optional<String> occasion() {
    // From the few that are asked after, whatever the planner thinks: there are many parcels.
    return Optional.of(
        "EXISTS (SELECT 1 FROM logistics.told WHERE due) OR EXISTS (SELECT 1 FROM logistics.asked a"
            + " WHERE (SELECT p.latest_at FROM logistics.parcel p WHERE p.id = a.parcel)"
            + " IS NOT NULL)");
  }

  @Override
  public void run(Instant now) {
    tell(told.dueParcels());
    keepPromises(told.promisedParcels());
  }

  /**
   * Does something whose outcome is told to a customer at once. What it brings to light about these
   * parcels needs no letter to them: they would hear the same twice within seconds.
   */
  <T> T answering(CustomerId customer, List<Parcel> about, Supplier<T> work) {
    List<Hearing> theirs =
        about.stream().map(parcel -> new Hearing(customer, parcel.id())).toList();
    hearing.addAll(theirs);
    try {
      return work.get();
    } finally {
      theirs.forEach(hearing::remove);
    }
  }

  /** Tells what is due of these parcels. Doing it twice posts the same letters. */
  void tell(Collection<Long> ids) {
    Map<Long, Set<NoticeKind>> due = ids.isEmpty() ? Map.of() : told.due(ids);
    if (due.isEmpty()) {
      return;
    }
    Map<Long, Parcel> parcels =
        book.findAll(due.keySet()).stream().collect(Collectors.toMap(Parcel::id, one -> one));
    Map<Long, Map<CustomerId, String>> titles = audience.titles(parcels.keySet());
    Map<CustomerId, Wishes> wishes =
        customers.wishes(
            titles.values().stream().flatMap(one -> one.keySet().stream()).distinct().toList());
    Instant now = clock.instant();
    List<Letter> letters = new ArrayList<>();
    for (Long id : new LinkedHashSet<>(ids)) {
      Parcel parcel = parcels.get(id);
      Set<NoticeKind> kinds = due.get(id);
      if (parcel != null && kinds != null) {
        Map<CustomerId, String> theirs = titles.getOrDefault(id, Map.of());
        kinds.forEach(kind -> letters.addAll(letters(parcel, kind, theirs, wishes, now)));
      }
    }
    if (!letters.isEmpty()) {
      outbox.post(letters);
    }
    told.told(due);
  }

  private List<Letter> letters(
      Parcel parcel,
      NoticeKind kind,
      Map<CustomerId, String> titles,
      Map<CustomerId, Wishes> wishes,
      Instant now) {
    List<CustomerId> whose =
        titles.keySet().stream().sorted(Comparator.comparingLong(CustomerId::value)).toList();
    Map<CustomerId, Instant> from = notBefore(kind, whose, now);
    return whose.stream()
        .filter(one -> !hearing.contains(new Hearing(one, parcel.id())))
        .filter(one -> kind.arrival() || !wishes.getOrDefault(one, Wishes.NONE).arrivalOnly())
        .map(
            one ->
                letter(
                    parcel,
                    kind,
                    new Addressed(one, titles.getOrDefault(one, ""), from.getOrDefault(one, now)),
                    now))
        .toList();
  }

  /** Whoever asks after a parcel of which nothing is known is told that they will hear. */
  void promise(Parcel parcel, CustomerId customer, Instant now) {
    told.promise(parcel.id(), customer, now);
  }

  /**
   * Those who asked while nothing was known of these parcels hear what is known now. Doing it twice
   * posts the same letters.
   */
  void keepPromises(Collection<Long> ids) {
    Map<Long, Map<CustomerId, Instant>> promised = ids.isEmpty() ? Map.of() : told.promised(ids);
    List<Parcel> found =
        promised.isEmpty()
            ? List.of()
            : book.findAll(promised.keySet()).stream().filter(Parcel::traced).toList();
    if (found.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    List<Long> known = found.stream().map(Parcel::id).toList();
    Map<Long, Map<CustomerId, String>> titles = audience.titles(known);
    List<Letter> letters = new ArrayList<>();
    for (Parcel parcel : found) {
      Map<CustomerId, String> theirs = titles.getOrDefault(parcel.id(), Map.of());
      promised.getOrDefault(parcel.id(), Map.of()).entrySet().stream()
          .filter(one -> theirs.containsKey(one.getKey()))
          .filter(one -> !hearsAnyway(one.getKey(), parcel.id(), one.getValue(), now))
          .map(Map.Entry::getKey)
          .sorted(Comparator.comparingLong(CustomerId::value))
          .map(one -> new Addressed(one, theirs.getOrDefault(one, ""), now))
          .map(to -> letter(parcel, NoticeKind.FOUND, to, now))
          .forEach(letters::add);
    }
    if (!letters.isEmpty()) {
      outbox.post(letters);
    }
    told.kept(known);
  }

  /** By the answer that is just being given, or by a digest of this morning that is yet to come. */
  private boolean hearsAnyway(CustomerId customer, long parcel, Instant asked, Instant now) {
    LocalDate today = spoken.today(now);
    return hearing.contains(new Hearing(customer, parcel))
        || !asked.isAfter(now.minus(WAITS))
            && now.isBefore(spoken.instant(today, NINE))
            && !customers.wishes(customer).arrivalOnly()
            && digests.toCome(today, customer);
  }

  /** Who has just read the digest hears an hour later that it is being brought. */
  private Map<CustomerId, Instant> notBefore(NoticeKind kind, List<CustomerId> whose, Instant now) {
    Instant free = spoken.instant(spoken.today(now), AFTER_DIGEST);
    if (kind != NoticeKind.OUT_FOR_DELIVERY || !now.isBefore(free) || whose.isEmpty()) {
      return Map.of();
    }
    Map<CustomerId, Instant> later = new HashMap<>();
    digests.written(spoken.today(now), whose).forEach(one -> later.put(one, free));
    return later;
  }

  /** To whom, with what is in it for them, and from when on. */
  private record Addressed(CustomerId customer, String title, Instant from) {}

  private Letter letter(Parcel parcel, NoticeKind kind, Addressed to, Instant now) {
    CustomerId customer = to.customer();
    String title = to.title();
    Map<String, Object> values = words.values(parcel, title, now);
    if (kind == NoticeKind.LATE) {
      values.putAll(LatePromise.words(compensation.promise(parcel, customer, now)));
    }
    return new Letter(
        new OutboundId("notice:" + kind.word() + ":" + parcelName(parcel) + ":" + customer),
        customer,
        Purpose.SERVICE,
        Lane.NOTICE,
        Message.text(text(kind, parcel, title, values, now)),
        Optional.of(
            new Segment.Form(
                form(kind), words.form(parcel, title, kind.word(), now), Optional.empty())),
        Optional.empty(),
        to.from(),
        worthUntil(parcel, kind, now),
        "parcel " + parcel.waybill() + " " + kind.word());
  }

  private String text(
      NoticeKind kind, Parcel parcel, String title, Map<String, Object> values, Instant now) {
    return kind == NoticeKind.FOUND
        ? wording.say("parcel/notice-found", Map.of("answer", words.tell(parcel, title, now)))
        : wording.say("parcel/notice-" + kind.word(), values);
  }

  private static String parcelName(Parcel parcel) {
    return parcel.waybill().carrier() + ":" + parcel.waybill().number();
  }

  private static String form(NoticeKind kind) {
    return switch (kind) {
      case SHIPPED -> "parcel-shipped";
      case AWAITING_PICKUP, SIGNED -> "parcel-arrival";
      case UNFETCHED -> "parcel-arrival";
      case OUT_FOR_DELIVERY,
          EXCEPTION,
          REJECTED,
          RETURNING,
          MISROUTED,
          FOUND,
          STUCK,
          LATE,
          UNDELIVERED,
          NOT_COLLECTED,
          FORGOTTEN ->
          "parcel-progress";
    };
  }

  private Instant worthUntil(Parcel parcel, NoticeKind kind, Instant now) {
    if (kind == NoticeKind.OUT_FOR_DELIVERY) {
      Instant evening = spoken.instant(spoken.today(now), EVENING);
      return evening.isAfter(now) ? evening : now.plus(Duration.ofMinutes(30));
    }
    if (kind.timed()) {
      return now.plus(kind.fresh());
    }
    Instant from =
        kind == NoticeKind.SHIPPED ? parcel.shippedAt().orElse(now) : parcel.latestAt().orElse(now);
    return from.plus(kind.fresh());
  }
}
