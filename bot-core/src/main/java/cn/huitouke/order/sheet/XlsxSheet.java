package cn.huitouke.order.sheet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.jspecify.annotations.Nullable;

/** The first sheet of an xlsx file. */
final class XlsxSheet implements Sheet {

  private final ReadableWorkbook workbook;
  private final Stream<org.dhatim.fastexcel.reader.Row> stream;
  private final Iterator<org.dhatim.fastexcel.reader.Row> rows;
  private long number;

  private XlsxSheet(ReadableWorkbook workbook, Stream<org.dhatim.fastexcel.reader.Row> stream) {
    this.workbook = workbook;
    this.stream = stream;
    this.rows = stream.iterator();
  }

  static XlsxSheet open(Path file) throws IOException, Unreadable {
    XlsxGuard.check(file);
    try {
      ReadableWorkbook workbook = new ReadableWorkbook(file.toFile());
      return new XlsxSheet(workbook, workbook.getFirstSheet().openStream());
    } catch (IOException | RuntimeException e) {
      throw new Unreadable(0, "xlsx 文件不完整或已损坏，请重新导出");
    }
  }

  @Override
  public Optional<Row> next() throws Unreadable {
    try {
      if (!rows.hasNext()) {
        return Optional.empty();
      }
      org.dhatim.fastexcel.reader.Row row = rows.next();
      number = row.getRowNum();
      List<Cell> cells = new ArrayList<>(row.getCellCount());
      for (org.dhatim.fastexcel.reader.@Nullable Cell cell : row) {
        cells.add(cell == null ? Cell.EMPTY : cell(cell));
      }
      return Optional.of(new Row(number, cells));
    } catch (ExcelReaderException | UncheckedIOException | IllegalArgumentException e) {
      throw new Unreadable(number + 1, "从这一行起读不下去：xlsx 文件不完整或已损坏，请重新导出");
    }
  }

  private static Cell cell(org.dhatim.fastexcel.reader.Cell cell) {
    if (cell.getFormula() != null) {
      return new Cell("", Cell.Kind.FORMULA);
    }
    CellType type = cell.getType();
    String raw = cell.getRawValue() == null ? "" : cell.getRawValue();
    return switch (type) {
      case NUMBER -> new Cell(raw, Cell.Kind.NUMBER);
      case FORMULA -> new Cell("", Cell.Kind.FORMULA);
      case ERROR -> new Cell("", Cell.Kind.ERROR);
      case STRING, BOOLEAN, EMPTY -> new Cell(text(cell), Cell.Kind.TEXT);
    };
  }

  private static String text(org.dhatim.fastexcel.reader.Cell cell) {
    return cell.getText() == null ? "" : cell.getText();
  }

  @Override
  public void close() throws IOException {
    stream.close();
    workbook.close();
  }
}
