package cn.huitouke.sandbox.shop;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.sandbox.world.Journey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DemoShopTest {

  private static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");
  private static final Charset GB18030 = Charset.forName("GB18030");

  static Stream<Instant> everyHalfHourOfADay() {
    return IntStream.range(0, 48).mapToObj(half -> NOON.plus(Duration.ofMinutes(30L * half + 1)));
  }

  @Test
  void eightCustomersHaveTwentyOrders() {
    DemoShop shop = new DemoShop(NOON);

    assertThat(shop.buyers()).hasSize(8);
    assertThat(shop.orders()).hasSize(20);
    assertThat(shop.orders().stream().map(DemoOrder::number).distinct())
        .hasSize(20)
        .allMatch(number -> number.matches("1990000000\\d{9}"));
    assertThat(shop.buyers())
        .allMatch(buyer -> buyer.phone().matches("160\\d{8}"))
        .allMatch(buyer -> buyer.openid().length() == 28)
        .allMatch(buyer -> !shop.ordersOf(buyer.openid(), NOON).isEmpty());
    assertThat(shop.ordersOf("a stranger", NOON)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("everyHalfHourOfADay")
  void atAnyHourOfStartingThereIsAParcelOfEachKind(Instant start) {
    DemoShop shop = new DemoShop(start);

    Map<String, Long> kinds =
        shop.orders().stream()
            .filter(order -> order.stand() == DemoOrder.Stand.SHIPPED)
            .flatMap(order -> order.waybills().stream())
            .distinct()
            .map(waybill -> latest(shop.find(waybill.express().code(), waybill.number()), start))
            .collect(Collectors.groupingBy(Journey.Step::kuaidi100, Collectors.counting()));

    assertThat(kinds.get("5")).as("out for delivery").isGreaterThanOrEqualTo(1);
    assertThat(kinds.get("501")).as("in a locker").isEqualTo(1);
    assertThat(kinds.get("301")).as("signed").isGreaterThanOrEqualTo(1);
    assertThat(kinds.getOrDefault("1001", 0L) + kinds.getOrDefault("1002", 0L))
        .as("on the road")
        .isGreaterThanOrEqualTo(4);
    assertThat(
            shop.all().stream()
                .filter(journey -> !journey.until(start).isEmpty())
                .map(journey -> latest(Optional.of(journey), start)))
        .as("silent for four days, though not arrived")
        .anyMatch(
            step ->
                step.kuaidi100().equals("1002")
                    && step.at().isBefore(start.minus(Duration.ofDays(4))));
  }

  @ParameterizedTest
  @MethodSource("everyHalfHourOfADay")
  void aParcelNeverGoesBackInTime(Instant start) {
    for (Journey journey : new DemoShop(start).all()) {
      List<Instant> times = journey.steps().stream().map(Journey.Step::at).toList();
      assertThat(times).as(journey.number()).isSorted().doesNotHaveDuplicates();
      assertThat(journey.steps()).noneMatch(step -> step.text().contains("{"));
    }
  }

  @ParameterizedTest
  @MethodSource("everyHalfHourOfADay")
  void turningToTheNextMorningMovesParcels(Instant start) {
    DemoShop shop = new DemoShop(start);
    Instant morning = ShopDays.nextMorning(start);

    long moved =
        shop.all().stream()
            .filter(journey -> journey.until(start).size() < journey.until(morning).size())
            .count();

    assertThat(Duration.between(start, morning))
        .isBetween(Duration.ofHours(3), Duration.ofHours(27));
    assertThat(moved).isGreaterThanOrEqualTo(4);
  }

  @Test
  void theStuckParcelMovesAgainWithinThreeDays() {
    DemoShop shop = new DemoShop(NOON);
    Journey stuck =
        shop.all().stream()
            .filter(journey -> journey.carrier().equals("yunda"))
            .filter(journey -> !journey.until(NOON).isEmpty())
            .filter(
                journey ->
                    !latest(Optional.of(journey), NOON)
                        .at()
                        .isAfter(NOON.minus(Duration.ofDays(4))))
            .filter(journey -> journey.until(NOON).size() < journey.steps().size())
            .findFirst()
            .orElseThrow();

    assertThat(latest(Optional.of(stuck), NOON.plus(Duration.ofDays(3))).at()).isAfter(NOON);
  }

  @Test
  void theUnshippedOrderShipsTheNextMorning() {
    DemoShop shop = new DemoShop(NOON);
    Instant nextNoon = NOON.plus(Duration.ofDays(1));
    DemoOrder waiting =
        shop.orders().stream()
            .filter(order -> order.stand() == DemoOrder.Stand.UNSHIPPED)
            .findFirst()
            .orElseThrow();
    DemoOrder packed = shop.orders(nextNoon).get(shop.orders().indexOf(waiting));
    String number = packed.waybills().getFirst().number();

    assertThat(waiting.waybills()).isEmpty();
    assertThat(packed.stand()).isEqualTo(DemoOrder.Stand.SHIPPED);
    assertThat(new String(shop.orderExport(), GB18030)).doesNotContain(number);
    assertThat(new String(shop.orderExport(nextNoon), GB18030)).contains(number);
    assertThat(shop.find("shentong", number).orElseThrow().until(NOON)).isEmpty();
    assertThat(shop.find("shentong", number).orElseThrow().until(nextNoon)).hasSize(1);
  }

  @Test
  void oneOrderHasTwoParcelsAndOneParcelHasTwoOrders() {
    DemoShop shop = new DemoShop(NOON);
    Map<DemoWaybill, Long> uses =
        shop.orders().stream()
            .flatMap(order -> order.waybills().stream())
            .collect(Collectors.groupingBy(waybill -> waybill, Collectors.counting()));

    assertThat(shop.orders()).filteredOn(order -> order.waybills().size() == 2).hasSize(1);
    assertThat(uses.values()).filteredOn(count -> count == 2).hasSize(1);
    assertThat(uses.keySet())
        .allMatch(waybill -> shop.find(waybill.express().code(), waybill.number()).isPresent());
  }

  @Test
  void numbersLookLikeTheirCarriers() {
    Map<String, String> formats =
        Map.of(
            "yuantong", "YT99\\d{11}",
            "shunfeng", "SF99\\d{11}",
            "zhongtong", "79\\d{12}",
            "shentong", "77\\d{13}",
            "yunda", "46\\d{13}",
            "jtexpress", "JT\\d{13}");

    assertThat(new DemoShop(NOON).all())
        .allMatch(journey -> journey.number().matches(formats.get(journey.carrier())))
        .allMatch(
            journey -> journey.phoneTail().filter(tail -> tail.matches("\\d{4}")).isPresent());
  }

  @Test
  void theSameStartGivesTheSameShop() {
    assertThat(new DemoShop(NOON).orderExport()).isEqualTo(new DemoShop(NOON).orderExport());
    assertThat(new DemoShop(NOON).all()).containsExactlyElementsOf(new DemoShop(NOON).all());
  }

  @Test
  void anotherDaysShopClaimsNoNumberAgain() {
    List<String> today = new DemoShop(NOON).all().stream().map(Journey::number).toList();
    DemoShop later = new DemoShop(NOON.plus(Duration.ofDays(1)));

    assertThat(later.all().stream().map(Journey::number)).doesNotContainAnyElementsOf(today);
  }

  @Test
  void theExportsBearTheHeadingsOfRealOnes() throws IOException {
    DemoShop shop = new DemoShop(NOON);

    assertThat(lines(shop.orderExport()).getFirst())
        .isEqualTo(sampleHeadings("ExportOrderList202611211001_B.csv"));
    assertThat(lines(shop.itemExport()).getFirst())
        .isEqualTo(sampleHeadings("ExportOrderDetailList202611211001_B.csv"));
  }

  @Test
  void theOrderExportHidesPhonesAndNames() {
    DemoShop shop = new DemoShop(NOON);
    String export = new String(shop.orderExport(), GB18030);

    assertThat(lines(shop.orderExport())).hasSize(21);
    assertThat(export)
        .contains("\"=\"\"" + shop.orders().getFirst().number() + "\"\"\"")
        .contains("'160****3107")
        .contains("'16099000003-7003")
        .contains("林**")
        .contains("浙江省 杭州市 西湖区 ****")
        .contains(";")
        .contains("云朵山货");
    assertThat(shop.buyers())
        .noneMatch(buyer -> export.contains(buyer.phone()))
        .noneMatch(buyer -> export.contains(buyer.receiver()));
  }

  @Test
  void theItemExportHasALineForEachItem() {
    DemoShop shop = new DemoShop(NOON);
    int items = shop.orders().stream().mapToInt(order -> order.items().size()).sum();

    List<String> lines = lines(shop.itemExport());

    assertThat(lines).hasSize(items + 1);
    assertThat(lines.stream().map(line -> line.split(",")[0]).distinct()).hasSize(items + 1);
  }

  private static Journey.Step latest(Optional<Journey> journey, Instant now) {
    return journey.orElseThrow().until(now).getLast();
  }

  private static List<String> lines(byte[] csv) {
    return Arrays.asList(new String(csv, GB18030).split("\r\n"));
  }

  private static String sampleHeadings(String file) throws IOException {
    try (InputStream sample = DemoShopTest.class.getResourceAsStream("/orders/" + file)) {
      return lines(Objects.requireNonNull(sample).readAllBytes()).getFirst();
    }
  }
}
