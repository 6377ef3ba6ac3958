package cn.huitouke.logistics;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;

/** The hours of the morning digest: everything is counted back from nine. */
final class MorningHours {

  /** Before that nothing is planned, and no source is asked for the digest. */
  static final LocalTime PLAN = LocalTime.of(4, 0);

  /** Where there is time enough, the sources are asked from then on. */
  static final LocalTime USUALLY_ASK = LocalTime.of(7, 0);

  static final LocalTime ASK_UNTIL = LocalTime.of(8, 45);

  /** What left or was bound since the night's plan is taken in. */
  static final LocalTime PLAN_AGAIN = LocalTime.of(7, 25);

  /** Nobody is woken earlier, however many there are. */
  static final LocalTime EARLIEST = LocalTime.of(6, 30);

  static final LocalTime USUALLY = LocalTime.of(7, 30);

  /** Until then it waits for what is being asked for, if the pace allows. */
  static final LocalTime PATIENT_UNTIL = LocalTime.of(8, 30);

  /** Nothing is handed to the courier later. */
  static final LocalTime LAST = LocalTime.of(8, 55);

  static final LocalTime NINE = LocalTime.of(9, 0);

  /** Counted when everything has an outcome. */
  static final LocalTime COUNT = LocalTime.of(9, 5);

  static final Duration TICK = Duration.ofMinutes(5);

  private final SpokenTime spoken;

  MorningHours(LogisticsSettings settings) {
    this.spoken = new SpokenTime(settings.zone());
  }

  LocalDate day(Instant now) {
    return spoken.today(now);
  }

  Instant at(LocalTime time, Instant now) {
    return spoken.instant(spoken.today(now), time);
  }

  boolean within(LocalTime from, LocalTime until, Instant now) {
    return !now.isBefore(at(from, now)) && !now.isAfter(at(until, now));
  }

  /** Whether digests are being written on an ordinary morning. */
  boolean writing(Instant now) {
    return within(USUALLY, LAST, now);
  }
}
