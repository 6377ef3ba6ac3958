package cn.huitouke.care;

import com.tyme.lunar.LunarDay;
import com.tyme.lunar.LunarMonth;
import com.tyme.solar.SolarDay;
import com.tyme.solar.SolarTerm;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The dates of festivals, and the days on which nobody is greeted. */
final class Festivals {

  /** 汶川, 九一八, 烈士纪念日, 国家公祭日: remembered every year by the sun. */
  private static final List<MonthDay> REMEMBRANCE =
      List.of(MonthDay.of(5, 12), MonthDay.of(9, 18), MonthDay.of(9, 30), MonthDay.of(12, 13));

  private Festivals() {}

  static boolean isTerm(String name) {
    return Arrays.asList(SolarTerm.NAMES).contains(name);
  }

  /** The date, in a year of the sun, of a day of the moon; a 30th that is not there is the 29th. */
  static Optional<LocalDate> lunar(int year, int month, int day) {
    for (int lunarYear : new int[] {year, year - 1}) {
      LunarMonth of = LunarMonth.fromYm(lunarYear, month);
      LocalDate date =
          date(LunarDay.fromYmd(lunarYear, month, Math.min(day, of.getDayCount())).getSolarDay());
      if (date.getYear() == year) {
        return Optional.of(date);
      }
    }
    return Optional.empty();
  }

  static LocalDate newYearsEve(int year) {
    return date(LunarDay.fromYmd(year, 1, 1).getSolarDay()).minusDays(1);
  }

  /** The terms of a year begin with the 冬至 before it. */
  static LocalDate term(int year, String name) {
    LocalDate date = date(SolarTerm.fromName(year, name).getSolarDay());
    return date.getYear() == year ? date : date(SolarTerm.fromName(year + 1, name).getSolarDay());
  }

  /** The lunar month and day of a date; in a leap month, as in the month before. */
  static MonthDay30 lunarDayOf(LocalDate date) {
    LunarDay day = solar(date).getLunarDay();
    int month = Math.abs(day.getMonth());
    int days = LunarMonth.fromYm(day.getYear(), day.getMonth()).getDayCount();
    return new MonthDay30(month, day.getDay(), day.getDay() == days, day.getMonth() < 0);
  }

  /** A lunar month and day. {@code last}: the month has no further. {@code leap}: an inserted one. */
  record MonthDay30(int month, int day, boolean last, boolean leap) {}

  /** 清明, 中元 and the days of remembrance. */
  static boolean isMourning(LocalDate date) {
    if (REMEMBRANCE.contains(MonthDay.from(date)) || date.equals(term(date.getYear(), "清明"))) {
      return true;
    }
    return lunar(date.getYear(), 7, 15).filter(date::equals).isPresent();
  }

  /** Whether such a day is one of mourning in every year. */
  static boolean isMourning(CalendarDay day) {
    return switch (day) {
      case CalendarDay.Solar(MonthDay date) -> REMEMBRANCE.contains(date);
      case CalendarDay.Lunar(int month, int number) -> month == 7 && number == 15;
      case CalendarDay.Term(String name) -> name.equals("清明");
      case CalendarDay.NewYearsEve _, CalendarDay.ShopAnniversary _, CalendarDay.Birthday _ ->
          false;
    };
  }

  private static SolarDay solar(LocalDate date) {
    return SolarDay.fromYmd(date.getYear(), date.getMonthValue(), date.getDayOfMonth());
  }

  private static LocalDate date(SolarDay day) {
    return LocalDate.of(day.getYear(), day.getMonth(), day.getDay());
  }
}
