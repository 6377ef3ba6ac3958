package cn.huitouke.logistics;

import cn.huitouke.tracking.ParcelState;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads the state out of a carrier's line, because the sources' tags lag behind the words. The rules
 * are asked in order; the first that finds something has read the line.
 */
final class TraceReader {

  private static final String PLACES =
      "(驿站|快递超市|超市|代收点|代理点|自提点|自提柜|快递柜|智能柜|包裹柜|丰巢|菜鸟(?!速递)|兔喜|服务站|便利店|顺丰店|门店|柜)";

  private static final String OTHERS = "(门卫|保安|前台|同事|家人|家属|邻居|收发室|物业|传达室|朋友|室友|亲友|他人)";

  /** Comes after the sign and tells nothing of the parcel. */
  private static final Pattern AFTERWORD = Pattern.compile("运单资料.{0,3}签收图|邀请您.{0,10}评价");

  private static final Pattern TAIL =
      Pattern.compile("[，,。；;!！\\s]*(如|若)(有|您|遇|需)(任何)?.{0,6}(疑问|问题|异常|投诉).*$");

  /** On the way to a wrong place. */
  private static final String MISROUTED = "错分|错发|分错|误分|误发|发错|分拣(错误|有误)|非本(网点|区域|派送区)";

  private static final Pattern MISROUTED_WORDS = Pattern.compile(MISROUTED);

  private record Rule(ParcelState state, Pattern words) {
    static Rule of(ParcelState state, String words) {
      return new Rule(state, Pattern.compile(words));
    }
  }

  private static final List<Rule> RULES =
      List.of(
          Rule.of(ParcelState.FORWARDED, "新单号|转寄|转投|改寄"),
          Rule.of(ParcelState.RETURNED, "退回(件)?(已)?签收|退件(已)?签收|退签|退回.{0,6}妥投"),
          Rule.of(
              ParcelState.CANCELLED, "(发件人|寄件人|商家|客户|卖家).{0,3}取消|取消(寄件|发货)|销单|(运单|订单)(已)?(取消|作废)"),
          Rule.of(ParcelState.REJECTED, "拒收|拒签"),
          Rule.of(
              ParcelState.RETURNING,
              "退回件|(正在|已|将|申请|安排|开始|准备)(为您)?退回|退件(途中|扫描|中)|原路返回" + "|退回(寄件|发件|商家|途中|中)|返回发货地"),
          Rule.of(
              ParcelState.EXCEPTION,
              "(派送|投递|派件|签收|揽收|配送|送达)(不成功|失败)|未妥投|无法(派送|送达|投递|联系|接通)|联系不上"
                  + "|无人接听|送不出去|问题件|异常(件|签收)|(快件|派件|投递|包裹)异常|留仓|滞留|破损|超区|超出派送范围"
                  + "|丢失|拦截|(次日|改日|明日|明天|工作日)(再|续)(投|送|派)|改日派送|改期派送|再次(派送|投递|配送)"
                  + "|"
                  + MISROUTED
                  + "|安排再投|安排处理中|延误|超时未(取|领)|(地址|名址|电话)(不详|不清|错误|有误)|违禁"),
          Rule.of(
              ParcelState.CREATED,
              "(等待|待|通知快递公司?)(快递员)?(揽收|揽件|取件$)|已下单|已接单|(正在)?(上门取件|赶来取件)" + "|打印完毕|等待拣货|面单已"),
          Rule.of(
              ParcelState.OUT_FOR_DELIVERY,
              "(快递员|小哥|包裹已|快件已|派件员).{0,6}从.{0,40}(取回|重新取出|取出.{0,6}(继续|重新|派))"),
          Rule.of(
              ParcelState.SIGNED_AT_STATION,
              "凭(取货|取件)码[)）]?签收|签收.{0,4}凭(取货|取件)码|签收.{0,30}(领取|自取|取走)|(从|在).{0,30}取出|已被取出|收件人已取|快件已被.{0,20}代收"
                  + "|(?<!准备|等待|待|未)签收.{0,12}"
                  + PLACES
                  + "|"
                  + PLACES
                  + ".{0,10}(?<!准备|等待|待|未)签收"
                  + "|"
                  + PLACES
                  + "】?[\\s,，]{0,2}代收[，,].{0,40}感谢"
                  + "|签收.{0,6}【.{0,20}"
                  + PLACES
                  + "】代收"),
          Rule.of(
              ParcelState.SIGNED_BY_OTHER,
              "代签|(签收|妥投).{0,8}" + OTHERS + "|由.{0,2}" + OTHERS + ".{0,3}(代收|签收)"),
          Rule.of(
              ParcelState.SIGNED,
              "(已|正常|完成|本人)签收|签收(成功|扫描)|快件已在.{0,12}签收|(已|经)妥投|签收人[:：是]"
                  + "|由.{1,12}签收|(送达|放)(至|到|在)?.{0,3}家门口|送货上门"),
          Rule.of(
              ParcelState.AWAITING_PICKUP,
              "(暂存|存放|投递|投放|送达|放入|送至|派送)(至|到|在)?.{0,30}"
                  + PLACES
                  + "|"
                  + PLACES
                  + ".{0,60}(暂放|暂存|存放|请.{0,12}(取件|领取|自提))|凭取件码|取(件|货)码|喊您取件"
                  + "|代收[，,]\\s?请及时取件|等待(您)?(自提|取件)"),
          Rule.of(ParcelState.CUSTOMS, "清关|海关|报关|通关"),
          Rule.of(
              ParcelState.ARRIVED_CITY,
              "(很快|将|尽快)(进行|尽快)?(为您)?派送|(等待|准备|待安排|待)(派送|派件|配送)|到达目的地(网点|城市)"),
          Rule.of(
              ParcelState.OUT_FOR_DELIVERY,
              "派件中|派送中|派件扫描|正在(为您)?(第\\d次)?(派|投递|配送|送货|由.{1,8}配送)|派送途中"
                  + "|安排(派送|投递|派件|配送)|开始(派送|配送|派件)|指定：.+派送|准备(签收|收货)"),
          Rule.of(ParcelState.COLLECTED, "揽收|揽件|收取快件|已收件|已取件|已收寄|收寄"),
          Rule.of(
              ParcelState.IN_TRANSIT,
              "发往|离开|到达|发出|收入|打包|装袋|装车|卸车|发车|起飞|降落|航空|运输|分拣|转运|中转|接收|下一站"
                  + "|进入|送往|封发|出库|收货完成|出口|进口|交接|途中|装箱|集包|处理中心"));

  /** Wording that a carrier uses only when it has done its part. */
  private static final Pattern CLOSING =
      Pattern.compile(
          "感谢|期待再次|签收人|(取货|取件)码|签收方式|本人签收|妥投|代签|正常签收|完成签收|家门口|送货上门|签收成功|取出" + "|代收|签收人类型");

  /** Proof that somebody took it out of the locker or from the station. */
  private static final Pattern FETCHED =
      Pattern.compile("凭(取货|取件)码[)）]?签收|签收.{0,4}凭(取货|取件)码|取出|已取|领取|取走|自取");

  private TraceReader() {}

  /** Whether it tells of a parcel that was sent to a wrong place. */
  static boolean misrouted(String cleaned) {
    return MISROUTED_WORDS.matcher(cleaned).find();
  }

  /** Reads one cleaned line. */
  static Reading read(String cleaned) {
    if (AFTERWORD.matcher(cleaned).find()) {
      return new Reading(ParcelState.UNKNOWN, false, false, true);
    }
    String body = TAIL.matcher(cleaned).replaceFirst("");
    ParcelState state =
        RULES.stream()
            .filter(rule -> rule.words().matcher(body).find())
            .map(Rule::state)
            .findFirst()
            .orElse(ParcelState.UNKNOWN);
    boolean closing = state.signed() && CLOSING.matcher(cleaned).find();
    boolean fetched = state == ParcelState.SIGNED_AT_STATION && FETCHED.matcher(cleaned).find();
    return new Reading(state, closing, fetched, false);
  }

  /**
   * What a line says.
   *
   * @param state or UNKNOWN when no rule found anything
   * @param closing signed, in words that a carrier uses only at the end; a bare "signed" may be a
   *     courier's slip that is taken back hours later
   * @param fetched taken from the locker or station, not merely put there
   * @param afterword no progress at all: a remark that follows the sign
   */
  record Reading(ParcelState state, boolean closing, boolean fetched, boolean afterword) {}
}
