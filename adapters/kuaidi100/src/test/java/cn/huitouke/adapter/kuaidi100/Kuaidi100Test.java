package cn.huitouke.adapter.kuaidi100;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import cn.huitouke.tck.tracking.TurnedByHand;
import cn.huitouke.tracking.ParcelState;
import cn.huitouke.tracking.TraceEvent;
import cn.huitouke.tracking.TrackingReport;
import cn.huitouke.tracking.TrackingReport.Watch;
import cn.huitouke.tracking.TrackingSource.Answer;
import cn.huitouke.tracking.TrackingSource.Watching;
import cn.huitouke.tracking.TrackingSource.Why;
import cn.huitouke.tracking.Waybill;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class Kuaidi100Test {

  private static final Waybill WAYBILL = new Waybill("yuantong", "YT9900000000011");
  private static final JsonNode VECTORS = Reports.JSON.readTree(sample("sign-vectors.json"));

  private final TurnedByHand clock = new TurnedByHand();
  private final FarKuaidi100 far = new FarKuaidi100();
  private final Kuaidi100 source =
      new Kuaidi100(
          Kuaidi100ContractTest.settings(far.address()), clock, QueryLock.inMemory(clock));
  private final List<TrackingReport> heard = new ArrayList<>();

  @BeforeEach
  void start() {
    source.start(heard::add);
  }

  @AfterEach
  void close() {
    far.close();
  }

  @ParameterizedTest
  @CsvSource({"kuaidi100_query", "kuaidi100_query_cn"})
  void questionsAreSignedAsTheVectorsSay(String name) {
    JsonNode vector = VECTORS.path(name);

    assertThat(
            Signature.ofQuestion(
                vector.path("param").asString(),
                vector.path("key").asString(),
                vector.path("customer").asString()))
        .isEqualTo(vector.path("sign").asString());
  }

  @Test
  void theVectorsPushIsTakenAndAnsweredToTheLetter() {
    JsonNode vector = VECTORS.path("kuaidi100_callback");

    HookResponse response =
        source.hook().handle(FarKuaidi100.request(vector.path("http_body").asString()));

    assertThat(response.status()).isEqualTo(200);
    assertThat(new String(response.body(), StandardCharsets.UTF_8))
        .isEqualTo(vector.path("reply").asString());
    assertThat(heard.getFirst().events()).hasSize(2);
    assertThat(heard.getFirst().events().getFirst().place()).isEqualTo("江苏,苏州市");
  }

  @Test
  void aSignatureInLowerCaseIsAsGood() {
    JsonNode vector = VECTORS.path("kuaidi100_callback");
    String param = vector.path("param").asString();

    assertThat(
            Signature.ofPush(param, "huitouke-salt", vector.path("sign").asString().toLowerCase()))
        .isTrue();
    assertThat(Signature.ofPush(param, "", vector.path("empty_salt_sign").asString())).isTrue();
    assertThat(Signature.ofPush(param, "huitouke-salt", "zz")).isFalse();
    assertThat(Signature.ofPush(param, "huitouke-salt", "")).isFalse();
  }

  @Test
  void aForgedPushIsToldSoInKuaidi100sOwnWords() {
    HookResponse response =
        source.hook().handle(FarKuaidi100.request("param=%7B%7D&sign=" + FarKuaidi100.sign("x")));

    assertThat(response.status()).isEqualTo(401);
    assertThat(new String(response.body(), StandardCharsets.UTF_8))
        .isEqualTo("{\"result\":false,\"returnCode\":\"500\",\"message\":\"sign error\"}");
  }

  @Test
  void aPushWithTwoParamsOrBrokenEncodingIsRefused() {
    String good = "param=%7B%7D&sign=" + FarKuaidi100.sign("{}" + FarKuaidi100.SALT);

    assertThat(source.hook().handle(FarKuaidi100.request(good + "&param=x")).status())
        .isEqualTo(401);
    assertThat(source.hook().handle(FarKuaidi100.request("param=%7&sign=00")).status())
        .isEqualTo(401);
    assertThat(source.hook().handle(FarKuaidi100.request("")).status()).isEqualTo(401);
    assertThat(
            source
                .hook()
                .handle(new HookRequest("POST", Map.of(), Map.of(), new byte[2 << 20], "::1"))
                .status())
        .isEqualTo(413);
    assertThat(
            source
                .hook()
                .handle(new HookRequest("GET", Map.of(), Map.of(), new byte[0], "::1"))
                .status())
        .isEqualTo(405);
    assertThat(heard).isEmpty();
  }

  @Test
  void theSamplePushesReadAsTheFactsSay() {
    assertThat(pushed("k100-callback-shutdown.json"))
        .returns(Watch.ENDED, TrackingReport::watch)
        .returns(true, TrackingReport::finallySigned)
        .returns(ParcelState.SIGNED_AT_STATION, TrackingReport::claimed);
    assertThat(pushed("k100-callback-late-polling-after-shutdown.json"))
        .returns(Watch.WATCHING, TrackingReport::watch)
        .returns(true, TrackingReport::finallySigned);
    assertThat(pushed("k100-callback-updateall.json"))
        .returns(Watch.WATCHING, TrackingReport::watch)
        .returns(false, TrackingReport::finallySigned);
    assertThat(pushed("k100-callback-exception-returned.json"))
        .returns(ParcelState.RETURNING, TrackingReport::claimed);
    assertThat(pushed("k100-callback-abort-60d.json"))
        .returns(Watch.ABANDONED, TrackingReport::watch)
        .returns(Optional.empty(), TrackingReport::correctedCarrier);
    assertThat(pushed("k100-callback-abort.json").events()).isEmpty();
  }

  @Test
  void aCorrectedCarrierIsReportedForTheParcelThatWeKnow() {
    for (String name :
        List.of("k100-callback-comnew-1-found.json", "k100-callback-comnew-2-abort.json")) {
      TrackingReport report = pushed(name);
      assertThat(report.waybill()).hasToString("yunda/460000000000022");
      assertThat(report.correctedCarrier()).contains("jtexpress");
    }
  }

  @Test
  void theSampleAnswerReads() {
    far.says(sample("k100-query-ok-resultv2-4.json"));

    Answer answer = source.query(new Waybill("shunfeng", "SF9900000000011"), Optional.of("0003"));

    TrackingReport report = ((Answer.Found) answer).report();
    assertThat(report.claimed()).isEqualTo(ParcelState.OUT_FOR_DELIVERY);
    assertThat(report.events())
        .extracting(TraceEvent::claimed)
        .containsExactly(
            ParcelState.OUT_FOR_DELIVERY, ParcelState.ARRIVED_CITY, ParcelState.COLLECTED);
  }

  @Test
  void anArrivalTimeIsTheSourcesPromise() {
    far.says(
        "{\"message\":\"ok\",\"state\":\"0\",\"status\":\"200\",\"com\":\"yuantong\",\"nu\":\"YT9900000000011\",\"arrivalTime\":\"2026-11-23"
            + " 18\",\"data\":[{\"time\":\"2026-11-21 08:00:00\",\"context\":\"a\"}]}");

    Answer answer = source.query(WAYBILL, Optional.empty());

    assertThat(((Answer.Found) answer).report().promised())
        .contains(Instant.parse("2026-11-23T10:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "400,找不到对应公司,CARRIER_UNKNOWN",
    "400,账号未充值,MISCONFIGURED",
    "408,快递公司参数异常：验证码错误,PHONE_NEEDED",
    "503,验证签名失败,MISCONFIGURED",
    "601,POLL:KEY已过期,MISCONFIGURED"
  })
  void refusalsOfAQuestionAreNamed(String code, String message, Why why) {
    far.says(FarKuaidi100.refusal(code, message));

    assertThat(source.query(WAYBILL, Optional.empty()))
        .isInstanceOfSatisfying(Answer.No.class, no -> assertThat(no.why()).isEqualTo(why));
  }

  @ParameterizedTest
  @CsvSource({"500,NothingYet", "501,Later", "502,Later", "504,TooSoon", "999,Later"})
  void otherAnswersToAQuestionAreNamed(String code, String kind) {
    far.says(FarKuaidi100.refusal(code, "…"));

    assertThat(source.query(WAYBILL, Optional.empty()).getClass().getSimpleName()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "600,MISCONFIGURED",
    "601,MISCONFIGURED",
    "700,NUMBER_INVALID",
    "701,CARRIER_UNKNOWN",
    "702,CARRIER_UNKNOWN"
  })
  void refusalsOfASubscriptionAreNamed(String code, Why why) {
    far.says(FarKuaidi100.refusal(code, "…"));

    assertThat(source.watch(WAYBILL, Optional.empty()))
        .isInstanceOfSatisfying(Watching.No.class, no -> assertThat(no.why()).isEqualTo(why));
  }

  @Test
  void aSubscriptionNamesOurDoorAndOurSalt() {
    source.watch(new Waybill("shunfeng", "SF9900000000011"), Optional.of("0003"));

    JsonNode param = far.subscriptions().getFirst();
    assertThat(param.path("company").asString()).isEqualTo("shunfeng");
    assertThat(param.path("parameters").path("callbackurl").asString())
        .isEqualTo("http://bot.example.cn:8090/hooks/kuaidi100/shop");
    assertThat(param.path("parameters").path("salt").asString()).isEqualTo(FarKuaidi100.SALT);
    assertThat(param.path("parameters").path("phone").asString()).isEqualTo("0003");
  }

  @Test
  void aRefusedAccountRestsForAWhile() {
    far.says(FarKuaidi100.refusal("601", "POLL:KEY已过期"));
    source.query(WAYBILL, Optional.empty());
    far.says("");
    Waybill other = new Waybill("yuantong", "YT9900000000022");

    assertThat(source.query(other, Optional.empty())).isInstanceOf(Answer.No.class);
    assertThat(far.questions()).isEqualTo(1);
    clock.pass(Duration.ofMinutes(10));
    assertThat(source.query(other, Optional.empty())).isInstanceOf(Answer.NothingYet.class);
  }

  @Test
  void theDoctorHearsWhatIsWrong() {
    assertThat(source.probe().works()).isTrue();
    far.says(FarKuaidi100.refusal("503", "验证签名失败"));
    assertThat(source.probe().works()).isFalse();
    assertThat(source.probe().mend().orElseThrow())
        .contains("huitouke.tracking.kuaidi100.customer");
  }

  @ParameterizedTest
  @CsvSource({
    "1001,ARRIVED_CITY",
    "1002,IN_TRANSIT",
    "1009,IN_TRANSIT",
    "11,CUSTOMS",
    "13,CUSTOMS",
    "14,REJECTED",
    "304,SIGNED_AT_STATION",
    "305,SIGNED",
    "501,AWAITING_PICKUP",
    "209,EXCEPTION",
    "210,CANCELLED",
    "103,COLLECTED",
    "99,UNKNOWN",
    "'',UNKNOWN",
    "7,FORWARDED",
    "4,RETURNED"
  })
  void statesAreMapped(String code, ParcelState state) {
    assertThat(StateCodes.read(code)).isEqualTo(state);
  }

  private TrackingReport pushed(String sample) {
    heard.clear();
    assertThat(source.hook().handle(far.signed(sample(sample))).status()).isEqualTo(200);
    return heard.getFirst();
  }

  private static String sample(String name) {
    try (InputStream in = Kuaidi100Test.class.getResourceAsStream("/samples/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException(name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
