package cn.huitouke.adapter.kdniao;

import cn.huitouke.sandbox.Sandbox;
import cn.huitouke.sandbox.SandboxOptions;
import cn.huitouke.sandbox.tracking.KdNiaoAccount;
import cn.huitouke.sandbox.world.Journey;
import cn.huitouke.sandbox.world.Parcels;
import cn.huitouke.tck.tracking.TrackingJourneyContract;
import cn.huitouke.tracking.Waybill;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Against the simulated KDNiao, which shares no code with this adapter. */
class SandboxTest extends TrackingJourneyContract<KdNiao> {

  private Sandbox sandbox;

  @Override
  protected KdNiao begin(URI gateway) {
    sandbox =
        new Sandbox(
            SandboxOptions.demo(clock)
                .withPort(0)
                .withParcels(
                    new Two(journey(YTO, Optional.empty()), journey(SF, Optional.of("0003")))));
    sandbox.start();
    KdNiaoAccount account = KdNiaoAccount.demo();
    KdNiao source =
        new KdNiao(
            new KdNiaoSettings(
                "shop", account.businessId(), account.appKey(), sandbox.base("/kdniao"), true),
            clock);
    sandbox.kdNiao().pushTo(gateway.resolve(source.hook().path().path()));
    return source;
  }

  @Override
  protected void advance() {
    sandbox.advance();
  }

  @Override
  protected void end() {
    sandbox.close();
  }

  private Journey journey(Waybill waybill, Optional<String> tail) {
    return new Journey(
        waybill.carrier(),
        waybill.number(),
        tail,
        List.of(
            step(1, "【北桥公司】 已揽收", "1", "1"),
            step(3, "【苏州转运中心公司】 已收入", "1002", "2"),
            step(40, "【文新公司】 派件中", "5", "202"),
            step(44, "客户签收人: 本人签收 已签收 感谢使用", "301", "301")),
        Optional.empty());
  }

  private Journey.Step step(int hours, String text, String kuaidi100, String kdniao) {
    return new Journey.Step(
        clock.instant().plus(Duration.ofHours(hours)), text, kuaidi100, kdniao, "浙江,杭州市");
  }

  private record Two(Journey one, Journey other) implements Parcels {
    @Override
    public Optional<Journey> find(String carrier, String number) {
      return all().stream()
          .filter(j -> j.carrier().equals(carrier) && j.number().equals(number))
          .findFirst();
    }

    @Override
    public Collection<Journey> all() {
      return List.of(one, other);
    }
  }
}
