package cn.huitouke.logistics;

import static cn.huitouke.logistics.ParcelStage.CHINA;
import static cn.huitouke.logistics.ParcelStage.MEI;
import static cn.huitouke.logistics.ParcelStage.china;
import static cn.huitouke.logistics.ParcelStage.yt;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.tracking.TrackingReport;
import cn.huitouke.tracking.TrackingReport.Watch;
import cn.huitouke.understanding.Intent;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectedArrivalTest {

  private final ParcelStage shop = new ParcelStage();
  private final SpokenTime spoken = new SpokenTime(CHINA);

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void withoutPromiseAndHistoryNothingIsSaid() {
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, "2026-11-21 06:15 【江苏省苏州市北桥公司】 已揽收");

    assertThat(shop.says(MEI, Intent.LOGISTICS_QUERY, "什么时候到")).doesNotContain("预计");
  }

  @Test
  void theSourcesPromiseIsSaid() {
    shop.shipped("1", MEI, yt(1));
    TrackingReport report =
        ParcelStage.report(yt(1), Watch.WATCHING, false, "2026-11-21 06:15 【苏州转运中心】 已发出");
    shop.parcels.accept(
        new TrackingReport(
            report.source(),
            report.waybill(),
            report.watch(),
            report.claimed(),
            false,
            report.events(),
            Optional.of(china("2026-11-24 18:00")),
            Optional.empty()));

    assertThat(shop.says(MEI, Intent.LOGISTICS_QUERY, "什么时候到")).contains("预计下周二到");
  }

  @Test
  void theShopsOwnHistoryGivesAWindow() {
    for (int i = 10; i < 20; i++) {
      past(i, i < 16 ? 48 : 72);
    }
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, "2026-11-21 06:15 【江苏省苏州市北桥公司】 已揽收");

    assertThat(shop.says(MEI, Intent.LOGISTICS_QUERY, "什么时候到")).contains("预计下周一到下周二");
  }

  @Test
  void fourParcelsAreNoHistory() {
    for (int i = 10; i < 14; i++) {
      past(i, 48);
    }
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, "2026-11-21 06:15 【江苏省苏州市北桥公司】 已揽收");

    assertThat(shop.says(MEI, Intent.LOGISTICS_QUERY, "什么时候到")).doesNotContain("预计");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21 10:23,今天上午10:23",
    "2026-11-21 06:05,今早6:05",
    "2026-11-21 00:30,今天凌晨0:30",
    "2026-11-20 15:20,昨天下午3:20",
    "2026-11-20 20:10,昨晚8:10",
    "2026-11-19 12:00,前天中午12:00",
    "2026-11-18 15:05,11月18日下午3:05"
  })
  void timesAreSaidAsPeopleDo(String time, String words) {
    assertThat(spoken.at(china(time), china("2026-11-21 11:00"))).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21,今天",
    "2026-11-22,明天",
    "2026-11-23,下周一",
    "2026-11-29,下周日",
    "2026-12-03,12月3日"
  })
  void daysAreSaidAsPeopleDo(LocalDate day, String words) {
    assertThat(spoken.day(day, china("2026-11-21 11:00"))).isEqualTo(words);
  }

  /** A parcel of the same lane that took so many hours. */
  private void past(int n, int hours) {
    Instant collected = china("2026-11-05 18:00");
    DateTimeFormatter time = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(CHINA);
    shop.shipped("past" + n, MEI, yt(n));
    shop.push(
        yt(n),
        Watch.ENDED,
        time.format(collected.plus(Duration.ofHours(hours))) + " 客户签收人: 本人签收 已签收 感谢使用圆通速递",
        time.format(collected) + " 【江苏省苏州市北桥公司】 已揽收");
  }
}
