package cn.huitouke.console;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.QrCodes;
import cn.huitouke.order.Order;
import cn.huitouke.order.Orders;
import cn.huitouke.order.Trades;
import cn.huitouke.server.ConsoleHouse;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** The PDF of packing slips and parcel cards, read back as a printer and a phone would. */
class SheetsPdfTest {

  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final int DPI = 150;
  private static final double DOTS = DPI / 25.4;

  private final ConsoleHouse house = ConsoleHouse.get();

  /** Codes whose content says which scene they are of. */
  private static final class Readable implements QrCodes {
    @Override
    public Optional<QrCode> temporaryCode(String scene, Duration life) {
      return Optional.of(new QrCode("", "https://claim.example/" + scene));
    }

    @Override
    public Optional<QrCode> permanentCode(String scene) {
      return Optional.empty();
    }
  }

  private List<String> someNumbers(int most) {
    List<String> numbers = house.bean(Trades.class).newest(Optional.empty(), most);
    assertThat(numbers).hasSizeGreaterThan(10);
    return numbers;
  }

  @Test
  void tenCardsLieOnAPageAndEachCodeLeadsToItsOrder() throws Exception {
    List<String> numbers = someNumbers(13);
    byte[] pdf =
        house
            .bean(SheetsPdf.class)
            .of(
                house.bean(Sheets.class).of(numbers, Optional.of(new Readable())),
                false,
                Locale.SIMPLIFIED_CHINESE);
    try (PDDocument document = Loader.loadPDF(pdf)) {
      assertThat(document.getNumberOfPages()).isEqualTo(2);
      PDFRenderer printer = new PDFRenderer(document);
      BufferedImage first = printer.renderImageWithDPI(0, DPI);
      keep(first, "print-cards-pdf");
      List<BufferedImage> cards = new ArrayList<>(cards(first));
      cards.addAll(cards(printer.renderImageWithDPI(1, DPI)));
      for (int i = 0; i < numbers.size(); i++) {
        assertThat(read(cards.get(i)))
            .isEqualTo(
                "https://claim.example/" + house.bean(Orders.class).claimCode(numbers.get(i)));
      }
      assertThat(text(document)).contains(numbers).contains("扫一扫", "微信扫码关注");
      assertThat(document.getDocumentInformation().getTitle()).isEqualTo("打印包裹卡");
    }
    assertThat(pdf.length).isLessThan(100_000);
  }

  @Test
  void packingSlipsSayWhatGoesIntoTheParcel() throws Exception {
    List<String> numbers = someNumbers(12);
    HttpResponse<byte[]> answer =
        house
            .as("yunying")
            .download(
                "/orders/print/pdf", Map.of("number", String.join(",", numbers), "what", "slips"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/pdf");
    assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
        .isEqualTo("attachment; filename=\"packing-slips.pdf\"");
    try (PDDocument document = Loader.loadPDF(answer.body())) {
      keep(new PDFRenderer(document).renderImageWithDPI(0, DPI), "print-slips-pdf");
      String text = text(document);
      for (String number : numbers) {
        Order order = house.bean(Orders.class).find(number).orElseThrow();
        assertThat(text).contains(number);
        for (Order.Line line : order.lines()) {
          assertThat(text.replaceAll("\\s", ""))
              .contains(
                  Normalizer.normalize(line.title(), Normalizer.Form.NFKC)
                      .replaceAll("\\s", "")
                      .substring(0, 6));
        }
      }
      assertThat(text).contains("× 1").doesNotContain("□□");
    }
    assertThat(house.as("kefu").download("/orders/print/pdf", Map.of()).statusCode())
        .isEqualTo(403);
  }

  /** Names are drawn, whatever they are, and stay in their place. */
  @Test
  void hostileAndEndlessNamesAreOnlyLetters() throws Exception {
    List<Order.Line> lines = new ArrayList<>();
    for (String title :
        List.of(
            "<script>alert(1)</script> ) Tj ET /JS (app.alert) >> endobj",
            "\u202Egnp.exe \u0007\u0000\uFEFF\u200B%PDF-1.7 \\) \\\\ (((",
            "茶杯 😢𠮷👨‍👩‍👧 한글 العربية",
            "很长".repeat(3_000),
            "W".repeat(3_000),
            "",
            "   ")) {
      lines.add(new Order.Line(title, title, BigDecimal.ONE, Integer.MAX_VALUE, title));
    }
    List<Order.Line> endless = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      endless.addAll(lines);
    }
    Sheets.Sheet sheet =
        new Sheets.Sheet(
            "\r\n12345", "", "\u202E林**", "<b>浙江", lines, QrDrawing.of("https://claim.example/1"));
    Sheets.Sheet longest =
        new Sheets.Sheet("67890", "", "", "", endless, QrDrawing.of("https://claim.example/2"));
    for (boolean slips : new boolean[] {true, false}) {
      byte[] pdf =
          house
              .bean(SheetsPdf.class)
              .of(List.of(sheet, longest, sheet), slips, Locale.SIMPLIFIED_CHINESE);
      try (PDDocument document = Loader.loadPDF(pdf)) {
        assertThat(document.getDocumentCatalog().getOpenAction()).isNull();
        assertThat(document.getDocumentCatalog().getNames()).isNull();
        for (PDPage page : document.getPages()) {
          assertThat(page.getAnnotations()).isEmpty();
        }
        if (slips) {
          assertThat(document.getNumberOfPages()).isBetween(10, 60);
          assertThat(text(document)).contains("<script>", "茶杯", "浙江").doesNotContain("\u202E");
          keep(new PDFRenderer(document).renderImageWithDPI(0, DPI), "print-hostile-pdf");
        }
      }
    }
  }

  @Test
  void nothingChosenIsAPageThatSaysSo() throws Exception {
    byte[] pdf =
        house.as("yunying").download("/orders/print/pdf", Map.of("number", "no-such")).body();
    try (PDDocument document = Loader.loadPDF(pdf)) {
      assertThat(text(document)).contains("没有选订单");
    }
  }

  @Test
  void fiveHundredOrdersAreDrawnWhileOneWaits() throws Exception {
    var sql = house.database();
    sql.sql(
            """
            INSERT INTO orders.orders (number, source, listed, status, paid_amount, refund_amount,
              province, city, paid_at, presale, no_logistics, titles, quantity, person, nick_print,
              imported_at, changed_at)
            SELECT 'print-' || n, 'taobao', false, 'FINISHED', 30, 0, '浙江省', '杭州市', now(), false,
              false, '', 1, (SELECT person FROM orders.orders WHERE source = 'taobao' LIMIT 1),
              decode(md5(n::text), 'hex'), now(), now()
            FROM generate_series(1, 500) n
            """)
        .update();
    try {
      List<String> numbers = IntStream.rangeClosed(1, 500).mapToObj(n -> "print-" + n).toList();
      long begun = System.nanoTime();
      HttpResponse<byte[]> answer =
          house
              .as("yunying")
              .download("/orders/print/pdf", Map.of("number", String.join(",", numbers)));
      long took = (System.nanoTime() - begun) / 1_000_000;
      assertThat(took).isLessThan(30_000);
      try (PDDocument document = Loader.loadPDF(answer.body())) {
        assertThat(document.getNumberOfPages()).isEqualTo(50);
        assertThat(text(document)).contains(numbers);
        List<BufferedImage> last = cards(new PDFRenderer(document).renderImageWithDPI(49, DPI));
        assertThat(last.stream().map(SheetsPdfTest::read))
            .hasSize(10)
            .doesNotHaveDuplicates()
            .allSatisfy(code -> assertThat(code).startsWith("http://weixin.qq.com/q/"));
      }
    } finally {
      sql.sql("DELETE FROM orders.claim WHERE order_number LIKE 'print-%'").update();
      sql.sql("DELETE FROM orders.orders WHERE number LIKE 'print-%'").update();
    }
  }

  /** The page cut along its dashes: two columns of five. */
  private static List<BufferedImage> cards(BufferedImage page) {
    List<BufferedImage> cards = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      cards.add(
          page.getSubimage(
              (int) ((10 + i % 2 * 97) * DOTS),
              (int) ((10 + i / 2 * 55) * DOTS),
              (int) (93 * DOTS),
              (int) (51 * DOTS)));
    }
    return cards;
  }

  /** Weighs every three corners that a picture seems to have: a card's words look like some, too. */
  private static String read(BufferedImage picture) {
    int wide = picture.getWidth();
    int high = picture.getHeight();
    int[] dots = picture.getRGB(0, 0, wide, high, null, 0, wide);
    try {
      var binary = new HybridBinarizer(new RGBLuminanceSource(wide, high, dots));
      return new QRCodeMultiReader().decodeMultiple(new BinaryBitmap(binary))[0].getText();
    } catch (ReaderException e) {
      return "unreadable: " + e;
    }
  }

  private static String text(PDDocument document) throws IOException {
    // Some characters share their drawing with a radical's, and the font names the radical first.
    return Normalizer.normalize(new PDFTextStripper().getText(document), Normalizer.Form.NFKC);
  }

  private static void keep(BufferedImage picture, String name) throws IOException {
    Files.createDirectories(PICTURES);
    ImageIO.write(picture, "png", PICTURES.resolve(name + ".png").toFile());
  }
}
