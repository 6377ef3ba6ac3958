package cn.huitouke.adapter.kuaidi100;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.sandbox.tracking.Kuaidi100Account;
import cn.huitouke.sandbox.tracking.Oddity;
import cn.huitouke.tck.sandbox.JourneyContract;
import cn.huitouke.tracking.TraceEvent;
import cn.huitouke.tracking.TrackingSource.Watching;
import cn.huitouke.tracking.TrackingSource.Why;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Against the simulated Kuaidi100, which shares no code with this adapter. */
class SandboxTest extends JourneyContract<Kuaidi100> {

  @Override
  protected Kuaidi100 source(URI gateway) {
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
}
