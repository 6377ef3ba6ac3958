package cn.huitouke.logistics;

import cn.huitouke.channel.Message;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Purpose;
import cn.huitouke.channel.Segment;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.Lane;
import cn.huitouke.delivery.Letter;
import cn.huitouke.wording.Wording;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Writes the morning's letters. */
@Component
class DigestLetters {

  static final String FORM = "parcel-progress";

  private static final Duration A_DAY = Duration.ofHours(24);
  private static final int MOST_LINES = 8;

  private final ParcelWords words;
  private final Wording wording;
  private final SpokenTime spoken;
  private final MorningHours hours;

  DigestLetters(ParcelWords words, Wording wording, LogisticsSettings settings) {
    this.words = words;
    this.wording = wording;
    this.spoken = new SpokenTime(settings.zone());
    this.hours = new MorningHours(settings);
  }

  /** A parcel, and what is in it for the customer. */
  record Line(Parcel parcel, String title) {}

  static OutboundId id(CustomerId customer, LocalDate day) {
    return new OutboundId("digest:" + customer + ":" + day);
  }

  Letter letter(CustomerId customer, List<Line> parcels, Instant now) {
    List<Line> newestFirst =
        parcels.stream()
            .sorted(Comparator.comparing((Line line) -> line.parcel().leftAt()).reversed())
            .toList();
    Map<String, Object> values = values(newestFirst, now);
    Line first = newestFirst.getFirst();
    Map<String, String> form =
        new HashMap<>(words.form(first.parcel(), first.title(), "morning", now));
    if (parcels.size() > 1) {
      form.put("title", ParcelWords.brief(wording.say("parcel/form-title-several", values)));
    }
    return new Letter(
        id(customer, hours.day(now)),
        customer,
        Purpose.SERVICE,
        Lane.NOTICE,
        Message.text(wording.say("parcel/digest", values)),
        Optional.of(new Segment.Form(FORM, form, Optional.empty())),
        Optional.empty(),
        now,
        hours.at(MorningHours.NINE, now),
        "morning digest of " + parcels.size() + " parcels");
  }

  private Map<String, Object> values(List<Line> parcels, Instant now) {
    List<Map<String, Object>> lines = parcels.stream().map(line -> line(line, now)).toList();
    String today = spoken.day(spoken.today(now), now);
    Map<String, Object> values = new HashMap<>();
    values.put("count", parcels.size());
    values.put("several", parcels.size() > 1);
    values.put("more", parcels.size() > MOST_LINES);
    values.put("asOf", asOf(parcels, now));
    values.put("today", lines.stream().anyMatch(line -> line.get("expectedDay").equals(today)));
    values.put("parcels", lines.stream().limit(MOST_LINES).toList());
    return values;
  }

  private Map<String, Object> line(Line line, Instant now) {
    Map<String, Object> values = new HashMap<>(words.values(line.parcel(), line.title(), now));
    values.put("moved", ParcelWords.moved(line.parcel(), A_DAY, now));
    return values;
  }

  /** The letter is never newer than its oldest fact. */
  private String asOf(List<Line> parcels, Instant now) {
    return parcels.stream()
        .map(line -> line.parcel().reportedAt())
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder())
        .map(at -> spoken.at(at, now))
        .orElse("");
  }
}
