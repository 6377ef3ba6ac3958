package cn.huitouke.order.sheet;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A csv file, as the platforms and spreadsheets really write it. */
final class CsvSheet implements Sheet {

  /** Longer than any note; what is longer swallowed other rows after a stray quote. */
  private static final int LONGEST_CELL = 20_000;

  private final CloseableIterator<CsvRecord> records;
  private long number;

  private CsvSheet(CloseableIterator<CsvRecord> records) {
    this.records = records;
  }

  static CsvSheet open(Path file) throws IOException {
    char separator = separator(file);
    var records =
        CsvReader.builder()
            .fieldSeparator(separator)
            .skipEmptyLines(false)
            .allowMissingFields(true)
            .allowExtraFields(true)
            .allowExtraCharsAfterClosingQuote(true)
            .maxBufferSize(4 << 20)
            .ofCsvRecord(new LineReader(Files.newInputStream(file)))
            .iterator();
    return new CsvSheet(records);
  }

  private static char separator(Path file) throws IOException {
    try (BufferedReader lines = new BufferedReader(new LineReader(Files.newInputStream(file)))) {
      String heading = Optional.ofNullable(lines.readLine()).orElse("");
      char best = ',';
      for (char candidate : new char[] {'\t', ';'}) {
        if (count(heading, candidate) > count(heading, best)) {
          best = candidate;
        }
      }
      return best;
    }
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  @Override
  public Optional<Row> next() throws IOException, Unreadable {
    try {
      if (!records.hasNext()) {
        return Optional.empty();
      }
      CsvRecord csv = records.next();
      number++;
      List<Cell> cells = csv.getFields().stream().map(CsvSheet::cell).toList();
      if (csv.getFields().stream().anyMatch(text -> text.length() > LONGEST_CELL)) {
        throw unpaired();
      }
      return Optional.of(new Row(number, cells));
    } catch (CsvParseException | UncheckedIOException e) {
      number++;
      throw unpaired();
    }
  }

  private Unreadable unpaired() {
    return new Unreadable(number, "从这一行起读不下去：引号没有配对，或一行太长。前面的行已导入，请用平台导出的原文件重新导入");
  }

  private static Cell cell(String text) {
    return text.indexOf(LineReader.GARBLED) >= 0
        ? new Cell("", Cell.Kind.GARBLED)
        : new Cell(text, Cell.Kind.TEXT);
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
