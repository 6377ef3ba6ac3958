package cn.huitouke.care;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A day that comes back every year. */
sealed interface CalendarDay {

  /** By the sun: 1st January. */
  record Solar(MonthDay day) implements CalendarDay {}

  /** By the moon: the 15th of the eighth month. */
  record Lunar(int month, int day) implements CalendarDay {}

  /** The last evening of the lunar year. */
  record NewYearsEve() implements CalendarDay {}

  /** A solar term: 冬至. */
  record Term(String name) implements CalendarDay {}

  /** The day the shop opened. */
  record ShopAnniversary() implements CalendarDay {}

  /** Each customer's own. */
  record Birthday() implements CalendarDay {}

  Pattern NUMBERED = Pattern.compile("(solar|lunar)-(\\d{1,2})-(\\d{1,2})");

  /** Reads {@code lunar-8-15}, {@code solar-1-1}, {@code term-冬至}, {@code new-years-eve} … */
  static Optional<CalendarDay> read(String text) {
    Matcher numbered = NUMBERED.matcher(text);
    if (numbered.matches()) {
      int month = Integer.parseInt(numbered.group(2));
      int day = Integer.parseInt(numbered.group(3));
      return numbered.group(1).equals("solar") ? solar(month, day) : lunar(month, day);
    }
    if (text.startsWith("term-")) {
      String name = text.substring("term-".length());
      return Festivals.isTerm(name) ? Optional.of(new Term(name)) : Optional.empty();
    }
    return switch (text) {
      case "new-years-eve" -> Optional.of(new NewYearsEve());
      case "shop-anniversary" -> Optional.of(new ShopAnniversary());
      case "birthday" -> Optional.of(new Birthday());
      default -> Optional.empty();
    };
  }

  private static Optional<CalendarDay> solar(int month, int day) {
    try {
      return Optional.of(new Solar(MonthDay.of(month, day)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<CalendarDay> lunar(int month, int day) {
    boolean there = month >= 1 && month <= 12 && day >= 1 && day <= 30;
    return there ? Optional.of(new Lunar(month, day)) : Optional.empty();
  }

  /**
   * Its date in a year of the sun; empty where that year has none. A lunar day of the winter months
   * may fall into January or February.
   */
  default Optional<LocalDate> in(int year, Optional<LocalDate> shopFounded) {
    return switch (this) {
      case Solar(MonthDay day) -> Optional.of(day.atYear(year));
      case Lunar(int month, int day) -> Festivals.lunar(year, month, day);
      case NewYearsEve _ -> Optional.of(Festivals.newYearsEve(year));
      case Term(String name) -> Optional.of(Festivals.term(year, name));
      case ShopAnniversary _ ->
          shopFounded
              .filter(founded -> founded.getYear() < year)
              .map(founded -> MonthDay.from(founded).atYear(year));
      case Birthday _ -> Optional.empty();
    };
  }
}
