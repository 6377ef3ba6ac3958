package cn.huitouke.adapter.kuaidi100;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.sandbox.Sandbox;
import cn.huitouke.sandbox.SandboxOptions;
import cn.huitouke.sandbox.tracking.Kuaidi100Account;
import cn.huitouke.sandbox.tracking.Oddity;
import cn.huitouke.sandbox.world.Journey;
import cn.huitouke.sandbox.world.Parcels;
import cn.huitouke.tck.tracking.TrackingJourneyContract;
import cn.huitouke.tracking.TraceEvent;
import cn.huitouke.tracking.TrackingSource.Watching;
import cn.huitouke.tracking.TrackingSource.Why;
import cn.huitouke.tracking.Waybill;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Against the simulated Kuaidi100, which shares no code with this adapter. */
class SandboxTest extends TrackingJourneyContract<Kuaidi100> {

  private Sandbox sandbox;

  @Override
  protected Kuaidi100 begin(URI gateway) {
    sandbox =
        new Sandbox(
            SandboxOptions.demo(clock)
                .withPort(0)
                .withParcels(
                    new Two(journey(YTO, Optional.empty()), journey(SF, Optional.of("0003")))));
    sandbox.start();
    Kuaidi100Account account = Kuaidi100Account.demo();
    return new Kuaidi100(
        new Kuaidi100Settings(
            "shop",
            account.customer(),
            account.key(),
            "our-own-salt",
            sandbox.base("/kuaidi100"),
            sandbox.base("/kuaidi100"),
            gateway,
            "4"),
        clock,
        QueryLock.inMemory(clock));
  }

  @Override
  protected void advance() {
    sandbox.advance();
  }

  @Override
  protected void end() {
    sandbox.close();
  }

  @Test
  void oddPushesAreTakenToo() {
    source().watch(YTO, Optional.empty());
    clock.pass(Duration.ofHours(5));
    sandbox.advance();
    int before = heard.size();

    for (Oddity oddity : List.of(Oddity.REPEATED, Oddity.UPDATE_ALL, Oddity.REORDERED)) {
      sandbox.kuaidi100().push(YTO.number(), oddity);
      assertThat(heard.getLast().events())
          .extracting(TraceEvent::at)
          .containsExactlyElementsOf(
              heard.get(before - 1).events().stream().map(TraceEvent::at).toList());
    }
    assertThat(heard).hasSize(before + 3);
  }

  @Test
  void anExpiredKeyIsNamed() {
    sandbox.kuaidi100().expireKey(true);

    assertThat(source().watch(YTO, Optional.empty()))
        .isInstanceOfSatisfying(
            Watching.No.class, no -> assertThat(no.why()).isEqualTo(Why.MISCONFIGURED));
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
