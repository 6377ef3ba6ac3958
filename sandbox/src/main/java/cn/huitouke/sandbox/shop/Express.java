package cn.huitouke.sandbox.shop;

/**
 * The carriers that the demo shop hands its parcels to: their codes, their number formats and the
 * way they talk. In the lines, {@code {at}} is the place, {@code {to}} the next one, {@code {who}}
 * and {@code {tel}} the person and their phone.
 */
public enum Express {
  YTO(
      "yuantong",
      "圆通速递",
      "YT99%s%06d",
      new Lines(
          "您的快件已由【云南省昆明市官渡区小板桥公司】揽收，揽收人：{who}（{tel}）",
          "您的快件离开【{at}转运中心】，已发往【{to}转运中心】",
          "您的快件已经到达【{at}转运中心】",
          "您的快件已经到达【{at}公司】",
          "【{at}公司】正在派件，派件员：{who}，电话：{tel}，请保持电话畅通",
          "您的快件已暂存至【{at}】，请凭取件码及时取件，如有疑问请联系{who}：{tel}",
          "客户签收人：本人，已签收。感谢使用圆通速递，期待再次为您服务",
          "您的快件已签收，已从【{at}】自取。感谢使用圆通速递")),
  SF(
      "shunfeng",
      "顺丰速运",
      "SF99%s%06d",
      new Lines(
          "顺丰速运 已收取快件，收件员：{who}（{tel}）",
          "快件在【{at}中转场】完成分拣，正发往【{to}中转场】",
          "快件到达【{at}中转场】",
          "快件到达【{at}营业点】",
          "快件交给{who}，正在派送途中（联系电话：{tel}），请保持电话畅通",
          "快件已存放至【{at}】，请凭取件码及时取件，派件员：{who}（{tel}）",
          "已签收（本人签收），感谢您使用顺丰，期待再次为您服务",
          "已签收（从【{at}】自取），感谢您使用顺丰")),
  ZTO(
      "zhongtong",
      "中通快递",
      "7900%s%05d",
      new Lines(
          "【昆明市】【昆明小板桥】的{who}（{tel}）已揽收",
          "快件已离开【{at}中转部】，发往【{to}中转部】",
          "快件已到达【{at}中转部】",
          "快件已到达【{at}】网点，等待派件",
          "【{at}】的{who}（{tel}）正在派件，为您的安全请当面核对收件信息",
          "快件已由【{at}】代收，请及时取件。如有问题请联系{who}（{tel}）",
          "您的快件已签收，签收人：本人。感谢使用中通快递，期待再次为您服务",
          "您的快件已签收，已在【{at}】取走。感谢使用中通快递")),
  STO(
      "shentong",
      "申通快递",
      "77000%s%05d",
      new Lines(
          "【云南昆明官渡公司】的收件员【{who}（{tel}）】已揽收",
          "快件由【{at}转运中心】发往【{to}转运中心】",
          "快件已到达【{at}转运中心】",
          "快件已到达【{at}公司】",
          "【{at}公司】的派件员【{who}（{tel}）】正在为您派件，请注意接听电话",
          "快件已放至【{at}】，请凭取件码及时取件，派件员{who}（{tel}）",
          "已签收，签收人：本人。如有疑问请联系派件员，感谢使用申通快递",
          "快件已在【{at}】取出，已签收，感谢使用申通快递")),
  YUNDA(
      "yunda",
      "韵达快递",
      "46000%s%05d",
      new Lines(
          "【昆明市】云南昆明官渡区公司-{who}（{tel}）已揽收",
          "【{at}】已离开 {at}分拨中心；发往 {to}分拨中心",
          "【{at}】已到达 {at}分拨中心",
          "【{at}】已到达 {at}网点",
          "【{at}】网点派件员：{who}，电话：{tel}，正在为您派件，请保持手机畅通",
          "快件已放入【{at}】，请尽快凭取件码取件，派件员：{who}（{tel}）",
          "您的包裹已签收，签收人：本人。韵达快递感谢您的使用",
          "您的包裹已在【{at}】取出，已签收。韵达快递感谢您的使用")),
  JT(
      "jtexpress",
      "极兔速递",
      "JT00%s%06d",
      new Lines(
          "快件已揽收，【昆明官渡集散点】{who}（{tel}）",
          "快件离开【{at}转运中心】，正发往【{to}转运中心】",
          "快件到达【{at}转运中心】",
          "快件到达【{at}网点】",
          "【{at}网点】的{who}（{tel}）正在派件，请您保持电话畅通",
          "快件已到【{at}】，请凭取件码及时取件，联系人{who}（{tel}）",
          "快件已签收，签收人：本人。感谢使用极兔速递",
          "快件已签收，已在【{at}】取走。感谢使用极兔速递"));

  private final String code;
  private final String label;
  private final String numbers;
  private final Lines lines;

  Express(String code, String label, String numbers, Lines lines) {
    this.code = code;
    this.label = label;
    this.numbers = numbers;
    this.lines = lines;
  }

  /** Kuaidi100's code. */
  public String code() {
    return code;
  }

  /** As exports write it. */
  public String label() {
    return label;
  }

  Lines lines() {
    return lines;
  }

  /** Waybill number of the n-th parcel of that day. */
  String number(String day, int nth) {
    return numbers.formatted(day, nth);
  }

  record Lines(
      String collected,
      String leaves,
      String reaches,
      String arrived,
      String out,
      String locker,
      String signed,
      String fetched) {}
}
