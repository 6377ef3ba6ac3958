package cn.huitouke.logistics;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The carriers as people call them. */
final class Carriers {

  /** Code → names, the one we say first; the others are heard as well. */
  private static final Map<String, List<String>> NAMES =
      Map.ofEntries(
          Map.entry("shunfeng", List.of("顺丰", "SF")),
          Map.entry("yuantong", List.of("圆通", "YTO")),
          Map.entry("zhongtong", List.of("中通", "ZTO")),
          Map.entry("shentong", List.of("申通", "STO")),
          Map.entry("yunda", List.of("韵达")),
          Map.entry("jtexpress", List.of("极兔", "J&T")),
          Map.entry("jd", List.of("京东快递", "京东")),
          Map.entry("ems", List.of("EMS", "邮政速递")),
          Map.entry("youzhengguonei", List.of("邮政快递包裹", "邮政")),
          Map.entry("debangkuaidi", List.of("德邦")),
          Map.entry("huitongkuaidi", List.of("百世", "汇通")),
          Map.entry("danniao", List.of("菜鸟速递", "丹鸟")),
          Map.entry("fengwang", List.of("丰网")),
          Map.entry("shunfengkuaiyun", List.of("顺丰快运")),
          Map.entry("zhaijisong", List.of("宅急送")),
          Map.entry("youshuwuliu", List.of("优速")),
          Map.entry("suning", List.of("苏宁物流")));

  /** The numbers that they print on their parcels. */
  private static final Map<String, String> HOTLINES =
      Map.ofEntries(
          Map.entry("shunfeng", "95338"),
          Map.entry("shunfengkuaiyun", "95338"),
          Map.entry("yuantong", "95554"),
          Map.entry("zhongtong", "95311"),
          Map.entry("shentong", "95543"),
          Map.entry("yunda", "95546"),
          Map.entry("jtexpress", "956025"),
          Map.entry("jd", "950616"),
          Map.entry("ems", "11183"),
          Map.entry("youzhengguonei", "11183"),
          Map.entry("debangkuaidi", "95353"),
          Map.entry("huitongkuaidi", "95320"));

  private static final Set<String> DEMANDING =
      Set.of("shunfeng", "zhongtong", "fengwang", "shunfengkuaiyun");

  private Carriers() {}

  /** What we call it; an unknown one goes by its code. */
  static String name(String code) {
    return NAMES.getOrDefault(code, List.of(code)).getFirst();
  }

  /** Its customers' telephone; empty when we do not know it. */
  static String hotline(String code) {
    return HOTLINES.getOrDefault(code, "");
  }

  static boolean known(String code) {
    return NAMES.containsKey(code);
  }

  /** Whether it tells of a parcel only to who knows the receiver's last four digits. */
  static boolean demandsTail(String code) {
    return DEMANDING.contains(code);
  }

  /** The carrier that a sentence names, if it names just one. */
  static Optional<String> named(String text) {
    String found = null;
    for (Map.Entry<String, List<String>> carrier : NAMES.entrySet()) {
      for (String name : carrier.getValue()) {
        if (text.contains(name)) {
          if (found != null) {
            return Optional.empty();
          }
          found = carrier.getKey();
          break;
        }
      }
    }
    return Optional.ofNullable(found);
  }
}
