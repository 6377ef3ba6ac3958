package cn.huitouke.logistics;

import static cn.huitouke.logistics.ParcelStage.LAN;
import static cn.huitouke.logistics.ParcelStage.MEI;
import static cn.huitouke.logistics.ParcelStage.china;
import static cn.huitouke.logistics.ParcelStage.yt;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.order.Order;
import cn.huitouke.tracking.TrackingReport.Watch;
import cn.huitouke.tracking.TrackingSource.Answer;
import cn.huitouke.tracking.TrackingSource.Why;
import cn.huitouke.tracking.Waybill;
import cn.huitouke.understanding.Intent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WhereIsMyParcelTest {

  private static final String MOVING = "2026-11-21 06:15 【苏州转运中心】 已发出 下一站 【杭州转运中心公司】";
  private static final String OUT =
      "2026-11-21 08:31 【杭州市西湖区文新公司】 派件中 派件人: 张师傅 电话 13800138000 如有疑问，请联系：010-00000000";
  private static final Waybill SF = new Waybill("shunfeng", "SF9900000000011");

  private final ParcelStage shop = new ParcelStage();

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void oneParcelOnItsWay() {
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, MOVING);

    assertThat(shop.says(MEI, Intent.LOGISTICS_QUERY, "我的快递到哪了"))
        .isEqualTo(
            """
            您的「桂花乌龙茶」正在路上～
            圆通 YT9900000000001
            今早6:15：【苏州转运中心】 已发出 下一站 【杭州转运中心公司】\
            """);
    assertThat(shop.tapsMenu(MEI)).contains("正在路上");
  }

  @Test
  void outForDeliveryWithTheCouriersPhone() {
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, OUT);

    assertThat(shop.says(MEI, Intent.LOGISTICS_QUERY, "到哪了"))
        .contains("正在给您送过来", "快递员张师傅，电话13800138000", "预计今天到")
        .doesNotContain("010-00000000");
  }

  @Test
  void whatAnAnswerTellsIsNotToldAgainByANotice() {
    shop.shipped("1", MEI, yt(1));
    shop.shipped("2", LAN, yt(1));
    shop.source.answers.put(
        yt(1), new Answer.Found(ParcelStage.report(yt(1), Watch.WATCHING, false, OUT)));

    assertThat(shop.says(MEI, Intent.LOGISTICS_QUERY, "到哪了")).contains("正在给您送过来");
    shop.push(yt(1), Watch.WATCHING, OUT);
    shop.notices.run(shop.now);

    assertThat(shop.post.ids())
        .filteredOn(id -> id.contains("out-for-delivery"))
        .singleElement()
        .asString()
        .endsWith(LAN.toString());
  }

  @Test
  void whoBindsAnOrderHearsAtOnceWhereItIsAndOnlyOnce() {
    shop.shipped("1", MEI, yt(1));
    shop.source.answers.put(
        yt(1), new Answer.Found(ParcelStage.report(yt(1), Watch.WATCHING, false, OUT)));

    assertThat(shop.greeting.after(MEI, List.of("1")).orElseThrow()).contains("正在给您送过来");
    shop.greeting.after(MEI, List.of("1"));
    shop.push(yt(1), Watch.WATCHING, OUT);

    assertThat(shop.source.asked).hasSize(1);
    assertThat(shop.post.ids()).noneMatch(id -> id.contains("out-for-delivery"));
  }

  @Test
  void whoAskedTooEarlyHearsAsSoonAsThereIsWord() {
    shop.shipped("1", MEI, yt(1));
    shop.shipped("2", LAN, yt(1));
    shop.source.answers.put(
        yt(1), new Answer.Later(Duration.ofMinutes(1), "does not answer in time"));
    assertThat(shop.says(MEI, Intent.LOGISTICS_QUERY, "到哪了")).contains("正在问快递，问到马上告诉您");

    shop.push(yt(1), Watch.WATCHING, MOVING);
    shop.push(yt(1), Watch.WATCHING, "2026-11-21 06:40 【杭州转运中心】 已收入", MOVING);
    shop.notices.run(shop.now);

    assertThat(shop.post.posted.stream().filter(id -> id.contains("found")))
        .containsExactly("notice:found:yuantong:" + yt(1).number() + ":" + MEI);
    assertThat(shop.post.last().message().text())
        .isEqualTo(
            """
            您问的快递有消息了～
            您的「桂花乌龙茶」正在路上～
            圆通 YT9900000000001
            今早6:15：【苏州转运中心】 已发出 下一站 【杭州转运中心公司】\
            """);
  }

  @Test
  void wordIsPromisedOnlyWhereItCanBeKept() {
    shop.shipped("1", MEI, yt(1));
    shop.says(MEI, Intent.LOGISTICS_QUERY, "到哪了");
    shop.push(yt(1), Watch.WATCHING, OUT);
    assertThat(shop.post.ids())
        .as("it is told as what it is")
        .anyMatch(id -> id.contains("out-for-delivery"))
        .noneMatch(id -> id.contains("found"));

    // The process died between the report and the word.
    shop.shipped("2", MEI, yt(2));
    shop.push(yt(2), Watch.WATCHING, MOVING);
    shop.told.promise(shop.parcel(yt(2)).id(), MEI, shop.now);
    shop.notices.run(shop.now);
    shop.notices.run(shop.now);
    assertThat(shop.post.posted.stream().filter(id -> id.contains("found"))).hasSize(1);

    // Early in the morning the digest tells it.
    shop.shipped("3", MEI, yt(3));
    shop.now = china("2026-11-22 01:00");
    shop.says(MEI, Intent.LOGISTICS_QUERY, "到哪了");
    shop.now = china("2026-11-22 06:30");
    shop.push(yt(3), Watch.WATCHING, "2026-11-22 06:15 【苏州转运中心】 已揽收");
    assertThat(shop.post.posted.stream().filter(id -> id.contains("found"))).hasSize(1);

    try (ParcelStage blind = ParcelStage.withoutSource()) {
      blind.shipped("1", MEI, yt(1));
      assertThat(blind.says(MEI, Intent.LOGISTICS_QUERY, "到哪了"))
          .contains("我这边看不到", "查看物流")
          .doesNotContain("告诉您", "跟您说");
    }
  }

  @Test
  void severalParcelsInOneMessageNewestFirst() {
    shop.shipped("1", MEI, yt(1));
    shop.shipped("2", MEI, yt(2));
    shop.order("3", MEI, Order.Status.WAIT_SELLER_SEND);
    shop.push(yt(1), Watch.WATCHING, MOVING);
    shop.push(yt(2), Watch.WATCHING, OUT);

    String answer = shop.says(MEI, Intent.LOGISTICS_QUERY, "包裹都到哪了");

    assertThat(answer).startsWith("您有 3 个包裹").contains("还没发出，正在备货");
    assertThat(answer.indexOf("尾号 0002")).isLessThan(answer.indexOf("尾号 0001"));
  }

  @Test
  void notShippedYet() {
    shop.order("5", MEI, Order.Status.WAIT_SELLER_SEND);

    assertThat(shop.says(MEI, Intent.ORDER_STATUS_NOT_SHIPPED, "我的订单发出了吗"))
        .isEqualTo("您的「桂花乌龙茶」还没发出，正在备货（您是昨天下午2:00付的款），一发货就告诉您～");
  }

  @Test
  void urgingIsFeltAndGivenToAPerson() {
    shop.order("5", MEI, Order.Status.WAIT_SELLER_SEND);

    assertThat(shop.says(MEI, Intent.URGE_SHIP, "快点发吧")).startsWith("您着急用，我明白～");
    assertThat(shop.desk.tasks).containsValue("urge-ship");
  }

  @Test
  void aStandstillIsSaidHonestlyAndChasedOnce() {
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, "2026-11-18 06:15 【苏州转运中心】 已发出");

    assertThat(shop.says(MEI, Intent.DELAY_COMPLAINT, "怎么好几天不动了"))
        .startsWith("让您等这么久，真的很抱歉")
        .contains("停得有点久了", "11月18日早上6:15");
    shop.says(MEI, Intent.LOGISTICS_QUERY, "到哪了");
    assertThat(shop.desk.tasks.values()).containsOnlyOnce("stuck-parcel");
  }

  @Test
  void signedAndInTheLocker() {
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, "2026-11-21 09:20 快件已由西溪店菜鸟驿站代收，请及时取件，取件码 3-2-1001");
    assertThat(shop.says(MEI, Intent.LOGISTICS_QUERY, "签收了没有")).contains("可以取件啦", "取件码 3-2-1001");

    shop.push(yt(1), Watch.ENDED, "2026-11-21 09:50 已签收，签收人凭取货码签收。感谢使用圆通速递");
    assertThat(shop.says(MEI, Intent.LOGISTICS_QUERY, "签收了没有")).contains("今天上午9:50已经签收啦");
  }

  @Test
  void whoHasNoOrderIsAskedForItKindlyAndNotTheSameWayTwice() {
    String first = shop.says(LAN, Intent.LOGISTICS_QUERY, "我的快递到哪了");
    String second = shop.says(LAN, Intent.LOGISTICS_QUERY, "在吗？快递到哪了");

    assertThat(first).contains("订单号", "后四位");
    assertThat(second).contains("订单号").isNotEqualTo(first);
  }

  @Test
  void anOrderOfTheirsIsAnsweredAndAnothersIsNotOurs() {
    shop.shipped("1990000000000000001", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, MOVING);

    assertThat(shop.says(MEI, Intent.ORDER_NUMBER_GIVEN, "1990000000000000001")).contains("正在路上");
    assertThat(shop.says(LAN, Intent.ORDER_NUMBER_GIVEN, "1990000000000000001")).isEmpty();
    assertThat(shop.greeting.after(MEI, List.of("1990000000000000001")).orElseThrow())
        .contains("正在路上");
    assertThat(shop.greeting.after(LAN, List.of("1990000000000000001"))).isEmpty();
  }

  @Test
  void staleDataAreRefreshedWhenAskedAndNotAgainWithinHalfAnHour() {
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, MOVING);
    shop.now = china("2026-11-21 11:00");
    shop.source.answers.put(
        yt(1), new Answer.Found(ParcelStage.report(yt(1), Watch.ASKED, false, OUT, MOVING)));

    assertThat(shop.says(MEI, Intent.LOGISTICS_QUERY, "到哪了")).contains("正在给您送过来");
    shop.now = shop.now.plus(Duration.ofMinutes(29));
    shop.says(MEI, Intent.LOGISTICS_QUERY, "到哪了");
    assertThat(shop.source.asked).hasSize(1);
  }

  @Test
  void whenTheSourceIsDownTheAnswerSaysHowOldItIs() {
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, MOVING);
    shop.now = china("2026-11-21 12:00");
    shop.source.answers.put(yt(1), new Answer.Later(Duration.ofMinutes(2), "down"));

    assertThat(shop.says(MEI, Intent.LOGISTICS_QUERY, "到哪了")).contains("（这是今天上午10:00查到的）");
  }

  @Test
  void aStrangersNumberIsAnsweredWithItsStatusOnly() {
    shop.shipped("1", MEI, yt(1));
    shop.push(yt(1), Watch.WATCHING, OUT);

    assertThat(shop.says(LAN, Intent.TRACKING_NUMBER_GIVEN, "YT9900000000001"))
        .isEqualTo("圆通 YT9900000000001：今天早上8:31开始派送了。".replace("今天早上", "今早"));
  }

  @Test
  void whereTheCarrierAsksForTheTailSoDoWe() {
    shop.books.tails.put("3", "0003");
    shop.shipped("3", MEI, SF);
    shop.push(SF, Watch.WATCHING, "2026-11-21 06:10 快件到达 【龙都营业站】");

    assertThat(shop.says(LAN, Intent.TRACKING_NUMBER_GIVEN, "SF9900000000011")).contains("后四位");
    assertThat(shop.says(LAN, Intent.PHONE_GIVEN, "9999")).contains("对不上");
    assertThat(shop.says(LAN, Intent.PHONE_GIVEN, "0003")).contains("正在路上").doesNotContain("桂花");
    assertThat(shop.says(LAN, Intent.PHONE_GIVEN, "0003")).isEmpty();
  }

  @Test
  void wrongTailsComeToAnEnd() {
    shop.books.tails.put("3", "0003");
    shop.shipped("3", MEI, SF);
    String last = shop.says(LAN, Intent.TRACKING_NUMBER_GIVEN, "SF9900000000011");
    for (int i = 0; i < 10; i++) {
      last = shop.says(LAN, Intent.TRACKING_NUMBER_GIVEN, "SF9900000000011 000" + (i + 4));
    }

    assertThat(last).contains("歇一歇");
  }

  @Test
  void theOwnersTailIsAskedOnceAndRemembered() {
    shop.shipped("3", MEI, SF);
    shop.source.answers.put(SF, new Answer.No(Why.PHONE_NEEDED, "验证码错误"));

    assertThat(shop.says(MEI, Intent.LOGISTICS_QUERY, "到哪了")).contains("寄出啦", "后四位");
    assertThat(shop.says(MEI, Intent.LOGISTICS_QUERY, "到哪了")).doesNotContain("后四位");
    shop.source.answers.put(
        SF,
        new Answer.Found(
            ParcelStage.report(SF, Watch.ASKED, false, "2026-11-21 06:10 快件到达 【龙都营业站】")));
    assertThat(shop.says(MEI, Intent.PHONE_GIVEN, "尾号 0003")).contains("正在路上");
    assertThat(shop.source.asked).containsExactly("shunfeng/SF9900000000011+0003");
    shop.watchSweep.run(shop.now);
    assertThat(shop.source.watched).containsExactly("shunfeng/SF9900000000011+0003");
  }

  @Test
  void mereDigitsAreDetectedOrAskedAbout() {
    String number = "770000000000011";
    Waybill sto = new Waybill("shentong", number);
    shop.source.answers.put(
        sto, new Answer.Found(ParcelStage.report(sto, Watch.ASKED, false, MOVING)));
    assertThat(shop.says(LAN, Intent.TRACKING_NUMBER_GIVEN, number)).contains("申通", "正在路上");

    String twelve = "123456789012";
    String question = shop.says(LAN, Intent.TRACKING_NUMBER_GIVEN, twelve);
    assertThat(question).contains("是顺丰还是申通的单号呢", "carrier:shentong:" + twelve);
    assertThat(shop.taps(LAN, "carrier:shentong:" + twelve, "申通")).contains("申通 " + twelve);
  }

  @Test
  void questionsBeforeBuyingAreSomebodyElses() {
    assertThat(shop.says(LAN, Intent.LOGISTICS_QUERY, "请问默认发哪家快递公司")).isEmpty();
    assertThat(shop.says(LAN, Intent.LOGISTICS_QUERY, "从你们那寄到成都大概需要多少天")).isEmpty();
  }
}
