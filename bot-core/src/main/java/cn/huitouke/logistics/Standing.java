package cn.huitouke.logistics;

import cn.huitouke.tracking.ParcelState;
import cn.huitouke.tracking.TrackingReport;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a parcel stands, by all the lines of its trace.
 *
 * @param latest the newest line that tells of progress
 * @param longestGap how long it stood still on its way; waiting in a locker does not count
 * @param present the news that it is now, if it is any
 * @param reached every kind of news that its trace holds, the present one among them
 */
record Standing(
    ParcelState state,
    boolean done,
    boolean fetched,
    Optional<TraceLine> latest,
    Optional<Instant> collectedAt,
    String origin,
    Duration longestGap,
    Optional<NoticeKind> present,
    Set<NoticeKind> reached) {

  private static final Pattern CITY =
      Pattern.compile("(?:^|[省区,，【\\[\\s])(?<city>[\\u4e00-\\u9fa5]{2,7}?市)");

  /**
   * @param lines newest first
   * @param finallySigned whether the source itself calls it signed for and done
   */
  static Standing of(
      List<TraceLine> lines, TrackingReport report, boolean finallySigned, Readings readings) {
    List<TraceLine> telling =
        lines.stream()
            .filter(line -> !readings.read(line.text()).afterword())
            .filter(line -> !early(line, lines, finallySigned, readings))
            .toList();
    Optional<TraceLine> latest = telling.stream().findFirst();
    ParcelState state = state(telling, report, finallySigned);
    boolean fetched =
        lines.stream()
            .map(line -> readings.read(line.text()))
            .anyMatch(TraceReader.Reading::fetched);
    boolean done = state.signed() || state == ParcelState.RETURNED;
    Set<NoticeKind> reached = EnumSet.noneOf(NoticeKind.class);
    telling.forEach(line -> NoticeKind.of(line, fetched).ifPresent(reached::add));
    Optional<NoticeKind> present = present(state, fetched, latest);
    present.ifPresent(reached::add);
    Optional<TraceLine> first =
        lines.reversed().stream()
            .filter(line -> line.state() == ParcelState.COLLECTED)
            .findFirst()
            .or(() -> lines.reversed().stream().findFirst());
    return new Standing(
        state,
        done,
        fetched,
        latest,
        first.map(TraceLine::at),
        first.map(Standing::city).orElse(""),
        longestGap(telling),
        present,
        reached);
  }

  private static Optional<NoticeKind> present(
      ParcelState state, boolean fetched, Optional<TraceLine> latest) {
    return latest
        .filter(line -> line.state() == state)
        .flatMap(line -> NoticeKind.of(line, fetched))
        .or(() -> NoticeKind.of(state, fetched));
  }

  private static Duration longestGap(List<TraceLine> telling) {
    Duration longest = Duration.ZERO;
    for (int i = 1; i < telling.size(); i++) {
      TraceLine earlier = telling.get(i);
      Duration gap = Duration.between(earlier.at(), telling.get(i - 1).at());
      boolean underWay =
          earlier.state() != ParcelState.AWAITING_PICKUP && !earlier.state().signed();
      if (underWay && gap.compareTo(longest) > 0) {
        longest = gap;
      }
    }
    return longest;
  }

  /** A bare "signed" that no carrier's closing words and no source confirm: often taken back. */
  private static boolean early(
      TraceLine line, List<TraceLine> lines, boolean finallySigned, Readings readings) {
    if (!line.state().signed() || finallySigned && line == lines.getFirst()) {
      return false;
    }
    return !readings.read(line.text()).closing();
  }

  private static ParcelState state(
      List<TraceLine> telling, TrackingReport report, boolean finallySigned) {
    ParcelState newest =
        telling.stream()
            .map(TraceLine::state)
            .filter(state -> state != ParcelState.UNKNOWN)
            .findFirst()
            .orElse(
                telling.isEmpty() && report.events().isEmpty()
                    ? ParcelState.UNKNOWN
                    : report.claimed());
    if (!finallySigned || newest.signed() || newest == ParcelState.AWAITING_PICKUP) {
      return newest;
    }
    Optional<ParcelState> signed =
        telling.stream().map(TraceLine::state).filter(ParcelState::signed).findFirst();
    return signed.orElse(report.claimed().signed() ? report.claimed() : ParcelState.SIGNED);
  }

  static String city(TraceLine line) {
    String[] parts = line.place().split("[,，]");
    if (parts.length > 1) {
      return parts[1];
    }
    Matcher city = CITY.matcher(line.text());
    return city.find() ? city.group("city") : "";
  }
}
