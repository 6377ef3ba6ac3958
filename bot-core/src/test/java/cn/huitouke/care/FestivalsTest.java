package cn.huitouke.care;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FestivalsTest {

  @Test
  void lunarDaysFallWhereTheAlmanacHasThem() {
    assertThat(on("lunar-1-1", 2026)).contains(LocalDate.of(2026, 2, 17));
    assertThat(on("lunar-8-15", 2026)).contains(LocalDate.of(2026, 9, 25));
    assertThat(on("lunar-5-5", 2027)).contains(LocalDate.of(2027, 6, 9));
    assertThat(on("lunar-9-9", 2026)).contains(LocalDate.of(2026, 10, 18));
    assertThat(on("new-years-eve", 2027)).contains(LocalDate.of(2027, 2, 5));
    assertThat(on("term-冬至", 2026)).contains(LocalDate.of(2026, 12, 22));
    assertThat(on("lunar-12-8", 2026)).contains(LocalDate.of(2026, 1, 26));
  }

  @Test
  void theShopsAnniversaryBeginsInItsSecondYear() {
    CalendarDay day = CalendarDay.read("shop-anniversary").orElseThrow();
    Optional<LocalDate> founded = Optional.of(LocalDate.of(2024, 2, 29));
    assertThat(day.in(2024, founded)).isEmpty();
    assertThat(day.in(2025, founded)).contains(LocalDate.of(2025, 2, 28));
    assertThat(day.in(2025, Optional.empty())).isEmpty();
  }

  @Test
  void whatIsNoDayIsNotRead() {
    assertThat(CalendarDay.read("lunar-13-1")).isEmpty();
    assertThat(CalendarDay.read("solar-2-30")).isEmpty();
    assertThat(CalendarDay.read("term-晴天")).isEmpty();
    assertThat(CalendarDay.read("someday")).isEmpty();
  }

  @Test
  void mourningDaysAreKnown() {
    assertThat(Festivals.isMourning(LocalDate.of(2026, 4, 5))).isTrue();
    assertThat(Festivals.isMourning(LocalDate.of(2026, 8, 27))).isTrue();
    assertThat(Festivals.isMourning(LocalDate.of(2026, 12, 13))).isTrue();
    assertThat(Festivals.isMourning(LocalDate.of(2026, 10, 1))).isFalse();
  }

  private static Optional<LocalDate> on(String day, int year) {
    return CalendarDay.read(day).orElseThrow().in(year, Optional.empty());
  }
}
