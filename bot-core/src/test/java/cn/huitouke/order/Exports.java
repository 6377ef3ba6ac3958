package cn.huitouke.order;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes export files for tests: csv of any encoding, xlsx by hand. */
final class Exports {

  static final Charset GBK = Charset.forName("GBK");
  static final String HEADING =
      "订单编号,买家会员名,买家实际支付金额,订单状态,收货人姓名,收货地址,联系手机,订单创建时间,"
          + "订单付款时间,宝贝标题,宝贝总数量,物流单号,物流公司,退款金额,发货时间,买家应付货款";

  private static final String SHEET =
      "<?xml version=\"1.0\"?><worksheet"
          + " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";

  private Exports() {}

  /** One order of the plain list, shipped. */
  static String row(int n) {
    return "=\"%d\",买家%d,39.90,卖家已发货，等待买家确认,收货人%d,浙江省 杭州市 西湖区 虚拟路%d号,160%08d,"
            .formatted(2_000_000_000_000_000_000L + n, n, n, n, n)
        + "2026-11-18 21:30:05,2026-11-18 21:31:05,云南高山羊肚菌干货 50g,1,YT%013d,圆通速递,0.00,2026-11-19 10:00:00,39.90"
            .formatted(n);
  }

  static byte[] csv(Charset charset, String... lines) {
    return (HEADING + "\r\n" + String.join("\r\n", lines) + "\r\n").getBytes(charset);
  }

  static void large(OutputStream out, int rows) throws IOException {
    out.write((HEADING + "\r\n").getBytes(GBK));
    for (int i = 0; i < rows; i++) {
      out.write((row(i) + "\r\n").getBytes(GBK));
    }
  }

  /** The same as a spreadsheet. */
  static void largeXlsx(OutputStream out, int rows) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      frame(zip, Map.of());
      zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
      zip.write(SHEET.getBytes(StandardCharsets.UTF_8));
      zip.write(xlsxRow(1, HEADING));
      for (int i = 0; i < rows; i++) {
        zip.write(xlsxRow(i + 2, row(i)));
      }
      zip.write("</sheetData></worksheet>".getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
  }

  private static byte[] xlsxRow(int number, String csv) {
    StringBuilder row = new StringBuilder("<row r=\"" + number + "\">");
    String[] cells = csv.replaceAll("[=\"]", "").split(",");
    for (int j = 0; j < cells.length; j++) {
      String at = (char) ('A' + j) + String.valueOf(number);
      row.append(cell(cells[j]).replaceFirst("<c", "<c r=\"" + at + "\""));
    }
    return row.append("</row>").toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A cell of an xlsx: inline text unless it is markup of its own. */
  static String cell(String text) {
    return text.startsWith("<c") ? text : "<c t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
  }

  static byte[] xlsx(List<List<String>> rows) {
    return xlsx(rows, Map.of());
  }

  static byte[] xlsx(List<List<String>> rows, Map<String, String> more) {
    StringBuilder sheet = new StringBuilder(SHEET);
    for (int i = 0; i < rows.size(); i++) {
      sheet.append("<row r=\"").append(i + 1).append("\">");
      for (int j = 0; j < rows.get(i).size(); j++) {
        String at = (char) ('A' + j) + String.valueOf(i + 1);
        sheet.append(cell(rows.get(i).get(j)).replaceFirst("<c", "<c r=\"" + at + "\""));
      }
      sheet.append("</row>");
    }
    sheet.append("</sheetData></worksheet>");
    return workbook(sheet.toString().getBytes(StandardCharsets.UTF_8), more);
  }

  static byte[] workbook(byte[] sheet, Map<String, String> more) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      frame(zip, more);
      zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
      zip.write(sheet);
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void frame(ZipOutputStream zip, Map<String, String> more) throws IOException {
    part(
        zip,
        "[Content_Types].xml",
        "<?xml version=\"1.0\"?><Types"
            + " xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default"
            + " Extension=\"rels\""
            + " ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default"
            + " Extension=\"xml\" ContentType=\"application/xml\"/><Override"
            + " PartName=\"/xl/workbook.xml\""
            + " ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override"
            + " PartName=\"/xl/sharedStrings.xml\""
            + " ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml\"/></Types>");
    part(
        zip,
        "_rels/.rels",
        "<?xml version=\"1.0\"?><Relationships"
            + " xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship"
            + " Id=\"r1\""
            + " Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\""
            + " Target=\"xl/workbook.xml\"/></Relationships>");
    part(
        zip,
        "xl/workbook.xml",
        "<?xml version=\"1.0\"?><workbook"
            + " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
            + " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet"
            + " name=\"订单\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
    part(
        zip,
        "xl/_rels/workbook.xml.rels",
        "<?xml version=\"1.0\"?><Relationships"
            + " xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship"
            + " Id=\"r1\""
            + " Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\""
            + " Target=\"worksheets/sheet1.xml\"/></Relationships>");
    for (Map.Entry<String, String> part : more.entrySet()) {
      part(zip, part.getKey(), part.getValue());
    }
  }

  private static void part(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
