package cn.huitouke.tck.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import cn.huitouke.hook.Hook;
import cn.huitouke.hook.HookResponse;
import cn.huitouke.hook.Hooked;
import cn.huitouke.tck.tracking.TrackingFarEnd.Line;
import cn.huitouke.tck.tracking.TrackingFarEnd.Trouble;
import cn.huitouke.tracking.TraceEvent;
import cn.huitouke.tracking.TrackingReport;
import cn.huitouke.tracking.TrackingSource;
import cn.huitouke.tracking.TrackingSource.Answer;
import cn.huitouke.tracking.TrackingSource.Watching;
import cn.huitouke.tracking.TrackingSource.Why;
import cn.huitouke.tracking.Waybill;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * The promises of a {@link TrackingSource}. A source's own test extends this.
 *
 * @param <F> the far end
 */
public abstract class TrackingSourceContract<F extends TrackingFarEnd> {

  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
  private static final Waybill PLAIN = new Waybill("yuantong", "YT9900000000011");
  private static final Waybill GUARDED = new Waybill("shunfeng", "SF9900000000011");
  private static final List<Line> LINES =
      List.of(
          new Line(LocalDateTime.of(2026, 11, 19, 18, 0), "【北桥公司】 已揽收"),
          new Line(LocalDateTime.of(2026, 11, 20, 6, 15), "【苏州转运中心】 已发出"),
          new Line(LocalDateTime.of(2026, 11, 20, 6, 15), "到达【杭州转运中心】 😀"));

  /** The source's. */
  protected final TurnedByHand clock = new TurnedByHand();

  private F far;
  private TrackingSource source;
  private final List<TrackingReport> heard = new CopyOnWriteArrayList<>();

  /** A far end, listening. */
  protected abstract F farEnd();

  /** The source under test, not started, aimed at the far end. */
  protected abstract TrackingSource source(F far);

  @BeforeEach
  void connect() {
    far = farEnd();
    source = source(far);
    source.start(heard::add);
  }

  @AfterEach
  void part() {
    source.stop();
    far.close();
  }

  @Test
  void aFoundParcelArrivesWholeAndNewestFirst() {
    far.knows(PLAIN, LINES, false);

    TrackingReport report = found(PLAIN);

    assertThat(report.source()).isEqualTo(source.name());
    assertThat(report.waybill()).isEqualTo(PLAIN);
    assertThat(report.watch()).isEqualTo(TrackingReport.Watch.ASKED);
    assertThat(report.finallySigned()).isFalse();
    assertThat(report.events())
        .extracting(TraceEvent::text)
        .containsExactly("到达【杭州转运中心】 😀", "【苏州转运中心】 已发出", "【北桥公司】 已揽收");
    assertThat(report.events().getLast().at())
        .isEqualTo(LINES.getFirst().at().atZone(CHINA).toInstant());
  }

  @Test
  void askedAgainTooSoonItMakesNoCall() {
    far.knows(PLAIN, LINES, false);
    found(PLAIN);

    Answer again = source.query(PLAIN, Optional.empty());

    assertThat(again).isInstanceOf(Answer.TooSoon.class);
    assertThat(((Answer.TooSoon) again).retryAfter())
        .isBetween(Duration.ofMinutes(1), Duration.ofMinutes(30));
    assertThat(far.questions()).isEqualTo(1);
    clock.pass(Duration.ofMinutes(30));
    found(PLAIN);
    assertThat(far.questions()).isEqualTo(2);
  }

  @Test
  void anUnknownNumberIsNothingYet() {
    assertThat(source.query(PLAIN, Optional.empty())).isInstanceOf(Answer.NothingYet.class);
  }

  @Test
  void aMissingPhoneTailIsNamed() {
    far.knows(GUARDED, LINES, false);
    far.guards(GUARDED, "0003");

    assertThat(source.query(GUARDED, Optional.of("9999")))
        .isInstanceOfSatisfying(
            Answer.No.class, no -> assertThat(no.why()).isEqualTo(Why.PHONE_NEEDED));
    clock.pass(Duration.ofMinutes(30));
    assertThat(source.query(GUARDED, Optional.of("0003"))).isInstanceOf(Answer.Found.class);
  }

  @Test
  void aRefusedAccountIsNamedAndWatchesNothing() {
    far.trouble(Trouble.REFUSES_ACCOUNT);

    assertThat(source.query(PLAIN, Optional.empty()))
        .isInstanceOfSatisfying(
            Answer.No.class, no -> assertThat(no.why()).isEqualTo(Why.MISCONFIGURED));
    assertThat(source.watch(PLAIN, Optional.empty()))
        .isInstanceOfSatisfying(
            Watching.No.class, no -> assertThat(no.why()).isEqualTo(Why.MISCONFIGURED));
  }

  @Test
  void troubleOfTheSourceIsLater() {
    List<Trouble> passing = List.of(Trouble.BROKEN, Trouble.MALFORMED, Trouble.BUSY, Trouble.DOWN);
    for (Trouble trouble : passing) {
      far.trouble(trouble);
      assertThat(source.query(PLAIN, Optional.empty()))
          .as("%s", trouble)
          .isInstanceOf(Answer.Later.class);
      assertThat(source.watch(PLAIN, Optional.empty()))
          .as("%s", trouble)
          .isInstanceOf(Watching.Later.class);
      clock.pass(Duration.ofHours(1));
    }
  }

  @Test
  void watchingTwiceIsWatching() {
    far.knows(PLAIN, LINES, false);

    assertThat(source.watch(PLAIN, Optional.empty())).isInstanceOf(Watching.Yes.class);
    assertThat(source.watch(PLAIN, Optional.empty())).isInstanceOf(Watching.Yes.class);
    assertThat(far.watched()).containsOnly(PLAIN.number());
  }

  @Test
  void aPushReachesTheInboxWhole() {
    far.knows(PLAIN, LINES, false);

    HookResponse response = hook().handle(far.push(PLAIN));

    assertThat(response.status()).isEqualTo(200);
    assertThat(heard).hasSize(1);
    assertThat(heard.getFirst().waybill()).isEqualTo(PLAIN);
    assertThat(heard.getFirst().watch()).isEqualTo(TrackingReport.Watch.WATCHING);
    assertThat(heard.getFirst().events())
        .extracting(TraceEvent::text)
        .containsExactly("到达【杭州转运中心】 😀", "【苏州转运中心】 已发出", "【北桥公司】 已揽收");
  }

  @Test
  void aSignedParcelEndsTheWatch() {
    far.knows(PLAIN, LINES, true);

    hook().handle(far.push(PLAIN));

    assertThat(heard.getFirst().watch()).isEqualTo(TrackingReport.Watch.ENDED);
    assertThat(heard.getFirst().finallySigned()).isTrue();
  }

  @Test
  void aForgedPushIsRefusedAndNothingHeard() {
    far.knows(PLAIN, LINES, false);

    HookResponse response = hook().handle(far.forged(far.push(PLAIN)));

    assertThat(response.status()).isBetween(400, 499);
    assertThat(heard).isEmpty();
  }

  @Test
  void contentThatCannotBeReadIsRefused() {
    List<String> contents =
        List.of("", "{", "null", "[]x", "[".repeat(20_000), "{\"a\":".repeat(20_000));
    for (String content : contents) {
      assertThat(hook().handle(far.signed(content)).status())
          .isIn(200, 400); // 200: readable, and of no parcel
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void whatCouldNotBeMadeSafeIsToBePushedAgain() {
    far.knows(PLAIN, LINES, false);
    source.start(
        _ -> {
          throw new IllegalStateException("the disk is full");
        });

    assertThatThrownBy(() -> hook().handle(far.push(PLAIN)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void beforeTheStartAndAfterTheStopTheDoorIsClosed() {
    far.knows(PLAIN, LINES, false);
    source.stop();
    source.stop();

    assertThat(hook().handle(far.push(PLAIN)).status()).isEqualTo(503);

    source.start(heard::add);
    assertThat(hook().handle(far.push(PLAIN)).status()).isEqualTo(200);
  }

  @Test
  void numbersAreRecognisedBestFirst() {
    far.recognises("770000000000011", List.of("shentong", "huitongkuaidi"));

    assertThat(source.carriersOf("770000000000011")).containsExactly("shentong", "huitongkuaidi");
    assertThat(source.carriersOf("000000000000000")).isEmpty();
    far.trouble(Trouble.DOWN);
    assertThat(source.carriersOf("770000000000011")).isEmpty();
  }

  @Test
  void manyQuestionsAtOnceAreNotMixedUp() throws InterruptedException, ExecutionException {
    List<Waybill> waybills =
        IntStream.range(0, 50)
            .mapToObj(i -> new Waybill("yuantong", "YT99000000%05d".formatted(i)))
            .toList();
    waybills.forEach(
        one ->
            far.knows(
                one, List.of(new Line(LocalDateTime.of(2026, 11, 20, 8, 0), one.number())), false));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<TrackingReport>> reports =
          waybills.stream().map(one -> threads.submit(() -> found(one))).toList();
      for (int i = 0; i < 50; i++) {
        assertThat(reports.get(i).get().waybill()).isEqualTo(waybills.get(i));
        assertThat(reports.get(i).get().events().getFirst().text())
            .isEqualTo(waybills.get(i).number());
      }
    }
  }

  @Test
  void logsNameNoPhoneAndQuoteNoTrace() {
    Logger root = (Logger) LoggerFactory.getLogger("cn.huitouke");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    root.setLevel(Level.DEBUG);
    log.start();
    root.addAppender(log);
    far.knows(
        PLAIN,
        List.of(new Line(LocalDateTime.of(2026, 11, 20, 8, 0), "张师傅 13800138000 正在派件")),
        false);

    source.query(PLAIN, Optional.of("0003"));
    hook().handle(far.push(PLAIN));
    hook().handle(far.forged(far.push(PLAIN)));
    hook().handle(far.signed("{张师傅13800138000"));
    root.detachAppender(log);

    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(line -> line.contains("13800138000") || line.contains("张师傅"))
        .noneMatch(line -> line.contains("0003"));
  }

  private TrackingReport found(Waybill waybill) {
    Answer answer = source.query(waybill, Optional.empty());
    assertThat(answer).isInstanceOf(Answer.Found.class);
    return ((Answer.Found) answer).report();
  }

  private Hook hook() {
    return ((Hooked) source).hook();
  }
}
