package cn.huitouke.order;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Province, city and district: from columns of their own, else from the address as ordered. */
record Region(String province, String city, String district) {

  private static final Pattern RUN_TOGETHER =
      Pattern.compile(
          "(北京|天津|上海|重庆|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|黑龙江|[\\u4e00-\\u9fff]{2})"
              + "(?:省|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)?"
              + "((?:(?!市)[\\u4e00-\\u9fff]){1,10}(?:市|自治州|地区|盟))?"
              + "((?:(?![区县市旗])[\\u4e00-\\u9fff]){1,10}[区县市旗])?.*",
          Pattern.DOTALL);

  static Region of(Cells cells) {
    if (!cells.text(Field.PROVINCE).isEmpty()) {
      return new Region(
          visible(cells.text(Field.PROVINCE)),
          visible(cells.text(Field.CITY)),
          visible(cells.text(Field.DISTRICT)));
    }
    return of(cells.text(Field.ADDRESS));
  }

  static Region of(String address) {
    String[] parts = address.split("[\\s,，]+");
    if (parts.length >= 3) {
      return new Region(visible(parts[0]), visible(parts[1]), visible(parts[2]));
    }
    Matcher together = RUN_TOGETHER.matcher(address);
    if (!together.matches()) {
      return new Region("", "", "");
    }
    String city = together.group(2) == null ? "" : together.group(2);
    String district = together.group(3) == null ? "" : together.group(3);
    return new Region(whole(together.group(1)), city, district);
  }

  private static String whole(String province) {
    return switch (province) {
      case "北京", "天津", "上海", "重庆" -> province + "市";
      case "内蒙古", "西藏" -> province + "自治区";
      case "广西" -> "广西壮族自治区";
      case "宁夏" -> "宁夏回族自治区";
      case "新疆" -> "新疆维吾尔自治区";
      case "香港", "澳门" -> province + "特别行政区";
      default -> province + "省";
    };
  }

  private static String visible(String part) {
    return Person.isMasked(part) ? "" : part.substring(0, Math.min(40, part.length()));
  }
}
