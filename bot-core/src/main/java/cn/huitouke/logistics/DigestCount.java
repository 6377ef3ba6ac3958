package cn.huitouke.logistics;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.LetterStatus;
import cn.huitouke.delivery.Outbox;
import cn.huitouke.desk.Briefing;
import cn.huitouke.desk.Desk;
import cn.huitouke.desk.Fact;
import cn.huitouke.schedule.Strides;
import cn.huitouke.wording.Wording;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** After nine: what became of each digest, by what the outbox knows. */
@Component
class DigestCount {

  private static final String SWEEP = "digest-count";
  private static final int STRIDE = 500;

  private final DigestOutcomes outcomes;
  private final Outbox outbox;
  private final Strides strides;
  private final Desk desk;
  private final Wording wording;
  private final SpokenTime spoken;
  private final MorningHours hours;

  DigestCount(
      DigestOutcomes outcomes,
      Outbox outbox,
      Strides strides,
      Desk desk,
      Wording wording,
      LogisticsSettings settings) {
    this.outcomes = outcomes;
    this.outbox = outbox;
    this.strides = strides;
    this.desk = desk;
    this.wording = wording;
    this.spoken = new SpokenTime(settings.zone());
    this.hours = new MorningHours(settings);
  }

  /** Counts a day, once. */
  void make(LocalDate day, Instant now) {
    if (strides.arrived(SWEEP, day.toString())) {
      return;
    }
    Instant nine = hours.at(MorningHours.NINE, now);
    strides.walk(SWEEP, day.toString(), now, position -> stride(day, position, nine, now));
  }

  private Optional<String> stride(LocalDate day, String position, Instant nine, Instant now) {
    long after = position.isEmpty() ? 0 : Long.parseLong(position);
    List<CustomerId> written = outcomes.written(day, after, STRIDE);
    List<DigestOutcomes.Outcome> known = new ArrayList<>();
    for (CustomerId customer : written) {
      known.add(outcome(customer, outbox.status(DigestLetters.id(customer, day)), nine));
    }
    outcomes.write(day, known);
    if (written.size() == STRIDE) {
      return Optional.of(Long.toString(written.getLast().value()));
    }
    tell(outcomes.report(day, now));
    return Optional.empty();
  }

  private static DigestOutcomes.Outcome outcome(
      CustomerId customer, Optional<LetterStatus> letter, Instant nine) {
    if (letter.filter(it -> it.state() == LetterStatus.State.ACCEPTED).isPresent()) {
      boolean late = letter.get().changedAt().isAfter(nine);
      return new DigestOutcomes.Outcome(customer, late ? "LATE" : "ACCEPTED", "");
    }
    return new DigestOutcomes.Outcome(customer, "MISSED", letter.map(LetterStatus::why).orElse(""));
  }

  /** A person hears of it when it was for want of time: that can be mended for tomorrow. */
  private void tell(DigestReport report) {
    if (report.leftOut() + report.late() == 0) {
      return;
    }
    Map<String, Object> values = new HashMap<>();
    values.put("day", spoken.plain(report.day()));
    values.put("planned", report.planned());
    values.put("accepted", report.accepted());
    values.put("late", report.late());
    values.put("few", report.leftOut() + report.late());
    desk.open(
        "digest-missed:" + report.day(),
        "digest-missed",
        Optional.empty(),
        new Briefing(
            wording.say("watch/digest-missed-title", values),
            wording.say("watch/digest-missed-detail", values),
            Map.of(
                Fact.PLANNED, "" + report.planned(),
                Fact.ACCEPTED, "" + report.accepted(),
                Fact.LATE, "" + report.late(),
                Fact.LEFT, "" + (report.leftOut() + report.late()))));
  }
}
