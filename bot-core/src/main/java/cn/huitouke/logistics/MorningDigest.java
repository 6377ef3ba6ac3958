package cn.huitouke.logistics;

import cn.huitouke.channel.Message;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Purpose;
import cn.huitouke.channel.Segment;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.delivery.Lane;
import cn.huitouke.delivery.Letter;
import cn.huitouke.delivery.Outbox;
import cn.huitouke.schedule.Sweep;
import cn.huitouke.wording.Wording;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * One letter a customer each morning, for everything of theirs that is on its way. In hand before
 * nine or not at all.
 */
@Component
class MorningDigest implements Sweep {

  /** A parcel of which nothing was heard for longer is in a person's hands, not in the digest. */
  static final Duration WORTH_TELLING = Duration.ofDays(15);

  private static final LocalTime FIRST = LocalTime.of(7, 30);
  private static final LocalTime LAST = LocalTime.of(8, 55);
  private static final LocalTime NINE = LocalTime.of(9, 0);

  /** Until then it waits for what is being asked for. */
  private static final LocalTime PATIENT_UNTIL = LocalTime.of(8, 30);

  private static final Duration A_DAY = Duration.ofHours(24);
  private static final int MOST_LINES = 8;

  private final ParcelBook book;
  private final Audience audience;
  private final Customers customers;
  private final ParcelWords words;
  private final Wording wording;
  private final Outbox outbox;
  private final Freshness freshness;
  private final LogisticsSettings settings;
  private final SpokenTime spoken;

  MorningDigest(
      ParcelBook book,
      Audience audience,
      Customers customers,
      ParcelWords words,
      Wording wording,
      Outbox outbox,
      Freshness freshness,
      LogisticsSettings settings) {
    this.book = book;
    this.audience = audience;
    this.customers = customers;
    this.words = words;
    this.wording = wording;
    this.outbox = outbox;
    this.freshness = freshness;
    this.settings = settings;
    this.spoken = new SpokenTime(settings.zone());
  }

  @Override
  public String name() {
    return "morning-digest";
  }

  @Override
  public String cron() {
    return "0 0/5 7-8 * * ?";
  }

  @Override
  public void run(Instant now) {
    LocalDate today = spoken.today(now);
    if (!isTime(now, spoken)) {
      return;
    }
    boolean patient = now.isBefore(spoken.instant(today, PATIENT_UNTIL));
    byCustomer(now)
        .forEach(
            (customer, parcels) -> {
              if (book.digestOpen(customer, today) && !(patient && awaited(parcels, now))) {
                write(customer, parcels, today, now);
              }
            });
  }

  /** Whether digests are being written. */
  static boolean isTime(Instant now, SpokenTime spoken) {
    LocalDate today = spoken.today(now);
    return !now.isBefore(spoken.instant(today, FIRST)) && !now.isAfter(spoken.instant(today, LAST));
  }

  private Map<CustomerId, List<Parcel>> byCustomer(Instant now) {
    Map<CustomerId, List<Parcel>> whose = new LinkedHashMap<>();
    for (Parcel parcel : book.active(now.minus(WORTH_TELLING))) {
      for (CustomerId customer : audience.of(parcel)) {
        whose.computeIfAbsent(customer, _ -> new ArrayList<>()).add(parcel);
      }
    }
    return whose;
  }

  /** Something fresher may still come. */
  private boolean awaited(List<Parcel> parcels, Instant now) {
    return parcels.stream()
        .anyMatch(parcel -> freshness.mayAsk(parcel, settings.morningFreshFor(), now));
  }

  private void write(CustomerId customer, List<Parcel> parcels, LocalDate today, Instant now) {
    if (!customers.wishes(customer).arrivalOnly()) {
      List<Parcel> newestFirst =
          parcels.stream().sorted(Comparator.comparing(Parcel::leftAt).reversed()).toList();
      outbox.post(List.of(letter(customer, newestFirst, today, now)));
    }
    book.digested(customer, today);
  }

  private Letter letter(CustomerId customer, List<Parcel> parcels, LocalDate today, Instant now) {
    Map<String, Object> values = new HashMap<>();
    values.put("count", parcels.size());
    values.put("several", parcels.size() > 1);
    values.put("more", parcels.size() > MOST_LINES);
    values.put("asOf", asOf(parcels, now));
    values.put("today", parcels.stream().anyMatch(parcel -> isDueToday(parcel, now)));
    values.put(
        "parcels",
        parcels.stream().limit(MOST_LINES).map(parcel -> line(parcel, customer, now)).toList());
    Parcel first = parcels.getFirst();
    Map<String, String> form =
        new HashMap<>(words.form(first, audience.title(first, customer), now));
    if (parcels.size() > 1) {
      form.put("title", ParcelWords.brief(wording.say("parcel/form-title-several", values)));
    }
    return new Letter(
        new OutboundId("digest:" + customer + ":" + today),
        customer,
        Purpose.SERVICE,
        Lane.NOTICE,
        Message.text(wording.say("parcel/digest", values)),
        Optional.of(new Segment.Form("parcel-progress", form, Optional.empty())),
        Optional.empty(),
        now,
        spoken.instant(today, NINE),
        "morning digest of " + parcels.size() + " parcels");
  }

  private Map<String, Object> line(Parcel parcel, CustomerId customer, Instant now) {
    Map<String, Object> line =
        new HashMap<>(words.values(parcel, audience.title(parcel, customer), now));
    line.put("moved", ParcelWords.moved(parcel, A_DAY, now));
    return line;
  }

  /** The letter is never newer than its oldest fact. */
  private String asOf(List<Parcel> parcels, Instant now) {
    return parcels.stream()
        .map(Parcel::reportedAt)
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder())
        .map(at -> spoken.at(at, now))
        .orElse("");
  }

  private boolean isDueToday(Parcel parcel, Instant now) {
    Map<String, Object> values = words.values(parcel, "", now);
    String today = spoken.day(spoken.today(now), now);
    return values.get("expectedDay").equals(today);
  }
}
