package cn.huitouke.logistics;

import static cn.huitouke.logistics.ParcelStage.LAN;
import static cn.huitouke.logistics.ParcelStage.MEI;
import static cn.huitouke.logistics.ParcelStage.china;
import static cn.huitouke.logistics.ParcelStage.yt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.Levels;
import cn.huitouke.tracking.TrackingReport.Watch;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LateCompensationTest {

  private static final String RULE =
      """
      enabled: true
      gifts:
        default: {coupon: 满50减5元优惠券, worth: 5}
        金卡: {amount: 8}
        银卡: {points: 100, worth: 2.50}
      caps:
        customer: {times: 2, days: 90}
        day: {times: 30, worth: 18}
      """;

  @TempDir Path folder;

  private ParcelStage shop(String rule) throws IOException {
    Path file = folder.resolve("compensation.yml");
    Files.writeString(file, rule);
    return new ParcelStage(
        LogisticsSettings.usual().compensating(file),
        beans -> beans.addBean("levels", (Levels) LateCompensationTest::level));
  }

  private static Optional<String> level(CustomerId customer) {
    return switch ((int) customer.value()) {
      case 2 -> Optional.of("金卡");
      case 3 -> Optional.of("银卡");
      case 4 -> Optional.of("铜卡");
      default -> Optional.empty();
    };
  }

  private static void late(ParcelStage shop, int n, CustomerId customer) {
    shop.now = china("2026-11-21 10:00");
    shop.shipped("o" + n, customer, yt(n));
    shop.push(yt(n), Watch.WATCHING, "2026-11-21 09:00 【江苏省苏州市北桥公司】 已揽收");
    shop.now = china("2026-11-26 10:07");
    shop.troubleSweep.run(shop.now);
  }

  private static List<CompensationPromised> promises(ParcelStage shop) {
    return shop.published.stream()
        .filter(CompensationPromised.class::isInstance)
        .map(CompensationPromised.class::cast)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "1,补给您一张「满50减5元优惠券」，是一点心意,COUPON,满50减5元优惠券,5.00",
    "2,补给您 8.00 元，是一点心意,AMOUNT,8.00,8.00",
    "3,补给您 100 积分，是一点心意,POINTS,100,2.50",
    "4,补给您一张「满50减5元优惠券」,COUPON,满50减5元优惠券,5.00"
  })
  void theLetterSaysExactlyWhatTheRuleGivesThisLevel(
      long customer, String words, CompensationPromised.Kind kind, String what, BigDecimal worth)
      throws IOException {
    try (ParcelStage shop = shop(RULE)) {
      late(shop, 1, new CustomerId(customer));

      assertThat(shop.post.last().message().text()).contains(words).containsOnlyOnce("补给您");
      assertThat(promises(shop))
          .containsExactly(
              new CompensationPromised(
                  yt(1), List.of("o1"), new CustomerId(customer), kind, what, worth, shop.now));
      assertThat(shop.desk.words.get("late:" + yt(1))).contains("已答应顾客补偿：" + what);
    }
  }

  @Test
  void onceAParcelHoweverOftenItIsTold() throws IOException {
    try (ParcelStage shop = shop(RULE)) {
      late(shop, 1, MEI);
      shop.troubleSweep.run(china("2026-11-28 10:07"));
      shop.notices.tell(List.of(shop.parcel(yt(1)).id()));

      assertThat(promises(shop)).hasSize(1);
      assertThat(shop.post.ids()).filteredOn(id -> id.contains(":late:")).hasSize(1);
    }
  }

  @Test
  void noCustomerGetsMoreThanTheirShareAndTheOthersAreOnlyApologisedTo() throws IOException {
    try (ParcelStage shop = shop(RULE)) {
      for (int n = 1; n <= 3; n++) {
        late(shop, n, MEI);
      }
      assertThat(promises(shop)).hasSize(2);
      assertThat(shop.post.last().message().text()).contains("真对不起").doesNotContain("补给您");
      late(shop, 4, LAN);
      assertThat(promises(shop)).as("8 more would be 18: just within the day's").hasSize(3);
      late(shop, 5, new CustomerId(3));
      assertThat(promises(shop)).as("the day's are used up").hasSize(3);
    }
  }

  @Test
  void manyAtOnceKeepTheDaysCapToo() throws Exception {
    try (ParcelStage shop = shop(RULE)) {
      LateCompensation compensation = shop.compensation;
      List<Callable<Optional<LatePromise>>> askers =
          IntStream.rangeClosed(1, 20)
              .<Callable<Optional<LatePromise>>>mapToObj(
                  n -> {
                    CustomerId customer = new CustomerId(100 + n);
                    shop.shipped("o" + n, customer, yt(n));
                    Parcel parcel = shop.parcel(yt(n));
                    return () -> compensation.promise(parcel, customer, shop.now);
                  })
              .toList();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        int promised = 0;
        for (var answer : threads.invokeAll(askers)) {
          promised += answer.get().isPresent() ? 1 : 0;
        }
        assertThat(promised).as("three of 5 yuan within 18").isEqualTo(3);
      }
    }
  }

  @Test
  void withoutAFileOrSwitchedOffNothingIsPromised() throws IOException {
    try (ParcelStage shop = shop(RULE.replace("enabled: true", "enabled: false"))) {
      late(shop, 1, MEI);
      assertThat(promises(shop)).isEmpty();
    }
    assertThat(CompensationRule.read(folder.resolve("none.yml"))).isSameAs(CompensationRule.NONE);
  }

  @Test
  void theFileThatComesWithTheProgramIsReadAndOff() {
    Path file = ParcelStage.templates().resolveSibling("config/compensation.yml");
    CompensationRule rule = CompensationRule.read(file);
    assertThat(rule.enabled()).isFalse();
    assertThat(rule.gifts()).containsKey(CompensationRule.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "enabled: true|enabled: perhaps|enabled is perhaps. Mend: write true or false",
        "金卡: {amount: 8}|金卡: {amount: 八块}|gifts.金卡.amount is 八块. Mend: write yuan",
        "金卡: {amount: 8}|金卡: {amount: 8, points: 3}|gifts.金卡 is {amount=8, points=3}. Mend: name"
            + " exactly one",
        "金卡: {amount: 8}|金卡: {amonut: 8}|gifts.金卡.amonut is 8. Mend: use only",
        "times: 2,|times: 0,|caps.customer.times is 0. Mend: write a whole number above 0",
        "worth: 18|worth: -1|caps.day.worth is -1. Mend: write yuan above 0",
        ", worth: 5}|}|gifts.default.worth is missing. Mend",
        "day: {times: 30, worth: 18}|dya: {}|caps.dya is {}. Mend: use only"
      })
  void aFaultStopsTheStartAndNamesKeyAndMend(String good, String bad, String sentence)
      throws IOException {
    Path file = folder.resolve("compensation.yml");
    Files.writeString(file, RULE.replace(good, bad));
    assertThatThrownBy(() -> CompensationRule.read(file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("compensation.yml: " + sentence);
  }

  @Test
  void brokenYamlIsNamedToo() throws IOException {
    Path file = folder.resolve("compensation.yml");
    Files.writeString(file, "enabled: [");
    assertThatThrownBy(() -> CompensationRule.read(file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("compensation.yml cannot be read. Mend");
  }
}
