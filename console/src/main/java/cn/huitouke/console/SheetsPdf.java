package cn.huitouke.console;

import cn.huitouke.console.Pen.Column;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/**
 * Sheets on A4: ten parcel cards to a page, to be cut along the dashes; packing slips one below the
 * other, each on one page where it fits on one.
 */
@Component
class SheetsPdf {

  // In millimetres, as print.css has them.
  private static final double MARGIN = 10;
  private static final double WIDTH = 190;
  private static final double HEIGHT = 277;
  private static final double CARD_WIDTH = 93;
  private static final double CARD_HEIGHT = 51;
  private static final double GAP = 4;
  private static final int CARDS = 10;
  private static final double CARD_CODE = 40;
  private static final double SLIP_CODE = 22;
  private static final double LINE = 4.9; // between lines of 10 points

  private static final List<Column> COLUMNS =
      List.of(
          new Column(5, false),
          new Column(77, false),
          new Column(42, false),
          new Column(26, false),
          new Column(14, true));

  private final Words words;

  SheetsPdf(Words words) {
    this.words = words;
  }

  byte[] of(List<Sheets.Sheet> sheets, boolean slips, Locale locale) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (Pen pen =
        new Pen(words.said(slips ? "orders.print.slips" : "orders.print.cards", locale))) {
      if (sheets.isEmpty()) {
        pen.page();
        pen.text(MARGIN, MARGIN, WIDTH, 3, 10, words.said("print.none", locale));
      } else if (slips) {
        slips(pen, sheets);
      } else {
        cards(pen, sheets, locale);
      }
      pen.save(file);
    }
    return file.toByteArray();
  }

  private void cards(Pen pen, List<Sheets.Sheet> sheets, Locale locale) throws IOException {
    String title = words.said("print.card.title", locale);
    String text = words.said("print.card.text", locale);
    for (int i = 0; i < sheets.size(); i++) {
      if (i % CARDS == 0) {
        pen.page();
      }
      double x = MARGIN + (i % CARDS % 2) * (CARD_WIDTH + GAP);
      double y = MARGIN + (i % CARDS / 2) * (CARD_HEIGHT + GAP);
      pen.dashedBox(x, y, CARD_WIDTH, CARD_HEIGHT);
      pen.code(sheets.get(i).qr(), x + 4, y + (CARD_HEIGHT - CARD_CODE) / 2, CARD_CODE);
      double left = x + CARD_CODE + 8;
      double wide = CARD_WIDTH - CARD_CODE - 11;
      double at = y + 10;
      at = pen.strong(left, at, wide, 3, 9.5, title) + 1;
      at = pen.text(left, at, wide, 5, 8.5, text) + 1;
      pen.text(left, at, wide, 2, 7.5, sheets.get(i).number());
    }
  }

  private static void slips(Pen pen, List<Sheets.Sheet> sheets) throws IOException {
    double at = MARGIN + HEIGHT;
    for (Sheets.Sheet sheet : sheets) {
      double high = Math.max(SLIP_CODE, 12 + rows(pen, sheet)) + 8;
      if (at + high > MARGIN + HEIGHT) {
        pen.page();
        at = MARGIN;
      }
      at = slip(pen, sheet, at);
    }
  }

  private static double rows(Pen pen, Sheets.Sheet sheet) throws IOException {
    double high = 0;
    for (var line : sheet.lines()) {
      high += pen.rowLines(COLUMNS, cells(line)) * LINE;
    }
    return high;
  }

  private static double slip(Pen pen, Sheets.Sheet sheet, double top) throws IOException {
    double wide = WIDTH - SLIP_CODE - 4;
    double at = top + 3;
    pen.code(sheet.qr(), MARGIN + WIDTH - SLIP_CODE, at, SLIP_CODE);
    double codeEnds = at + SLIP_CODE;
    at = pen.strong(MARGIN, at, wide, 1, 11, sheet.number());
    at = pen.text(MARGIN, at, wide, 1, 10, about(sheet)) + 1;
    for (var line : sheet.lines()) {
      double high = pen.rowLines(COLUMNS, cells(line)) * LINE;
      if (at + high > MARGIN + HEIGHT) {
        pen.page();
        at = pen.strong(MARGIN, MARGIN, wide, 1, 11, sheet.number() + " …") + 1;
        codeEnds = 0;
      }
      pen.row(MARGIN, at, COLUMNS, cells(line));
      at += high;
    }
    at = Math.max(at, codeEnds) + 3;
    pen.dashes(MARGIN, at, WIDTH);
    return at + 2;
  }

  private static String about(Sheets.Sheet sheet) {
    return String.join(
        "  ",
        List.of(sheet.to(), sheet.region(), sheet.at()).stream()
            .filter(part -> !part.isBlank())
            .toList());
  }

  private static List<String> cells(cn.huitouke.order.Order.Line line) {
    return List.of("□", line.title(), line.sku(), line.merchantCode(), "× " + line.quantity());
  }
}
