package cn.huitouke.sandbox.tracking;

import java.util.Map;
import java.util.Set;

/** Kuaidi100's codes of states and carriers. */
final class Kuaidi100Codes {
  /** Carriers that tell nothing without the last digits of a phone. */
  static final Set<String> ASK_PHONE =
      Set.of("shunfeng", "shunfengkuaiyun", "zhongtong", "fengwang");

  static final Map<String, String> CARRIERS =
      Map.ofEntries(
          Map.entry("shunfeng", "顺丰速运"),
          Map.entry("yuantong", "圆通速递"),
          Map.entry("zhongtong", "中通快递"),
          Map.entry("shentong", "申通快递"),
          Map.entry("yunda", "韵达快递"),
          Map.entry("jtexpress", "极兔速递"),
          Map.entry("jd", "京东物流"),
          Map.entry("ems", "EMS"),
          Map.entry("youzhengguonei", "邮政快递包裹"),
          Map.entry("youzhengdsbk", "邮政电商标快"),
          Map.entry("youzhengbk", "邮政标准快递"),
          Map.entry("debangkuaidi", "德邦快递"),
          Map.entry("debangwuliu", "德邦"),
          Map.entry("huitongkuaidi", "百世快递"),
          Map.entry("danniao", "丹鸟"),
          Map.entry("fengwang", "丰网速运"),
          Map.entry("zhaijisong", "宅急送"),
          Map.entry("youshuwuliu", "优速"),
          Map.entry("tiantian", "天天快递"),
          Map.entry("jinguangsudikuaijian", "京广"),
          Map.entry("rrs", "日日顺"),
          Map.entry("shunfengkuaiyun", "顺丰快运"),
          Map.entry("jingdongkuaiyun", "京东快运"),
          Map.entry("zhongtongkuaiyun", "中通快运"),
          Map.entry("yundakuaiyun", "韵达快运"),
          Map.entry("annengwuliu", "安能快运"),
          Map.entry("kuayue", "跨越速运"));

  private static final Map<String, String> STATES =
      Map.ofEntries(
          Map.entry("1", "揽收"),
          Map.entry("101", "已下单"),
          Map.entry("102", "待揽收"),
          Map.entry("103", "已揽收"),
          Map.entry("0", "在途"),
          Map.entry("1001", "到达派件城市"),
          Map.entry("1002", "干线"),
          Map.entry("1003", "转递"),
          Map.entry("5", "派件"),
          Map.entry("501", "投柜或驿站"),
          Map.entry("3", "签收"),
          Map.entry("301", "本人签收"),
          Map.entry("302", "派件异常后签收"),
          Map.entry("303", "代签"),
          Map.entry("304", "投柜或站签收"),
          Map.entry("6", "退回"),
          Map.entry("4", "退签"),
          Map.entry("401", "已销单"),
          Map.entry("14", "拒签"),
          Map.entry("7", "转投"),
          Map.entry("2", "疑难"),
          Map.entry("201", "长时间未签收"),
          Map.entry("202", "长时间未更新"),
          Map.entry("203", "拒收"),
          Map.entry("204", "派件异常"),
          Map.entry("205", "柜或驿站超时未取"),
          Map.entry("206", "无法联系"),
          Map.entry("207", "超区"),
          Map.entry("208", "滞留"),
          Map.entry("209", "破损"),
          Map.entry("210", "销单"),
          Map.entry("8", "清关"),
          Map.entry("10", "待清关"),
          Map.entry("11", "清关中"),
          Map.entry("12", "已清关"),
          Map.entry("13", "清关异常"));

  private Kuaidi100Codes() {}

  static String name(String code) {
    return STATES.getOrDefault(code, "在途");
  }

  /** The basic state of an advanced one. */
  static String base(String code) {
    if (code.length() == 4) {
      return "0";
    }
    if (code.length() == 2) {
      return code.equals("14") ? "14" : "8";
    }
    return code.isEmpty() ? "0" : code.substring(0, 1);
  }

  /** Whether this ends the watching. */
  static boolean last(String code) {
    return signed(code) || Set.of("4", "401", "14").contains(code);
  }

  static boolean signed(String code) {
    return code.startsWith("3");
  }
}
