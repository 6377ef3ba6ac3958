package cn.huitouke.logistics;

import cn.huitouke.desk.Briefing;
import cn.huitouke.desk.Desk;
import cn.huitouke.desk.Fact;
import cn.huitouke.schedule.Strides;
import cn.huitouke.wording.Wording;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tells the operator in time what will not be done by nine: when there is still something to do. */
@Component
class DigestForecast {

  /** From then on it shows how far the asking has come. */
  private static final LocalTime LOOK_AT_FACTS = LocalTime.of(7, 45);

  private final DigestBook digests;
  private final DigestPace pace;
  private final ParcelSources sources;
  private final Strides strides;
  private final Desk desk;
  private final Wording wording;
  private final LogisticsSettings settings;
  private final SpokenTime spoken;
  private final MorningHours hours;

  DigestForecast(
      DigestBook digests,
      DigestPace pace,
      ParcelSources sources,
      Strides strides,
      Desk desk,
      Wording wording,
      LogisticsSettings settings) {
    this.digests = digests;
    this.pace = pace;
    this.sources = sources;
    this.strides = strides;
    this.desk = desk;
    this.wording = wording;
    this.settings = settings;
    this.spoken = new SpokenTime(settings.zone());
    this.hours = new MorningHours(settings);
  }

  /** Opens a task a day for what cannot be sent, and one for what cannot be asked. */
  void warn(Instant now) {
    LocalDate day = hours.day(now);
    Map<String, Integer> open = digests.open(day);
    int planned = open.values().stream().mapToInt(Integer::intValue).sum();
    int behind =
        open.entrySet().stream().mapToInt(one -> behind(one.getKey(), one.getValue(), now)).sum();
    if (behind > 0) {
      tell("digest-short", day, planned, behind, now);
    }
    if (!now.isBefore(hours.at(LOOK_AT_FACTS, now)) && !sources.all().isEmpty()) {
      int old = digests.stale(day, settings.morningFreshFor(), now) - askable(now);
      // a few parcels of which a carrier says nothing are every morning's; the letter says how old
      if (old > planned / 10) {
        tell("digest-old-facts", day, planned, old, now);
      }
    }
  }

  private int behind(String account, int open, Instant now) {
    DigestPace.Account able = pace.of(account);
    Instant from = MorningDigest.sendFrom(able, open, hours, now);
    Instant begin = from.isAfter(now) ? from : now;
    Duration left = Duration.between(begin, hours.at(MorningHours.LAST, now));
    // What is handed over at the last tick is still sent until nine.
    return Math.max(0, open - able.within(left.plus(Duration.ofMinutes(4))));
  }

  /** So many the sources can still be asked for. */
  private int askable(Instant now) {
    Duration left = Duration.between(now, hours.at(MorningHours.ASK_UNTIL, now));
    return (int) Math.max(0, left.toSeconds() * settings.questionsPerSecond() * 9L / 10);
  }

  /** Once a day: who has closed the task knows. */
  private void tell(String what, LocalDate day, int planned, int few, Instant now) {
    Map<String, Object> values = Map.of("day", spoken.plain(day), "planned", planned, "few", few);
    strides.walk(
        what,
        day.toString(),
        now,
        _ -> {
          desk.open(
              what + ":" + day,
              what,
              Optional.empty(),
              new Briefing(
                  wording.say("watch/" + what + "-title", values),
                  wording.say("watch/" + what + "-detail", values),
                  Map.of(Fact.PLANNED, "" + planned, Fact.LEFT, "" + few)));
          return Optional.empty();
        });
  }
}
