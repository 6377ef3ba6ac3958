package cn.huitouke.adapter.kdniao;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.tck.tracking.TurnedByHand;
import cn.huitouke.tracking.ParcelState;
import cn.huitouke.tracking.TraceEvent;
import cn.huitouke.tracking.TrackingReport;
import cn.huitouke.tracking.TrackingSource.Answer;
import cn.huitouke.tracking.TrackingSource.Why;
import cn.huitouke.tracking.Waybill;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class KdNiaoTest {

  private final TurnedByHand clock = new TurnedByHand();

  @Test
  void requestsAreSignedAsTheVectorSays() {
    JsonNode vector = Reports.JSON.readTree(sample("sign-vectors.json")).path("kdniao");
    String data = vector.path("RequestData").asString();
    String sign = vector.path("DataSign").asString();

    assertThat(DataSign.of(data, vector.path("AppKey").asString())).isEqualTo(sign);
    assertThat(DataSign.matches(data, vector.path("AppKey").asString(), sign)).isTrue();
    assertThat(DataSign.matches(data + " ", vector.path("AppKey").asString(), sign)).isFalse();
  }

  @Test
  void ascendingTracesAreTurnedRound() {
    TrackingReport report = Reports.ofAnswer(Reports.JSON.readTree(sample("kdniao-query-ok.json")));

    assertThat(report.waybill()).hasToString("shunfeng/SF9900000000011");
    assertThat(report.claimed()).isEqualTo(ParcelState.OUT_FOR_DELIVERY);
    assertThat(report.events())
        .extracting(TraceEvent::claimed)
        .containsExactly(
            ParcelState.OUT_FOR_DELIVERY, ParcelState.ARRIVED_CITY, ParcelState.COLLECTED);
  }

  @ParameterizedTest
  @CsvSource({
    "3,304,SIGNED_BY_OTHER",
    "3,311,SIGNED_AT_STATION",
    "2,202,OUT_FOR_DELIVERY",
    "2,211,AWAITING_PICKUP",
    "4,404,REJECTED",
    "4,406,RETURNED",
    "4,407,RETURNING",
    "4,412,EXCEPTION",
    "2,'',IN_TRANSIT",
    "0,'',CREATED",
    "2,299,IN_TRANSIT",
    "9,999,UNKNOWN"
  })
  void statesAreMapped(String coarse, String fine, ParcelState state) {
    assertThat(Codes.state(coarse, fine)).isEqualTo(state);
  }

  @Test
  void theFreeAccountServesFewCarriersAndFiveHundredQuestionsADay() {
    KdNiao free =
        new KdNiao(
            new KdNiaoSettings("shop", "1", "k", URI.create("http://127.0.0.1:9"), false), clock);

    assertThat(free.query(new Waybill("shunfeng", "SF9900000000011"), Optional.empty()))
        .isInstanceOfSatisfying(
            Answer.No.class, no -> assertThat(no.why()).isEqualTo(Why.CARRIER_UNKNOWN));
    Pace pace = new Pace(clock, false);
    for (int i = 0; i < 500; i++) {
      assertThat(pace.take("n" + i)).isZero();
    }
    assertThat(pace.take("one more")).isEqualTo(Duration.ofHours(24));
  }

  private static String sample(String name) {
    try (InputStream in = KdNiaoTest.class.getResourceAsStream("/samples/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException(name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
