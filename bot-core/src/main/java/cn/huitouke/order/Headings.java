package cn.huitouke.order;

import cn.huitouke.order.sheet.Cell;
import cn.huitouke.order.sheet.Row;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The heading row: which column means what, and so what kind of list from which platform it is. */
final class Headings {

  private final Map<String, Integer> columns = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private final Map<Field, List<Integer>> fields = new EnumMap<>(Field.class);

  private Headings(Row row) {
    for (Cell cell : row.cells()) {
      String name = plain(cell.text());
      columns.putIfAbsent(name, names.size());
      names.add(name);
    }
    for (Field field : Field.values()) {
      List<Integer> found =
          field.headings.stream().filter(columns::containsKey).map(columns::get).toList();
      if (!found.isEmpty()) {
        fields.put(field, found);
      }
    }
  }

  /** Empty when this row is not the heading of a list of orders. */
  static Optional<Headings> of(Row row) {
    Headings headings = new Headings(row);
    return headings.has(Field.NUMBER) && headings.fields.size() >= 3
        ? Optional.of(headings)
        : Optional.empty();
  }

  private static String plain(String heading) {
    return Normalizer.normalize(heading, Normalizer.Form.NFKC)
        .replaceAll("[\\s\\p{Z}\\p{C}\"'=]", "");
  }

  boolean has(Field field) {
    return fields.containsKey(field);
  }

  /** The columns of a field, best first. */
  List<Integer> columns(Field field) {
    return fields.getOrDefault(field, List.of());
  }

  String name(int column) {
    return column < names.size() ? names.get(column) : "第 " + (column + 1) + " 列";
  }

  int width() {
    return names.size();
  }

  /** One row an item, and what it says of the order is not the whole of it. */
  boolean isItemList() {
    return has(Field.SUB_NUMBER)
        || columns.containsKey("订单商品状态")
        || has(Field.QUANTITY) && !has(Field.CREATED) && !has(Field.PAID);
  }

  /** Whether a row names one item with its quantity (not all titles of the order in one cell). */
  boolean hasLines() {
    return isItemList() || has(Field.QUANTITY);
  }

  String platform() {
    if (columns.containsKey("京东价")) {
      return "jd";
    }
    if (columns.containsKey("样式ID") || columns.containsKey("用户实付金额(元)")) {
      return "pdd";
    }
    if (columns.containsKey("收货人/提货人") || columns.containsKey("订单商品状态")) {
      return "youzan";
    }
    if (columns.containsKey("线上订单号")) {
      return "jushuitan";
    }
    return columns.containsKey("选购商品") ? "douyin" : "taobao";
  }
}
