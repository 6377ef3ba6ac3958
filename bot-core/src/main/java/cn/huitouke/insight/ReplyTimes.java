package cn.huitouke.insight;

import cn.huitouke.conversation.Hearings;
import cn.huitouke.delivery.Figures;
import cn.huitouke.delivery.Figures.Answer;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** How long customers wait for the first answer, from the bot and from people. */
@Component
class ReplyTimes {

  private static final int AT_ONCE = 5_000;

  /** So much says enough; a busy shop's quarter holds more. */
  private static final int MOST = 200_000;

  /** The letters that an operator wrote begin so. */
  private static final String BY_HAND = "desk:";

  private final Figures letters;
  private final Hearings hearings;

  ReplyTimes(Figures letters, Hearings hearings) {
    this.letters = letters;
    this.hearings = hearings;
  }

  /**
   * A week's first answers.
   *
   * @param half half of them came within so many seconds
   * @param most nine in ten came within so many seconds
   */
  record Week(LocalDate monday, boolean byHand, long answers, double half, double most) {}

  private record Key(LocalDate monday, boolean byHand) {}

  private record First(Hearings.Event event, boolean byHand) {}

  private record Wait(Key key, double seconds) {}

  List<Week> weeks(ZoneId zone, Instant since) {
    // From the newest back: what comes later in the walk was earlier, and is the first answer.
    Map<First, Wait> firsts = new HashMap<>();
    long before = Long.MAX_VALUE;
    List<Answer> some;
    do {
      some = letters.answers(since, before, AT_ONCE);
      Map<Hearings.Event, Instant> heard =
          hearings.heard(some.stream().map(ReplyTimes::event).distinct().toList());
      for (Answer answer : some) {
        before = answer.seq();
        Instant asked = heard.get(event(answer));
        if (asked != null) {
          boolean byHand = answer.letter().startsWith(BY_HAND);
          double waited = Math.max(0, Duration.between(asked, answer.at()).toMillis() / 1000.0);
          firsts.put(
              new First(event(answer), byHand),
              new Wait(new Key(monday(answer.at(), zone), byHand), waited));
        }
      }
    } while (some.size() == AT_ONCE && firsts.size() < MOST);
    return weeks(firsts.values());
  }

  private static List<Week> weeks(Collection<Wait> waits) {
    Map<Key, List<Double>> times =
        new TreeMap<>(Comparator.comparing(Key::monday).thenComparing(Key::byHand));
    waits.forEach(
        wait -> times.computeIfAbsent(wait.key(), _ -> new ArrayList<>()).add(wait.seconds()));
    return times.entrySet().stream().map(one -> week(one.getKey(), one.getValue())).toList();
  }

  private static Hearings.Event event(Answer answer) {
    return new Hearings.Event(answer.channel(), answer.event());
  }

  private static LocalDate monday(Instant at, ZoneId zone) {
    return at.atZone(zone).toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  private static Week week(Key key, List<Double> times) {
    times.sort(Comparator.naturalOrder());
    return new Week(
        key.monday(), key.byHand(), times.size(), within(times, 0.5), within(times, 0.9));
  }

  /** The least time within which that share had its answer. */
  static double within(List<Double> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }
}
