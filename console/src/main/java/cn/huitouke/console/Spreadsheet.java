package cn.huitouke.console;

import cn.huitouke.insight.Insight.Kind;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Tables as files for a spreadsheet. Nothing in them is ever taken for a formula. */
final class Spreadsheet {

  private static final int DIGITS = 4;
  private static final String ORDER_MARK = "\uFEFF";

  private Spreadsheet() {}

  /**
   * A table.
   *
   * @param heads what stands above each column
   * @param kinds what stands below
   */
  record Table(String name, List<String> heads, List<Kind> kinds, List<List<Object>> rows) {}

  /** UTF-8 with the mark by which Excel knows it. */
  static byte[] csv(Table table) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
      text.write(ORDER_MARK);
      try (CsvWriter csv = CsvWriter.builder().build(text)) {
        csv.writeRecord(table.heads().stream().map(OrdersPage::harmless).toList());
        table.rows().forEach(row -> csv.writeRecord(row.stream().map(Spreadsheet::said).toList()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static String said(Object value) {
    return switch (value) {
      case Double number -> rounded(number).toPlainString();
      case Long number -> number.toString();
      default -> OrdersPage.harmless(value.toString());
    };
  }

  private static BigDecimal rounded(double number) {
    BigDecimal rounded = BigDecimal.valueOf(number).setScale(DIGITS, RoundingMode.HALF_UP);
    return rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
  }

  static byte[] xlsx(Table table) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workbook book = new Workbook(out, "Huitouke", "1.0")) {
      Worksheet sheet = book.newWorksheet(table.name());
      for (int column = 0; column < table.heads().size(); column++) {
        sheet.value(0, column, OrdersPage.harmless(table.heads().get(column)));
        sheet.style(0, column).bold().set();
      }
      for (int row = 0; row < table.rows().size(); row++) {
        for (int column = 0; column < table.heads().size(); column++) {
          put(sheet, row + 1, column, table.rows().get(row).get(column), table.kinds().get(column));
        }
      }
      sheet.freezePane(0, 1);
      sheet.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void put(Worksheet sheet, int row, int column, Object value, Kind kind) {
    switch (value) {
      case Double number -> {
        sheet.value(row, column, rounded(number));
        if (kind == Kind.SHARE || kind == Kind.SHARE_LATER) {
          sheet.style(row, column).format("0.0%").set();
        }
      }
      case Long number -> sheet.value(row, column, number);
      default -> sheet.value(row, column, OrdersPage.harmless(value.toString()));
    }
  }
}
