package cn.huitouke.order;

import cn.huitouke.order.RowReader.Refused;
import cn.huitouke.order.sheet.Cell;
import cn.huitouke.order.sheet.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The cells of a row by what they mean, cleaned of what exports and spreadsheets put around them. */
final class Cells {

  private static final ZoneId SHOP = ZoneId.of("Asia/Shanghai");
  private static final Set<String> NOTHING = Set.of("null", "NULL", "-", "--", "\\N");
  private static final Pattern FRAME = Pattern.compile("^=\"(.*)\"$", Pattern.DOTALL);
  private static final Pattern AROUND_ID =
      Pattern.compile("^[\\s='\"\\p{Z}\\p{C}]+|[\\s\"'\\p{Z}\\p{C}]+$");
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\x00-\\x08\\x0B-\\x1F\\x7F\\uFEFF\\uFFFE\\uFFFF]");
  private static final Pattern SCIENTIFIC =
      Pattern.compile("-?\\d(\\.\\d+)?E\\+?\\d+", Pattern.CASE_INSENSITIVE);

  /** Bounded, for 1E999999999 is a number too. */
  private static final Pattern DECIMAL =
      Pattern.compile("-?\\d{1,20}(\\.\\d{1,24})?([eE][-+]?\\d)?");

  private static final BigDecimal LARGEST = new BigDecimal("99999999.99");
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4})[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?"
              + "(?:[ T]+(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2}))?(?:\\.\\d+)?)?");

  private final Headings headings;
  private final Row row;

  Cells(Headings headings, Row row) throws Refused {
    this.headings = headings;
    this.row = row;
    for (Field field : Field.values()) {
      for (int column : headings.columns(field)) {
        refuseNoValue(column);
      }
    }
  }

  private void refuseNoValue(int column) throws Refused {
    switch (row.cell(column).kind()) {
      case FORMULA -> throw new Refused(headings.name(column), "这一格是公式，不是原始数据：请用平台导出的原文件");
      case ERROR -> throw new Refused(headings.name(column), "这一格是错误值：请用平台导出的原文件");
      case TEXT, NUMBER, GARBLED -> {}
    }
  }

  Refused refused(Field field, String reason) {
    int column = column(field);
    return new Refused(column < 0 ? "" : headings.name(column), reason);
  }

  /** The best column of the field that holds something here. */
  private int column(Field field) {
    for (int column : headings.columns(field)) {
      String text = plain(row.cell(column).text());
      if (!text.isEmpty() && !text.equals("'")) {
        return column;
      }
    }
    return headings.has(field) ? headings.columns(field).getFirst() : -1;
  }

  private Cell cell(Field field) {
    int column = column(field);
    return column < 0 ? Cell.EMPTY : row.cell(column);
  }

  private static String plain(String text) {
    String plain = INVISIBLE.matcher(text).replaceAll("").strip();
    Matcher frame = FRAME.matcher(plain);
    plain = frame.matches() ? frame.group(1).strip() : plain;
    return NOTHING.contains(plain) ? "" : plain;
  }

  /** Words; empty when there are none. */
  String text(Field field) {
    return plain(cell(field).text());
  }

  /** An order number, waybill or phone: digits that a spreadsheet may have spoilt. */
  String id(Field field) throws Refused {
    Cell cell = cell(field);
    String text = AROUND_ID.matcher(plain(cell.text())).replaceAll("");
    if (SCIENTIFIC.matcher(text).matches()) {
      throw refused(field, "号码变成了科学计数法，后几位已经丢失：请不要用 Excel 打开保存后再导入，请直接导入平台导出的原文件");
    }
    if (cell.kind() == Cell.Kind.NUMBER) {
      String digits = text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
      if (!digits.matches("\\d{1,15}")) {
        throw refused(field, "号码存成了数字格式，超过 15 位的部分已不准确：请不要用 Excel 打开保存后再导入，请直接导入平台导出的原文件");
      }
      return digits;
    }
    return text;
  }

  @Nullable BigDecimal amount(Field field) throws Refused {
    String text =
        Normalizer.normalize(text(field), Normalizer.Form.NFKC).replaceAll("[元¥￥,\\s'\"]", "");
    if (text.isEmpty()) {
      return null;
    }
    if (DECIMAL.matcher(text).matches()) {
      BigDecimal amount = new BigDecimal(text).setScale(2, RoundingMode.HALF_UP);
      if (amount.abs().compareTo(LARGEST) <= 0) {
        return amount;
      }
    }
    throw refused(field, "这不是金额，请用平台导出的原文件");
  }

  int count(Field field, int otherwise) throws Refused {
    BigDecimal count = amount(field);
    if (count == null) {
      return otherwise;
    }
    if (count.signum() < 0 || count.compareTo(BigDecimal.valueOf(1_000_000)) > 0) {
      throw refused(field, "这不是数量，请用平台导出的原文件");
    }
    return count.intValue();
  }

  /** A moment; exports mean Chinese time. */
  @Nullable Instant time(Field field) throws Refused {
    Cell cell = cell(field);
    String text = AROUND_ID.matcher(plain(cell.text())).replaceAll("");
    if (text.isEmpty()) {
      return null;
    }
    try {
      if (cell.kind() == Cell.Kind.NUMBER) {
        return serial(new BigDecimal(DECIMAL.matcher(text).matches() ? text : "0"));
      }
      Matcher time = TIME.matcher(text);
      if (time.matches()) {
        return LocalDateTime.of(
                part(time, 1),
                part(time, 2),
                part(time, 3),
                part(time, 4),
                part(time, 5),
                part(time, 6))
            .atZone(SHOP)
            .toInstant();
      }
    } catch (DateTimeException | ArithmeticException e) {
      // Said below.
    }
    throw refused(field, "看不懂这个时间，应当像 2026-11-18 21:30:05：请用平台导出的原文件");
  }

  private static int part(Matcher time, int group) {
    return time.group(group) == null ? 0 : Integer.parseInt(time.group(group));
  }

  /** Spreadsheets count days from 1899-12-30. */
  private static Instant serial(BigDecimal days) {
    if (days.compareTo(BigDecimal.valueOf(30_000)) < 0
        || days.compareTo(BigDecimal.valueOf(80_000)) > 0) {
      throw new DateTimeException("Not a date of our time");
    }
    long seconds =
        days.multiply(BigDecimal.valueOf(86_400))
            .setScale(0, RoundingMode.HALF_UP)
            .longValueExact();
    return LocalDate.of(1899, 12, 30).atStartOfDay().plusSeconds(seconds).atZone(SHOP).toInstant();
  }
}
