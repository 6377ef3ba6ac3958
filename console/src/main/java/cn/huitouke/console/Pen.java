package cn.huitouke.console;

import com.google.zxing.common.BitMatrix;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.jspecify.annotations.Nullable;

/**
 * Draws on A4, in millimetres from the upper left corner; sizes of letters in points. Text from
 * outside is only ever drawn: it can be long and strange, and is cut off where its place ends.
 */
final class Pen implements AutoCloseable {

  private static final float MM = 72 / 25.4f;
  private static final float LEADING = 1.39f;

  private final PDDocument document = new PDDocument();
  private final Lettering lettering;
  private @Nullable PDPageContentStream stream;

  Pen(String title) throws IOException {
    document.getDocumentInformation().setTitle(title);
    lettering = new Lettering(document);
  }

  /** A column of a table, in millimetres. */
  record Column(double wide, boolean right) {}

  void page() throws IOException {
    if (stream != null) {
      stream.close();
    }
    PDPage page = new PDPage(PDRectangle.A4);
    document.addPage(page);
    stream = new PDPageContentStream(document, page);
  }

  private PDPageContentStream on() {
    if (stream == null) {
      throw new IllegalStateException("There is no page yet");
    }
    return stream;
  }

  private static float x(double millimetres) {
    return (float) millimetres * MM;
  }

  private static float y(double millimetres) {
    return PDRectangle.A4.getHeight() - (float) millimetres * MM;
  }

  /** Returns where the next line begins. */
  double text(double x, double y, double wide, int most, double size, String text)
      throws IOException {
    double at = y;
    for (String line : lettering.lines(text, wide * MM, size, most)) {
      put(x, at, size, line);
      at += size * LEADING / MM;
    }
    return at;
  }

  /** The same, heavier: there is one font, so its outlines are drawn too. */
  double strong(double x, double y, double wide, int most, double size, String text)
      throws IOException {
    on().saveGraphicsState();
    on().setLineWidth((float) size / 32);
    on().setRenderingMode(RenderingMode.FILL_STROKE);
    double end = text(x, y, wide, most, size, text);
    on().restoreGraphicsState();
    return end;
  }

  private void put(double x, double y, double size, String line) throws IOException {
    on().beginText();
    on().setFont(lettering.font(), (float) size);
    on().newLineAtOffset(x(x), y(y) - (float) size * 1.05f);
    on().showText(line);
    on().endText();
  }

  /** How many lines a row of a table takes. */
  int rowLines(List<Column> columns, List<String> cells) throws IOException {
    int most = 1;
    for (int i = 0; i < columns.size(); i++) {
      most = Math.max(most, lettering.lines(cells.get(i), inner(columns.get(i)), 10, 6).size());
    }
    return most;
  }

  void row(double x, double y, List<Column> columns, List<String> cells) throws IOException {
    double left = x;
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      double at = y;
      for (String line : lettering.lines(cells.get(i), inner(column), 10, 6)) {
        double indent = column.right() ? inner(column) - lettering.wide(line, 10) : 0;
        put(left + indent / MM, at, 10, line);
        at += 10 * LEADING / MM;
      }
      left += column.wide();
    }
  }

  private static double inner(Column column) {
    return (column.wide() - 1.5) * MM;
  }

  void dashedBox(double x, double y, double wide, double high) throws IOException {
    faint();
    on().addRect(x(x), y(y + high), (float) wide * MM, (float) high * MM);
    on().stroke();
    on().restoreGraphicsState();
  }

  void dashes(double x, double y, double wide) throws IOException {
    faint();
    on().moveTo(x(x), y(y));
    on().lineTo(x(x + wide), y(y));
    on().stroke();
    on().restoreGraphicsState();
  }

  private void faint() throws IOException {
    on().saveGraphicsState();
    on().setLineWidth(0.6f);
    on().setLineDashPattern(new float[] {3, 3}, 0);
    on().setStrokingColor(0.6f);
  }

  /** As squares, not as a picture: sharp at any size. Runs of squares are drawn as one. */
  void code(QrDrawing code, double x, double y, double size) throws IOException {
    BitMatrix squares = code.squares();
    double one = size / squares.getWidth();
    for (int row = 0; row < squares.getHeight(); row++) {
      for (int from = 0; from < squares.getWidth(); from++) {
        int to = from;
        while (to < squares.getWidth() && squares.get(to, row)) {
          to++;
        }
        if (to > from) {
          double bottom = y + (row + 1) * one;
          on().addRect(
                  x(x + from * one),
                  y(bottom),
                  (float) ((to - from) * one * MM),
                  (float) (one * MM));
          from = to;
        }
      }
    }
    on().fill();
  }

  void save(OutputStream file) throws IOException {
    if (stream != null) {
      stream.close();
      stream = null;
    }
    document.save(file);
  }

  @Override
  public void close() throws IOException {
    if (stream != null) {
      stream.close();
    }
    document.close();
    lettering.close();
  }
}
