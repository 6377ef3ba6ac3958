package cn.huitouke.sandbox.shop;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A table as Taobao writes it: GB18030, CRLF, quotes only where they are needed. */
final class CsvTable {

  private static final Charset GB18030 = Charset.forName("GB18030");

  private CsvTable() {}

  static byte[] written(String headings, List<Map<String, String>> rows) {
    String[] columns = headings.split(",");
    StringBuilder csv = new StringBuilder(headings).append("\r\n");
    for (Map<String, String> row : rows) {
      csv.append(
          List.of(columns).stream()
              .map(column -> quoted(row.getOrDefault(column, "")))
              .collect(Collectors.joining(",", "", "\r\n")));
    }
    return csv.toString().getBytes(GB18030);
  }

  private static String quoted(String cell) {
    boolean plain = cell.indexOf(',') < 0 && cell.indexOf('"') < 0;
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
