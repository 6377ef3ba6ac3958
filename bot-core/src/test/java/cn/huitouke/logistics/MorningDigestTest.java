package cn.huitouke.logistics;

import static cn.huitouke.logistics.ParcelStage.LAN;
import static cn.huitouke.logistics.ParcelStage.MEI;
import static cn.huitouke.logistics.ParcelStage.china;
import static cn.huitouke.logistics.ParcelStage.yt;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.customer.Wishes;
import cn.huitouke.delivery.Letter;
import cn.huitouke.tracking.TrackingReport.Watch;
import cn.huitouke.tracking.TrackingSource.Answer;
import cn.huitouke.understanding.Intent;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MorningDigestTest {

  private final ParcelStage shop = new ParcelStage();

  @BeforeEach
  void twoParcelsLeftAndOneArrived() {
    shop.shipped("1", MEI, yt(1));
    shop.shipped("2", MEI, yt(2));
    shop.shipped("3", LAN, yt(3));
    shop.push(yt(1), Watch.WATCHING, "2026-11-21 09:00 【苏州转运中心】 已发出 下一站 【杭州转运中心公司】");
    shop.push(yt(2), Watch.WATCHING, "2026-11-20 09:00 【北桥公司】 已揽收");
    shop.push(yt(3), Watch.ENDED, "2026-11-21 09:30 客户签收人: 本人签收 已签收 感谢使用圆通速递");
    shop.post.letters.clear();
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void whoAsksWhileDigestsAreWrittenHasHeardItAll() {
    shop.now = china("2026-11-22 07:31");
    shop.says(MEI, Intent.LOGISTICS_QUERY, "我的快递到哪了");
    at("2026-11-22 08:55");
    assertThat(shop.post.ids()).isEmpty();

    at("2026-11-23 08:55");
    assertThat(shop.post.ids()).containsExactly("digest:c1:2026-11-23");
  }

  @Test
  void aWelcomeSparesTheDigestOnlyWhereItNamesAllThereIs() {
    shop.now = china("2026-11-22 07:31");
    shop.greeting.after(MEI, List.of("1"));
    shop.shipped("4", LAN, yt(4));
    shop.greeting.after(LAN, List.of("4"));
    shop.post.letters.clear();
    at("2026-11-22 08:55");

    assertThat(shop.post.ids()).containsExactly("digest:c1:2026-11-22");
  }

  @Test
  void oneLetterACustomerMergesTheParcelsAndNamesNoSignedOne() {
    shop.source.answers.put(
        yt(1),
        new Answer.Found(
            ParcelStage.report(yt(1), Watch.ASKED, false, "2026-11-22 02:10 【杭州转运中心公司】 已收入")));
    shop.source.answers.put(
        yt(2),
        new Answer.Found(
            ParcelStage.report(yt(2), Watch.ASKED, false, "2026-11-20 09:00 【北桥公司】 已揽收")));
    at("2026-11-22 07:00");
    at("2026-11-22 07:30");
    at("2026-11-22 07:35");
    at("2026-11-22 08:55");

    assertThat(shop.post.ids()).containsExactly("digest:c1:2026-11-22");
    Letter letter = shop.post.last();
    assertThat(letter.message().text())
        .startsWith("早上好～您有 2 个包裹在路上：")
        .contains("今天凌晨2:10，【杭州转运中心公司】 已收入")
        .contains("还没有新动静")
        .contains("（截至今早7:00）");
    assertThat(letter.worthUntil()).isEqualTo(china("2026-11-22 09:00"));
    assertThat(letter.form().orElseThrow().form()).isEqualTo("parcel-progress");
    assertThat(letter.form().orElseThrow().values().values())
        .allMatch(value -> !value.isEmpty() && value.length() <= 20);
  }

  @Test
  void whatComesBackOrIsBeingBroughtIsLeftToItsOwnNotice() {
    shop.push(yt(1), Watch.WATCHING, "2026-11-21 18:00 【杭州】 快件正在退回发货地");
    shop.push(yt(2), Watch.WATCHING, "2026-11-22 06:40 【杭州市】 派件中 派件人: 张师傅 电话 13800138000");
    shop.post.letters.clear();
    at("2026-11-22 07:30");
    at("2026-11-22 08:55");

    assertThat(shop.post.ids()).isEmpty();
  }

  @Test
  void whoHasReadTheDigestHearsAnHourLaterThatItIsBeingBrought() {
    at("2026-11-22 08:31");
    assertThat(shop.post.ids()).containsExactly("digest:c1:2026-11-22");
    shop.now = china("2026-11-22 08:40");
    shop.push(yt(2), Watch.WATCHING, "2026-11-22 08:40 【杭州市】 派件中 派件人: 张师傅 电话 13800138000");

    assertThat(shop.post.last().id().value()).startsWith("notice:out-for-delivery:");
    assertThat(shop.post.last().notBefore()).isEqualTo(china("2026-11-22 09:15"));
  }

  @Test
  void eachStaleParcelIsAskedForOnceAndNotBeforeHalfPastItsLastTime() {
    at("2026-11-22 07:00");
    at("2026-11-22 07:05");
    at("2026-11-22 07:10");

    assertThat(shop.source.asked).containsExactly(yt(1).toString(), yt(2).toString());
  }

  @Test
  void whenTheSourceIsSilentTheLetterSaysHowOldItsFactsAre() {
    at("2026-11-22 08:30");

    assertThat(shop.post.last().message().text()).contains("（截至昨天上午10:00）");
  }

  @Test
  void outsideItsHoursAndForThoseWhoWantTheArrivalOnlyThereIsNone() {
    shop.now = china("2026-11-22 07:25");
    shop.digest.run(shop.now);
    shop.now = china("2026-11-22 08:56");
    shop.digest.run(shop.now);
    assertThat(shop.post.ids()).isEmpty();

    shop.people.wish(MEI, Wishes.NONE.withArrivalOnly(true));
    shop.now = china("2026-11-22 08:40");
    shop.digest.run(shop.now);
    assertThat(shop.post.ids()).isEmpty();
  }

  @Test
  void theNextMorningThereIsAnother() {
    for (String day : List.of("2026-11-22", "2026-11-23")) {
      at(day + " 07:00");
      at(day + " 07:30");
    }

    assertThat(shop.post.ids()).containsExactly("digest:c1:2026-11-22", "digest:c1:2026-11-23");
  }

  private void at(String time) {
    shop.now = china(time);
    if (!time.endsWith("08:30")) {
      shop.refresh.run(shop.now);
    }
    shop.digest.run(shop.now);
  }
}
