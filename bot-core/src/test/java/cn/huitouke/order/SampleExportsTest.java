package cn.huitouke.order;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.tracking.Waybill;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every sample export reaches the normalised content that comes with them. */
class SampleExportsTest {

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));

  private static final String A = "ExportOrderList202611211000_A.csv";
  private static final String A_ITEMS = "ExportOrderDetailList202611211000_A.csv";
  private static final String B = "ExportOrderList202611211001_B.csv";
  private static final String B_ITEMS = "ExportOrderDetailList202611211001_B.csv";
  private static final String C = "ExportOrderList202611211002_C.xlsx";
  private static final String C_ITEMS = "ExportOrderDetailList202611211002_C.xlsx";

  @TempDir Path folder;
  private ImportBench bench;

  @BeforeEach
  void open() {
    bench = new ImportBench(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @CsvSource({
    A + "," + A_ITEMS + ",A",
    A_ITEMS + "," + A + ",A",
    B + "," + B_ITEMS + ",B",
    B_ITEMS + "," + B + ",B",
    C + "," + C_ITEMS + ",C",
    C_ITEMS + "," + C + ",C",
  })
  void aGenerationOfExportsReachesWhatIsExpectedInEitherOrder(
      String first, String second, String generation) {
    ImportResult one = bench.sample(first);
    ImportResult two = bench.sample(second);

    assertThat(one.created()).isEqualTo(20);
    assertThat(two.updated()).isEqualTo(20);
    assertThat(one.refusedCount() + two.refusedCount()).isZero();
    for (JsonNode expected : expected()) {
      assertThat(seen(expected.get("orderId").asString(), generation))
          .isEqualTo(wanted(expected, generation));
    }
    assertThat(parcels()).isEqualTo(15);
  }

  @Test
  void allGenerationsTogetherKeepTheFullestOfEverything() {
    for (String file : List.of(C, C_ITEMS, B, A, B_ITEMS, A_ITEMS, "resaved-utf8bom-tab-OK.csv")) {
      assertThat(bench.sample(file).refusedCount()).isZero();
    }
    for (JsonNode expected : expected()) {
      Map<String, Object> seen = seen(expected.get("orderId").asString(), "all");
      assertThat(seen).isEqualTo(wanted(expected, "all"));
    }
    assertThat(parcels()).isEqualTo(15);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        A,
        A_ITEMS,
        B,
        B_ITEMS,
        C,
        C_ITEMS,
        "resaved-utf8bom-tab-OK.csv",
        "ExportOrderList-rawEquals_A.csv",
        "pdd-orders.csv",
        "youzan-orders.csv",
        "youzan-items.csv",
        "jd-orders.csv",
        "jushuitan-orders.csv"
      })
  void theSameFileTwiceChangesNothing(String file) {
    ImportResult first = bench.sample(file);
    bench.news();
    String before = dump();

    ImportResult second = bench.sample(file);

    assertThat(first.created()).isPositive();
    assertThat(first.refused()).isEmpty();
    assertThat(second)
        .isEqualTo(new ImportResult(first.read(), 0, 0, first.created(), List.of(), 0));
    assertThat(bench.news()).isEmpty();
    assertThat(dump()).isEqualTo(before);
  }

  @Test
  void everyRowOfTheSpoiltFileIsRefusedWithCauseAndMend() {
    ImportResult result = bench.sample("resaved-by-excel-BROKEN.csv");

    assertThat(result.created()).isZero();
    assertThat(result.read()).isPositive().isEqualTo(result.refusedCount());
    assertThat(result.refused()).extracting(Refusal::row).startsWith(2L, 3L, 4L, 5L, 6L);
    assertThat(result.refused())
        .allSatisfy(
            refusal -> {
              assertThat(refusal.column()).isEqualTo("订单编号");
              assertThat(refusal.reason()).contains("请不要用 Excel 打开保存后再导入");
            });
    assertThat(bench.jdbc.sql("SELECT count(*) FROM orders.orders").query(Long.class).single())
        .isZero();
  }

  @Test
  void theOldestExportWithBareEqualsSignsIsRead() {
    bench.sample("ExportOrderList-rawEquals_A.csv");

    assertThat(bench.orders.find("1990000000000000004").orElseThrow().waybills())
        .containsExactly(
            new Waybill("yuantong", "YT9900000000022"), new Waybill("shentong", "770000000000011"));
  }

  @Test
  void aRoundTripThroughASpreadsheetWithTabsIsRead() {
    bench.sample("resaved-utf8bom-tab-OK.csv");

    Order order = bench.orders.find("1990000000000000001").orElseThrow();
    assertThat(order.createdAt()).contains(time("2026-11-10 09:12:00"));
    assertThat(order.waybills()).containsExactly(new Waybill("yuantong", "YT9900000000011"));
  }

  @Test
  void pinduoduoIsRead() {
    ImportResult result = bench.sample("pdd-orders.csv");

    assertThat(result.created()).isEqualTo(4);
    Order shipped = bench.orders.find("261118-990000000000001").orElseThrow();
    assertThat(shipped.source()).isEqualTo("pdd");
    assertThat(shipped.status()).isEqualTo(Order.Status.WAIT_BUYER_CONFIRM);
    assertThat(shipped.paidAmount()).isEqualByComparingTo("27.80");
    assertThat(shipped.lines())
        .containsExactly(
            new Order.Line(
                "云南七彩菌菇汤包 70g*5袋", "口味:原味;规格:5袋", new BigDecimal("29.80"), 1, "JGT-070x5"));
    Order refunded = bench.orders.find("261112-990000000000004").orElseThrow();
    assertThat(refunded.status()).isEqualTo(Order.Status.CLOSED);
    assertThat(refunded.refundAmount()).isEqualByComparingTo("128.00");
    assertThat(bench.news())
        .filteredOn(OrderEvent.ParcelShipped.class::isInstance)
        .extracting(OrderEvent::order)
        .containsExactly("261118-990000000000001", "261110-990000000000002");
  }

  @Test
  void jdRowsOfOneOrderBecomeOneOrder() {
    ImportResult result = bench.sample("jd-orders.csv");

    assertThat(result.read()).isEqualTo(2);
    assertThat(result.created()).isEqualTo(1);
    Order order = bench.orders.find("990000000001").orElseThrow();
    assertThat(order.lines())
        .extracting(Order.Line::merchantCode)
        .containsExactly("YDJ-050", "HT-2500");
    assertThat(order.paidAmount()).isEqualByComparingTo("107.90");
    assertThat(order.province()).isEqualTo("浙江省");
    assertThat(order.city()).isEqualTo("杭州市");
    assertThat(bench.orders.phoneTail("990000000001")).contains("0031");
  }

  @ParameterizedTest
  @CsvSource({"youzan-orders.csv,youzan-items.csv", "youzan-items.csv,youzan-orders.csv"})
  void youzanListsMeetInEitherOrder(String first, String second) {
    bench.sample(first);
    bench.sample(second);

    Order order = bench.orders.find("E20261118100000099000001").orElseThrow();
    assertThat(order.source()).isEqualTo("youzan");
    assertThat(order.status()).isEqualTo(Order.Status.WAIT_BUYER_CONFIRM);
    assertThat(order.waybills()).containsExactly(new Waybill("yuantong", "YT9900000000055"));
    assertThat(order.city()).isEqualTo("杭州市");
    assertThat(bench.news())
        .filteredOn(OrderEvent.ParcelShipped.class::isInstance)
        .singleElement()
        .isEqualTo(
            new OrderEvent.ParcelShipped(
                "E20261118100000099000001",
                new Waybill("yuantong", "YT9900000000055"),
                java.util.Optional.of("0031"),
                "浙江省 杭州市",
                java.util.Optional.of(time("2026-11-18 18:00:00"))));
  }

  @Test
  void mergedOrdersOfJushuitanShareTheirParcel() {
    ImportResult result = bench.sample("jushuitan-orders.csv");

    assertThat(result.read()).isEqualTo(3);
    assertThat(result.created()).isEqualTo(4);
    assertThat(bench.orders.ordersIn(new Waybill("yuantong", "YT9900000000033")))
        .extracting(Order::number)
        .containsExactlyInAnyOrder("1990000000000000016", "1990000000000000017");
  }

  @Test
  void aClosedOrderWithAParcelIsNotAnnounced() {
    bench.sample(B);

    assertThat(bench.news())
        .filteredOn(event -> event.order().equals("1990000000000000008"))
        .containsExactly(
            new OrderEvent.OrderPaid("1990000000000000008", time("2026-11-15 18:21:00")),
            new OrderEvent.OrderRefunded("1990000000000000008", "39.90", true),
            new OrderEvent.OrderClosed("1990000000000000008", "退款"));
  }

  @Test
  void productsGrowFromTheItemLists() {
    bench.sample(A_ITEMS);
    bench.sample(B_ITEMS);
    bench.sample(C_ITEMS);

    assertThat(
            bench.jdbc.sql("SELECT merchant_code FROM orders.product").query(String.class).list())
        .containsExactlyInAnyOrder(
            "YDJ-050", "DH-250", "CH-300", "HT-2500", "JGT-070x5", "TD-010", "LZ-100", "CARD-50");
  }

  @Test
  void nothingThatIdentifiesAPersonLiesOpenInTheDatabase() {
    bench.sample(A);
    bench.sample(A_ITEMS);

    assertThat(dump()).doesNotContain("林晓雨", "16000000001", "虚拟路", "甜甜圈", "尽快", "分两包发");
  }

  private String dump() {
    StringBuilder dump = new StringBuilder();
    for (String table : List.of("orders", "line", "parcel", "product")) {
      bench
          .jdbc
          .sql("SELECT t::text FROM orders." + table + " t ORDER BY 1")
          .query(String.class)
          .list()
          .forEach(row -> dump.append(row).append('\n'));
    }
    return dump.toString();
  }

  private long parcels() {
    return bench
        .jdbc
        .sql("SELECT count(DISTINCT (carrier, number)) FROM orders.parcel")
        .query(Long.class)
        .single();
  }

  private static JsonNode expected() {
    try (InputStream file = SampleExportsTest.class.getResourceAsStream("/orders/expected.json")) {
      return JsonMapper.builder().build().readTree(file).get("orders");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Instant time(String text) {
    return LocalDateTime.parse(text, SECONDS).atZone(ZoneId.of("Asia/Shanghai")).toInstant();
  }

  /** The expected order, without what the generation's exports do not carry. */
  private static Map<String, Object> wanted(JsonNode json, String generation) {
    Map<String, Object> order = new TreeMap<>();
    for (String name :
        List.of(
            "orderId",
            "status",
            "province",
            "city",
            "district",
            "goodsAmount",
            "postage",
            "paidAmount",
            "refundAmount",
            "createdAt",
            "paidAt",
            "finishedAt",
            "closeReason",
            "buyerMessage",
            "memo")) {
      order.put(name, text(json.get(name)));
    }
    order.put("presale", json.get("presale").asBoolean());
    order.put("noLogistics", json.get("noLogistics").asBoolean());
    if (!generation.equals("A")) {
      order.put("shippedAt", text(json.get("shippedAt")));
    }
    if (generation.equals("A") || generation.equals("all")) {
      order.put("buyerNick", text(json.get("buyerNick")));
      order.put("receiverName", text(json.get("receiverName")));
      order.put("receiverPhone", text(json.get("receiverPhone")));
      order.put("phoneTail", text(json.get("phoneTail")));
      order.put("effectiveAddress", text(json.get("effectiveAddress")));
    }
    if (generation.equals("B") || generation.equals("all")) {
      order.put("virtualPhoneGenB", text(json.get("virtualPhoneGenB")));
    }
    List<Object> items = new ArrayList<>();
    for (JsonNode item : json.get("items")) {
      items.add(
          item(
              text(item.get("title")),
              text(item.get("sku")),
              text(item.get("price")),
              item.get("qty").asInt(),
              text(item.get("merchantCode"))));
    }
    order.put("items", items);
    List<Object> parcels = new ArrayList<>();
    for (JsonNode parcel : json.get("parcels")) {
      parcels.add(
          text(parcel.get("com"))
              + " "
              + text(parcel.get("comName"))
              + " "
              + text(parcel.get("num")));
    }
    order.put("parcels", parcels);
    return order;
  }

  private static String text(JsonNode node) {
    return node.isNull() ? "" : node.asString();
  }

  private static Map<String, Object> item(
      String title, String sku, String price, int quantity, String code) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("title", title);
    item.put("sku", sku);
    item.put("price", price);
    item.put("qty", quantity);
    item.put("merchantCode", code);
    return item;
  }

  private Map<String, Object> seen(String number, String generation) {
    Kept kept = bench.kept(number);
    Person person = kept.person();
    Map<String, Object> order = new TreeMap<>();
    order.put("orderId", kept.number());
    order.put("status", kept.status().name());
    order.put("province", kept.province());
    order.put("city", kept.city());
    order.put("district", orEmpty(person.district()));
    order.put("goodsAmount", String.valueOf(kept.amounts().goods()));
    order.put("postage", String.valueOf(kept.amounts().postage()));
    order.put("paidAmount", String.valueOf(kept.amounts().paid()));
    order.put("refundAmount", kept.refunded().toPlainString());
    order.put("createdAt", seconds(kept.times().created()));
    order.put("paidAt", seconds(kept.times().paid()));
    order.put("finishedAt", seconds(kept.times().finished()));
    order.put("closeReason", orEmpty(kept.closeReason()));
    order.put("buyerMessage", orEmpty(person.message()));
    order.put("memo", orEmpty(person.memo()));
    order.put("presale", kept.presale());
    order.put("noLogistics", kept.noLogistics());
    if (!generation.equals("A")) {
      order.put("shippedAt", seconds(kept.times().shipped()));
    }
    if (generation.equals("A") || generation.equals("all")) {
      order.put("buyerNick", orEmpty(person.nick()));
      order.put("receiverName", orEmpty(person.name()));
      order.put("receiverPhone", orEmpty(person.phone()));
      order.put("phoneTail", person.visibleTail().orElse(""));
      order.put("effectiveAddress", orEmpty(person.address()));
    }
    if (generation.equals("B") || generation.equals("all")) {
      order.put("virtualPhoneGenB", orEmpty(person.virtual()));
    }
    List<Object> items = new ArrayList<>();
    for (Found.Item item : kept.items()) {
      items.add(
          item(
              item.title(),
              item.sku(),
              String.valueOf(item.price()),
              item.quantity(),
              item.merchantCode()));
    }
    order.put("items", items);
    List<Object> parcels = new ArrayList<>();
    for (Found.Shipment shipment : kept.shipments()) {
      parcels.add(
          shipment.waybill().carrier()
              + " "
              + shipment.carrierName()
              + " "
              + shipment.waybill().number());
    }
    order.put("parcels", parcels);
    return order;
  }

  private static String orEmpty(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }

  private static String seconds(@org.jspecify.annotations.Nullable Instant time) {
    return time == null ? "" : SECONDS.format(time);
  }
}
