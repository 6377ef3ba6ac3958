package cn.huitouke.sandbox.qq;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the bot may still say to one user or in one group. Replies: in private four within an hour of a
 * message, in groups five within five minutes. Of its own accord: as the day's rules allow.
 */
final class Talk {
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
  private static final LocalDate WITHDRAWN = LocalDate.of(2025, 4, 21);
  private static final LocalDate FOUR_REPLIES = LocalDate.of(2026, 1, 10);
  private static final LocalDate REOPENED = LocalDate.of(2026, 6, 22);
  private static final int A_MONTH = 4;
  private static final int A_MINUTE = 20;
  private static final int A_DAY = 1000;

  private final boolean group;
  private final Map<String, Origin> origins = new HashMap<>();
  private final List<Instant> unprompted = new ArrayList<>();
  boolean refusesUnprompted;

  /** A message or event that can be replied to. */
  private static final class Origin {
    final Instant at;
    final Set<Integer> used = new HashSet<>();

    Origin(Instant at) {
      this.at = at;
    }
  }

  Talk(boolean group) {
    this.group = group;
    this.refusesUnprompted = group; // a group's owner has to switch it on
  }

  void happened(String id, Instant at) {
    origins.put(id, new Origin(at));
  }

  /** Takes a reply; 0, or the code of the refusal. */
  int reply(String id, boolean event, int sequence, Instant now) {
    Origin origin = origins.get(id);
    if (origin == null) {
      return event ? 40034025 : 40034024;
    }
    if (origin.used.contains(sequence)) {
      return 40054005;
    }
    Duration lasts = group ? Duration.ofMinutes(5) : Duration.ofMinutes(60);
    if (!now.isBefore(origin.at.plus(lasts))) {
      return event ? 40034026 : 40034005;
    }
    boolean four = !group && !day(now).isBefore(FOUR_REPLIES);
    if (origin.used.size() >= (four ? 4 : 5)) {
      return 40034128;
    }
    origin.used.add(sequence);
    return 0;
  }

  /** Takes a message that answers nothing; 0, or the code of the refusal. */
  int unprompted(Instant now) {
    LocalDate today = day(now);
    boolean withdrawn = !today.isBefore(WITHDRAWN) && today.isBefore(REOPENED);
    if (withdrawn || refusesUnprompted) {
      return refusesUnprompted && !group ? 40054013 : 40034105;
    }
    if (count(at -> at.isAfter(now.minusSeconds(60))) >= A_MINUTE) {
      return 40034100;
    }
    boolean exhausted =
        today.isBefore(WITHDRAWN)
            ? count(at -> YearMonth.from(day(at)).equals(YearMonth.from(today))) >= A_MONTH
            : count(at -> day(at).equals(today)) >= A_DAY;
    if (exhausted) {
      return 22009;
    }
    unprompted.add(now);
    return 0;
  }

  private long count(java.util.function.Predicate<Instant> which) {
    return unprompted.stream().filter(which).count();
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, CHINA);
  }
}
