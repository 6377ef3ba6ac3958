package cn.huitouke.tck.sandbox;

import cn.huitouke.sandbox.world.Journey;
import cn.huitouke.sandbox.world.Parcels;
import cn.huitouke.tracking.Waybill;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** One that tells everybody, and one that wants a phone tail; the same journey. */
record TwoParcels(Journey open, Journey guarded) implements Parcels {

  static final Waybill OPEN = new Waybill("yuantong", "YT9900000000011");
  static final Waybill GUARDED = new Waybill("shunfeng", "SF9900000000011");

  /** Both are just leaving. */
  static TwoParcels leaving(Instant now) {
    return new TwoParcels(
        journey(OPEN, Optional.empty(), now), journey(GUARDED, Optional.of("0003"), now));
  }

  private static Journey journey(Waybill waybill, Optional<String> tail, Instant now) {
    return new Journey(
        waybill.carrier(),
        waybill.number(),
        tail,
        List.of(
            step(now, 1, "【北桥公司】 已揽收", "1", "1"),
            step(now, 3, "【苏州转运中心公司】 已收入", "1002", "2"),
            step(now, 40, "【文新公司】 派件中", "5", "202"),
            step(now, 44, "客户签收人: 本人签收 已签收 感谢使用", "301", "301")),
        Optional.empty());
  }

  private static Journey.Step step(
      Instant now, int hours, String text, String kuaidi100, String kdniao) {
    return new Journey.Step(now.plus(Duration.ofHours(hours)), text, kuaidi100, kdniao, "浙江,杭州市");
  }

  @Override
  public Optional<Journey> find(String carrier, String number) {
    return all().stream()
        .filter(one -> one.carrier().equals(carrier) && one.number().equals(number))
        .findFirst();
  }

  @Override
  public Collection<Journey> all() {
    return List.of(open, guarded);
  }
}
