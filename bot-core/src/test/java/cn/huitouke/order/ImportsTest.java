package cn.huitouke.order;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.tracking.Waybill;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportsTest {

  private static final String FIRST = "2000000000000000000";
  private static final List<String> COLUMNS = List.of("订单编号", "订单状态", "订单创建时间", "物流单号", "物流公司");

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
  @ValueSource(strings = {"GBK", "GB18030", "UTF-8"})
  void theUsualEncodingsAreRead(String charset) {
    ImportResult result =
        bench.bytes(Exports.csv(java.nio.charset.Charset.forName(charset), Exports.row(0)));

    assertThat(result.created()).isEqualTo(1);
    assertThat(bench.kept(FIRST).person().name()).isEqualTo("收货人0");
  }

  @Test
  void aRowInAnotherEncodingIsRefusedAndTheOthersAreKept() {
    byte[] gbk = Exports.csv(Exports.GBK, Exports.row(0), Exports.row(1));
    byte[] utf8 = (Exports.row(2) + "\r\n").getBytes(StandardCharsets.UTF_8);
    byte[] more = (Exports.row(3) + "\r\n").getBytes(Exports.GBK);

    ImportResult result = bench.bytes(joined(gbk, utf8, more));

    assertThat(result.created()).isEqualTo(3);
    assertThat(result.refused())
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.row()).isEqualTo(4);
              assertThat(refusal.reason()).contains("编码");
            });
    assertThat(
            bench
                .bytes(joined(Exports.csv(StandardCharsets.UTF_8, Exports.row(5)), more))
                .refused())
        .singleElement()
        .extracting(Refusal::row)
        .isEqualTo(3L);
  }

  @Test
  void otherKindsOfFileAreNamed() {
    assertThat(reason(new byte[0])).contains("空的");
    assertThat(reason("<html><table>".getBytes(StandardCharsets.UTF_8))).contains("html");
    assertThat(reason(Exports.csv(StandardCharsets.UTF_16LE, "")).contains("平台导出")).isTrue();
    assertThat(reason(joined(new byte[] {(byte) 0xFF, (byte) 0xFE}, new byte[] {1, 0})))
        .contains("UTF-16");
    byte[] ole = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 0, 0};
    assertThat(reason(ole)).contains(".xls");
    assertThat(reason(joined(ole, "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE))))
        .contains("密码");
    assertThat(reason("a,b,c\n1,2,3\n".getBytes(StandardCharsets.UTF_8))).contains("订单编号");
    assertThat(reason(new byte[] {'P', 'K', 3, 4, 0, 0})).contains("损坏");
  }

  @Test
  void aStrayQuoteStopsTheReadingButKeepsWhatCameBefore() {
    String[] rows = IntStream.range(0, 600).mapToObj(Exports::row).toArray(String[]::new);
    rows[10] = rows[10].replace("收货人10", "\"收货人10");

    ImportResult result = bench.bytes(Exports.csv(Exports.GBK, rows));

    assertThat(result.created()).isEqualTo(10);
    assertThat(result.refused())
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.row()).isEqualTo(12);
              assertThat(refusal.reason()).contains("引号");
            });
  }

  @Test
  void badCellsAreRefusedWithTheirColumnAndGoodRowsKept() {
    ImportResult result =
        bench.bytes(
            Exports.csv(
                Exports.GBK,
                Exports.row(0),
                Exports.row(1).replace("39.90,卖家", "很多,卖家"),
                Exports.row(2).replace("2026-11-18 21:30:05", "########"),
                Exports.row(3).replace("YT0000000000003", "7.90000E+13"),
                Exports.row(4).replace("卖家已发货，等待买家确认", "飞走了"),
                Exports.row(5) + ",多出来的",
                Exports.row(6).replaceFirst("=\"[0-9]+\"", ""),
                Exports.row(7).replace("YT0000000000007", "快递99"),
                Exports.row(8)));

    assertThat(result.created()).isEqualTo(2);
    assertThat(result.read()).isEqualTo(9);
    assertThat(result.refused())
        .extracting(Refusal::row, Refusal::column)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(3L, "买家实际支付金额"),
            org.assertj.core.groups.Tuple.tuple(4L, "订单创建时间"),
            org.assertj.core.groups.Tuple.tuple(5L, "物流单号"),
            org.assertj.core.groups.Tuple.tuple(6L, "订单状态"),
            org.assertj.core.groups.Tuple.tuple(7L, ""),
            org.assertj.core.groups.Tuple.tuple(8L, "订单编号"),
            org.assertj.core.groups.Tuple.tuple(9L, "物流单号"));
  }

  @Test
  void onlyTheFirstThousandRefusalsAreListed() {
    String[] rows =
        IntStream.range(0, 1500)
            .mapToObj(n -> Exports.row(n).replaceFirst("=\"[0-9]+\"", "1.99E+18"))
            .toArray(String[]::new);

    ImportResult result = bench.bytes(Exports.csv(Exports.GBK, rows));

    assertThat(result.refused()).hasSize(1000);
    assertThat(result.refusedCount()).isEqualTo(1500);
  }

  @Test
  void aLaterExportUpdatesAndTellsOnlyWhatIsNew() {
    String unshipped =
        Exports.row(0)
            .replace("卖家已发货，等待买家确认", "买家已付款，等待卖家发货")
            .replace("YT0000000000000,圆通速递", ",")
            .replace(",2026-11-19 10:00:00", ",");
    bench.bytes(Exports.csv(Exports.GBK, unshipped));
    assertThat(bench.news()).singleElement().isInstanceOf(OrderEvent.OrderPaid.class);

    assertThat(bench.bytes(Exports.csv(Exports.GBK, Exports.row(0))).updated()).isEqualTo(1);
    assertThat(bench.news())
        .singleElement()
        .isInstanceOfSatisfying(
            OrderEvent.ParcelShipped.class,
            shipped -> {
              assertThat(shipped.waybill()).isEqualTo(new Waybill("yuantong", "YT0000000000000"));
              assertThat(shipped.destination()).isEqualTo("浙江省 杭州市");
              assertThat(shipped.phoneTail()).contains("0000");
              assertThat(shipped.at()).isPresent();
            });

    String refunded = Exports.row(0).replace("圆通速递,0.00", "圆通速递,9.90");
    bench.bytes(Exports.csv(Exports.GBK, refunded));
    assertThat(bench.news()).containsExactly(new OrderEvent.OrderRefunded(FIRST, "9.90", false));

    String second = refunded.replace("YT0000000000000", "\"YT0000000000000,YT0000000000999\"");
    bench.bytes(Exports.csv(Exports.GBK, second.replace("卖家已发货，等待买家确认", "交易成功")));
    assertThat(bench.news())
        .hasSize(2)
        .anyMatch(OrderEvent.OrderFinished.class::isInstance)
        .anyMatch(
            event ->
                event instanceof OrderEvent.ParcelShipped shipped
                    && shipped.waybill().number().equals("YT0000000000999"));
  }

  @Test
  void emptyCellsEraseNothingAndAnOlderExportTakesNothingBack() {
    bench.bytes(Exports.csv(Exports.GBK, Exports.row(0)));
    Kept before = bench.kept(FIRST);
    bench.news();

    bench.bytes(
        Exports.csv(
            Exports.GBK,
            "=\"" + FIRST + "\",,,\"买家已付款,等待卖家发货\",收**,浙江省 杭州市 ****,160****0000,,,,,,,,,"));

    assertThat(bench.kept(FIRST)).isEqualTo(before);
    assertThat(bench.news()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "No:YT9900000000011|圆通速递|yuantong/YT9900000000011",
        "YT9900000000022;770000000000011|圆通;申通快递|yuantong/YT9900000000022 shentong/770000000000011",
        "79000000000011、79000000000012|中通快递|zhongtong/79000000000011 zhongtong/79000000000012",
        "SF9900000000011|某某速运|shunfeng/SF9900000000011",
        "123456789012|某某速运|unknown/123456789012",
        "9800000000011|邮政快递包裹|youzhengguonei/9800000000011",
        "EA000000014CN|邮政EMS|ems/EA000000014CN",
        "JDVA00000000011-1-1-|京东物流|jd/JDVA00000000011-1-1-",
      })
  void waybillCellsAreTakenApart(String numbers, String carriers, String expected) {
    assertThat(
            Carriers.shipments(numbers, carriers).orElseThrow().stream()
                .map(shipment -> shipment.waybill().toString()))
        .containsExactly(expected.split(" "));
  }

  @Test
  void anUnknownCarrierIsKeptAsItIsNamed() {
    bench.bytes(Exports.csv(Exports.GBK, Exports.row(0).replace("圆通速递", "村口速递")));

    assertThat(bench.kept(FIRST).shipments())
        .containsExactly(new Found.Shipment(new Waybill("yuantong", "YT0000000000000"), "村口速递"));
  }

  @Test
  void sharedStringsNumbersAndDatesOfASpreadsheetAreRead() {
    String shared =
        "<?xml version=\"1.0\"?><sst"
            + " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><si><t>"
            + FIRST
            + "</t></si><si><r><t>交易</t></r><r><t>成功</t></r></si></sst>";
    byte[] file =
        Exports.xlsx(
            List.of(
                COLUMNS,
                List.of(
                    "<c t=\"s\"><v>0</v></c>",
                    "<c t=\"s\"><v>1</v></c>",
                    "<c><v>46344.5</v></c>",
                    "<c><v>79000000000011</v></c>",
                    "中通快递")),
            Map.of("xl/sharedStrings.xml", shared));

    ImportResult result = bench.bytes(file);

    assertThat(result.refused()).isEmpty();
    Order order = bench.orders.find(FIRST).orElseThrow();
    assertThat(order.status()).isEqualTo(Order.Status.FINISHED);
    assertThat(order.createdAt()).contains(java.time.Instant.parse("2026-11-18T04:00:00Z"));
    assertThat(order.waybills()).containsExactly(new Waybill("zhongtong", "79000000000011"));
  }

  @Test
  void formulasAndSpoiltNumbersInASpreadsheetAreRefused() {
    byte[] file =
        Exports.xlsx(
            List.of(
                COLUMNS,
                List.of("<c t=\"str\"><f>\"199\"</f><v>199</v></c>", "交易成功", "", "", ""),
                List.of("<c><v>1.99E+18</v></c>", "交易成功", "", "", ""),
                List.of("<c><v>1990000000000000000</v></c>", "交易成功", "", "", ""),
                List.of("<c t=\"e\"><v>#N/A</v></c>", "交易成功", "", "", ""),
                List.of(FIRST, "交易成功", "", "", "")));

    ImportResult result = bench.bytes(file);

    assertThat(result.created()).isEqualTo(1);
    assertThat(result.refused()).extracting(Refusal::row).containsExactly(2L, 3L, 4L, 5L);
    assertThat(result.refused().get(0).reason()).contains("公式");
    assertThat(result.refused().get(1).reason()).contains("Excel");
    assertThat(result.refused().get(2).reason()).contains("15 位");
  }

  @Test
  void zipBombsAreNotOpened() {
    byte[] zeros = new byte[64 << 20];
    Arrays.fill(zeros, (byte) ' ');
    assertThat(reason(Exports.workbook(zeros, Map.of()))).contains("大得不正常");

    Map<String, String> parts =
        IntStream.range(0, 2000)
            .boxed()
            .collect(java.util.stream.Collectors.toMap(n -> "xl/p" + n, n -> ""));
    assertThat(reason(Exports.workbook(new byte[0], parts))).contains("大得不正常");

    String laughs = "<!DOCTYPE lolz [<!ENTITY a \"ha\">]><worksheet/>";
    assertThat(reason(Exports.workbook(laughs.getBytes(StandardCharsets.UTF_8), Map.of())))
        .contains("大得不正常");
  }

  private String reason(byte[] file) {
    ImportResult result = bench.bytes(file);
    assertThat(result.created()).isZero();
    return result.refused().getFirst().reason();
  }

  private static byte[] joined(byte[]... parts) {
    var out = new java.io.ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
