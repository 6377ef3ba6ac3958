package cn.huitouke.order;

import cn.huitouke.order.Found.Shipment;
import cn.huitouke.tracking.Waybill;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Carriers as exports name them, and as their numbers tell. Codes are Kuaidi100's. */
final class Carriers {

  static final String UNKNOWN = "unknown";

  private record Rule(String code, Pattern pattern) {
    Rule(String code, String pattern) {
      this(code, Pattern.compile(pattern));
    }
  }

  /** First hit wins: the special before the general. */
  private static final List<Rule> NAMES =
      List.of(
          new Rule("shunfengkuaiyun", "顺丰快运"),
          new Rule("shunfeng", "顺丰|^SF"),
          new Rule("yuantong", "圆通|^YTO"),
          new Rule("zhongtongkuaiyun", "中通快运"),
          new Rule("zhongtong", "中通|^ZTO"),
          new Rule("shentong", "申通|^STO"),
          new Rule("yundakuaiyun", "韵达快运"),
          new Rule("yunda", "韵达|^YUNDA"),
          new Rule("jtexpress", "极兔|^J&T|^JT"),
          new Rule("jingdongkuaiyun", "京东快运"),
          new Rule("jd", "京东|^JD"),
          new Rule("youzhengdsbk", "邮政电商标快"),
          new Rule("youzhengbk", "邮政标准快递"),
          new Rule("ems", "EMS|邮政速递|特快专递"),
          new Rule("youzhengguonei", "邮政|小包|平邮"),
          new Rule("debangwuliu", "德邦物流"),
          new Rule("debangkuaidi", "德邦"),
          new Rule("baishiwuliu", "百世快运"),
          new Rule("huitongkuaidi", "百世|汇通"),
          new Rule("danniao", "丹鸟|菜鸟速递|菜鸟直送"),
          new Rule("fengwang", "丰网"),
          new Rule("zhaijisong", "宅急送"),
          new Rule("youshuwuliu", "优速"),
          new Rule("tiantian", "天天"),
          new Rule("suning", "苏宁"),
          new Rule("suer", "速尔"),
          new Rule("jinguangsudikuaijian", "京广"),
          new Rule("rrs", "日日顺"),
          new Rule("annengwuliu", "安能"),
          new Rule("kuayue", "跨越"),
          new Rule("ups", "^UPS"),
          new Rule("dhl", "^DHL"),
          new Rule("fedex", "FEDEX|联邦"),
          new Rule("usps", "^USPS"));

  /** Only prefixes that decide; numbers of digits alone fit several carriers. */
  private static final List<Rule> NUMBERS =
      List.of(
          new Rule("shunfeng", "SF\\d{12,15}"),
          new Rule("yuantong", "YT\\d{13,15}"),
          new Rule("jtexpress", "JT\\d{13}"),
          new Rule("jd", "JD[A-Z0-9]{11,18}(-\\d+-\\d+-?)?"),
          new Rule("debangkuaidi", "DPK\\d{12}"),
          new Rule("ems", "[A-Z]{2}\\d{9}[A-Z]{2}"));

  private static final Pattern BETWEEN = Pattern.compile("[,，;；、|/\\s]+");
  private static final Pattern PREFIX =
      Pattern.compile("^(?:NO|运单号|快递单号|单号)[.:：]?\\s*", Pattern.CASE_INSENSITIVE);

  private Carriers() {}

  static Optional<String> named(String name) {
    String plain = name.toUpperCase(Locale.ROOT).strip();
    return plain.isEmpty() ? Optional.empty() : first(NAMES, plain, false);
  }

  static Optional<String> byNumber(String number) {
    return first(NUMBERS, number, true);
  }

  private static Optional<String> first(List<Rule> rules, String text, boolean whole) {
    return rules.stream()
        .filter(
            rule ->
                whole
                    ? rule.pattern().matcher(text).matches()
                    : rule.pattern().matcher(text).find())
        .map(Rule::code)
        .findFirst();
  }

  /**
   * The parcels in a waybill cell and a carrier cell. Several numbers go with as many carriers, or
   * with the one. Empty when something in the cell cannot be a number.
   */
  static Optional<List<Shipment>> shipments(String numbers, String carriers) {
    List<String> each =
        Arrays.stream(BETWEEN.split(PREFIX.matcher(numbers.strip()).replaceFirst("")))
            .map(number -> PREFIX.matcher(number).replaceFirst("").toUpperCase(Locale.ROOT))
            .filter(number -> !number.isEmpty())
            .distinct()
            .toList();
    List<String> names =
        Arrays.stream(BETWEEN.split(carriers.strip())).filter(name -> !name.isEmpty()).toList();
    List<Shipment> shipments = new ArrayList<>();
    for (int i = 0; i < each.size(); i++) {
      String number = each.get(i);
      if (!number.matches("[A-Z0-9-]{6,32}")) {
        return Optional.empty();
      }
      String name =
          names.size() == each.size() ? names.get(i) : names.size() == 1 ? names.getFirst() : "";
      String code = named(name).or(() -> byNumber(number)).orElse(UNKNOWN);
      shipments.add(new Shipment(new Waybill(code, number), name));
    }
    return Optional.of(shipments);
  }
}
