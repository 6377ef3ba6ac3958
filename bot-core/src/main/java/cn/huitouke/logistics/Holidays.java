package cn.huitouke.logistics;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;

/** The days on which every carrier is slower: yearly ones as {@code 11-11/11-16}, others with a year. */
final class Holidays {

  private record Span(String from, String to) {

    boolean holds(LocalDate day) {
      boolean yearly = from.length() == 5;
      if (!yearly) {
        return !day.isBefore(LocalDate.parse(from)) && !day.isAfter(LocalDate.parse(to));
      }
      MonthDay then = MonthDay.from(day);
      return !then.isBefore(MonthDay.parse("--" + from))
          && !then.isAfter(MonthDay.parse("--" + to));
    }
  }

  private final List<Span> spans;

  /**
   * @throws IllegalArgumentException naming the one that cannot be read, and the mend
   */
  Holidays(List<String> spans) {
    this.spans = spans.stream().map(Holidays::span).toList();
  }

  private static Span span(String text) {
    String[] ends = text.split("/");
    try {
      Span span = new Span(ends[0], ends[1]);
      span.holds(LocalDate.EPOCH);
      if (span.from().length() != span.to().length() || span.from().compareTo(span.to()) > 0) {
        throw new DateTimeException("backwards");
      }
      return span;
    } catch (DateTimeException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "huitouke.logistics.holidays holds "
              + text
              + ". Mend: write 11-11/11-16 for every year, or 2027-02-02/2027-02-13.",
          e);
    }
  }

  boolean on(LocalDate day) {
    return spans.stream().anyMatch(span -> span.holds(day));
  }
}
