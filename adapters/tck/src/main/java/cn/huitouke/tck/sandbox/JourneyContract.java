package cn.huitouke.tck.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Probe;
import cn.huitouke.hook.Hooked;
import cn.huitouke.sandbox.Sandbox;
import cn.huitouke.sandbox.SandboxOptions;
import cn.huitouke.tck.tracking.PushDesk;
import cn.huitouke.tck.tracking.TurnedByHand;
import cn.huitouke.tracking.ParcelState;
import cn.huitouke.tracking.TrackingReport;
import cn.huitouke.tracking.TrackingReport.Watch;
import cn.huitouke.tracking.TrackingSource;
import cn.huitouke.tracking.TrackingSource.Answer;
import cn.huitouke.tracking.TrackingSource.Watching;
import cn.huitouke.tracking.TrackingSource.Why;
import cn.huitouke.tracking.Waybill;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a source tells of a parcel from its first scan to the customer's signature, on the sandbox, which
 * shares no code with it: pushes when time moves on, answers when it is asked.
 *
 * @param <S> the source under test
 */
public abstract class JourneyContract<S extends TrackingSource & Hooked & Probe> {

  protected static final Waybill YTO = TwoParcels.OPEN;
  private static final Waybill SF = TwoParcels.GUARDED;

  protected final TurnedByHand clock = new TurnedByHand();
  protected final List<TrackingReport> heard = new CopyOnWriteArrayList<>();
  private final PushDesk gateway = new PushDesk(() -> source().hook());
  protected final Sandbox sandbox =
      new Sandbox(
          SandboxOptions.demo(clock).withPort(0).withParcels(TwoParcels.leaving(clock.instant())));
  private @Nullable S source;

  /**
   * The source under test, not started.
   *
   * @param gateway below which pushes are taken
   */
  protected abstract S source(URI gateway);

  protected final S source() {
    return Objects.requireNonNull(source, "before the beginning");
  }

  @BeforeEach
  final void start() {
    sandbox.start();
    source = source(gateway.address());
    source.start(heard::add);
  }

  @AfterEach
  final void stop() {
    gateway.close();
    sandbox.close();
  }

  @Test
  void aWatchedParcelIsPushedUntilItIsSignedFor() {
    assertThat(source().watch(YTO, Optional.empty())).isInstanceOf(Watching.Yes.class);
    assertThat(source().watch(YTO, Optional.empty())).isInstanceOf(Watching.Yes.class);

    clock.pass(Duration.ofHours(5));
    sandbox.advance();

    assertThat(heard).isNotEmpty();
    assertThat(heard.getLast().waybill()).isEqualTo(YTO);
    assertThat(heard.getLast().watch()).isEqualTo(Watch.WATCHING);
    assertThat(heard.getLast().events().getFirst().text()).contains("已收入");

    clock.pass(Duration.ofHours(48));
    sandbox.advance();

    assertThat(heard.getLast().watch()).isEqualTo(Watch.ENDED);
    assertThat(heard.getLast().finallySigned()).isTrue();
    assertThat(heard.getLast().claimed()).isEqualTo(ParcelState.SIGNED);
  }

  @Test
  void aQuestionIsAnsweredAndTheTailIsWanted() {
    clock.pass(Duration.ofHours(5));

    assertThat(source().query(YTO, Optional.empty())).isInstanceOf(Answer.Found.class);
    assertThat(source().query(YTO, Optional.empty())).isInstanceOf(Answer.TooSoon.class);
    assertThat(source().query(SF, Optional.of("9999")))
        .isInstanceOfSatisfying(
            Answer.No.class, no -> assertThat(no.why()).isEqualTo(Why.PHONE_NEEDED));
    clock.pass(Duration.ofMinutes(31));
    assertThat(source().query(SF, Optional.of("0003"))).isInstanceOf(Answer.Found.class);
    assertThat(source().carriersOf(SF.number())).startsWith("shunfeng");
    assertThat(source().probe().works()).isTrue();
  }
}
