package cn.huitouke.adapter.kuaidi100;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import cn.huitouke.sandbox.Sandbox;
import cn.huitouke.sandbox.SandboxOptions;
import cn.huitouke.sandbox.tracking.Kuaidi100Account;
import cn.huitouke.sandbox.tracking.Oddity;
import cn.huitouke.sandbox.world.Journey;
import cn.huitouke.sandbox.world.Parcels;
import cn.huitouke.tracking.ParcelState;
import cn.huitouke.tracking.TraceEvent;
import cn.huitouke.tracking.TrackingReport;
import cn.huitouke.tracking.TrackingReport.Watch;
import cn.huitouke.tracking.TrackingSource.Answer;
import cn.huitouke.tracking.TrackingSource.Watching;
import cn.huitouke.tracking.TrackingSource.Why;
import cn.huitouke.tracking.Waybill;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the simulated Kuaidi100, which shares no code with this adapter. */
class SandboxTest {

  private static final Waybill YTO = new Waybill("yuantong", "YT9900000000011");
  private static final Waybill SF = new Waybill("shunfeng", "SF9900000000011");

  private final TurnedByHand clock = new TurnedByHand();
  private final List<TrackingReport> heard = new CopyOnWriteArrayList<>();
  private Sandbox sandbox;
  private HttpServer gateway;
  private Kuaidi100 source;

  @BeforeEach
  void start() throws IOException {
    sandbox =
        new Sandbox(
            SandboxOptions.demo(clock)
                .withPort(0)
                .withParcels(
                    new Two(journey(YTO, Optional.empty()), journey(SF, Optional.of("0003")))));
    sandbox.start();
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Kuaidi100Account account = Kuaidi100Account.demo();
    source =
        new Kuaidi100(
            new Kuaidi100Settings(
                "shop",
                account.customer(),
                account.key(),
                "our-own-salt",
                sandbox.base("/kuaidi100"),
                sandbox.base("/kuaidi100"),
                URI.create("http://127.0.0.1:" + gateway.getAddress().getPort()),
                "4"),
            clock,
            QueryLock.inMemory(clock));
    gateway.createContext(source.hook().path().path(), this::knock);
    gateway.start();
    source.start(heard::add);
  }

  @AfterEach
  void stop() {
    gateway.stop(0);
    sandbox.close();
  }

  @Test
  void aWatchedParcelIsPushedUntilItIsSignedFor() {
    assertThat(source.watch(YTO, Optional.empty())).isInstanceOf(Watching.Yes.class);
    assertThat(source.watch(YTO, Optional.empty())).isInstanceOf(Watching.Yes.class);

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
  void oddPushesAreTakenToo() {
    source.watch(YTO, Optional.empty());
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
  void aQuestionIsAnsweredAndTheTailIsWanted() {
    clock.pass(Duration.ofHours(5));

    assertThat(source.query(YTO, Optional.empty())).isInstanceOf(Answer.Found.class);
    assertThat(source.query(YTO, Optional.empty())).isInstanceOf(Answer.TooSoon.class);
    assertThat(source.query(SF, Optional.of("9999")))
        .isInstanceOfSatisfying(
            Answer.No.class, no -> assertThat(no.why()).isEqualTo(Why.PHONE_NEEDED));
    clock.pass(Duration.ofMinutes(31));
    assertThat(source.query(SF, Optional.of("0003"))).isInstanceOf(Answer.Found.class);
    assertThat(source.carriersOf(SF.number())).startsWith("shunfeng");
    assertThat(source.probe().works()).isTrue();
  }

  @Test
  void anExpiredKeyIsNamed() {
    sandbox.kuaidi100().expireKey(true);

    assertThat(source.watch(YTO, Optional.empty()))
        .isInstanceOfSatisfying(
            Watching.No.class, no -> assertThat(no.why()).isEqualTo(Why.MISCONFIGURED));
  }

  private void knock(HttpExchange exchange) throws IOException {
    HookResponse response =
        source
            .hook()
            .handle(
                new HookRequest(
                    exchange.getRequestMethod(),
                    Map.of(),
                    Map.of(),
                    exchange.getRequestBody().readAllBytes(),
                    "127.0.0.1"));
    exchange.sendResponseHeaders(
        response.status(), response.body().length == 0 ? -1 : response.body().length);
    exchange.getResponseBody().write(response.body());
    exchange.close();
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
