package cn.huitouke.adapter.kdniao;

import cn.huitouke.channel.Probe;
import cn.huitouke.hook.Hook;
import cn.huitouke.hook.Hooked;
import cn.huitouke.tracking.SourceHttp;
import cn.huitouke.tracking.TrackingInbox;
import cn.huitouke.tracking.TrackingSource;
import cn.huitouke.tracking.Waybill;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One account with KDNiao (www.kdniao.com/api-all). */
public final class KdNiao implements TrackingSource, Hooked, Probe {

  static final String NAME = "kdniao";

  private static final Logger LOG = LoggerFactory.getLogger(KdNiao.class);
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final Duration LATER = Duration.ofMinutes(10);
  private static final String QUESTIONS = "/Ebusiness/EbusinessOrderHandle.aspx";
  private static final String SUBSCRIPTIONS = "/api/dist";

  private final KdNiaoSettings settings;
  private final Pace pace;
  private final Callback callback;
  private final SourceHttp http = new SourceHttp();

  public KdNiao(KdNiaoSettings settings, InstantSource clock) {
    this.settings = settings;
    this.pace = new Pace(clock, settings.paid());
    this.callback = new Callback(settings, clock);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Hook hook() {
    return callback;
  }

  @Override
  public void start(TrackingInbox to) {
    callback.open(to);
  }

  @Override
  public void stop() {
    callback.close();
  }

  @Override
  public Watching watch(Waybill waybill, Optional<String> phoneTail) {
    Optional<String> shipper = Codes.shipper(waybill.carrier(), settings.paid());
    if (shipper.isEmpty()) {
      return new Watching.No(Why.CARRIER_UNKNOWN, waybill.carrier());
    }
    try {
      String type = settings.paid() ? "8008" : "1008";
      JsonNode answer =
          post(SUBSCRIPTIONS, type, request(shipper.get(), waybill.number(), phoneTail));
      String reason = reason(answer);
      if (answer.path("Success").asBoolean(false) || reason.contains("重复")) {
        return new Watching.Yes();
      }
      return why(reason)
          .<Watching>map(why -> new Watching.No(why, reason))
          .orElseGet(() -> new Watching.Later(LATER, reason));
    } catch (IOException e) {
      return new Watching.Later(SOON, e.toString());
    } catch (JacksonException _) {
      return new Watching.Later(SOON, "an answer that cannot be read");
    }
  }

  @Override
  public Answer query(Waybill waybill, Optional<String> phoneTail) {
    Optional<String> shipper = Codes.shipper(waybill.carrier(), settings.paid());
    if (shipper.isEmpty()) {
      return new Answer.No(Why.CARRIER_UNKNOWN, waybill.carrier());
    }
    Duration wait = pace.take(waybill.number());
    return wait.isPositive()
        ? new Answer.TooSoon(wait)
        : ask(request(shipper.get(), waybill.number(), phoneTail));
  }

  private Answer ask(String request) {
    try {
      JsonNode answer = post(QUESTIONS, settings.paid() ? "8001" : "1002", request);
      String reason = reason(answer);
      if (answer.path("Success").asBoolean(false)) {
        return answer.path("Traces").isEmpty()
            ? new Answer.NothingYet()
            : new Answer.Found(Reports.ofAnswer(answer));
      }
      if (reason.matches(".*(无轨迹|暂无|没有.*轨迹|查无).*")) {
        return new Answer.NothingYet();
      }
      return why(reason)
          .<Answer>map(why -> new Answer.No(why, reason))
          .orElseGet(() -> new Answer.Later(LATER, reason));
    } catch (IOException e) {
      return new Answer.Later(SOON, e.toString());
    } catch (JacksonException _) {
      return new Answer.Later(SOON, "an answer that cannot be read");
    } catch (IllegalArgumentException e) {
      return new Answer.Later(LATER, "an answer that names no parcel: " + e.getMessage());
    }
  }

  /** KDNiao says why in words only. Empty: busy, or something that may pass. */
  private static Optional<Why> why(String reason) {
    if (reason.matches(".*(手机|电话|CustomerName|验证码).*")) {
      return Optional.of(Why.PHONE_NEEDED);
    }
    if (reason.matches(".*(签名|验签|DataSign|非法|未授权|未开通|余额|欠费|套餐|电商ID|EBusinessID).*")) {
      LOG.error("KDNiao refuses this account: {}", reason);
      return Optional.of(Why.MISCONFIGURED);
    }
    if (reason.matches(".*(快递公司|ShipperCode|不支持).*")) {
      return Optional.of(Why.CARRIER_UNKNOWN);
    }
    return reason.matches(".*(单号|LogisticCode).*")
        ? Optional.of(Why.NUMBER_INVALID)
        : Optional.empty();
  }

  @Override
  public List<String> carriersOf(String number) {
    ObjectNode request = Reports.JSON.createObjectNode().put("LogisticCode", number);
    try {
      JsonNode answer = post(QUESTIONS, "2002", Reports.JSON.writeValueAsString(request));
      List<String> carriers = new ArrayList<>();
      answer
          .path("Shippers")
          .forEach(guess -> carriers.add(Codes.carrier(guess.path("ShipperCode").asString(""))));
      return carriers.stream().filter(carrier -> carrier.matches("[a-z0-9]{1,40}")).toList();
    } catch (IOException | JacksonException e) {
      LOG.info("KDNiao could not be asked whose number it is: {}", e.getClass().getSimpleName());
      return List.of();
    }
  }

  /** Asks for a number that nobody has: an account in order says that it knows nothing of it. */
  @Override
  public Finding probe() {
    return switch (ask(request("YTO", "YT0000000000000", Optional.empty()))) {
      case Answer.Found _, Answer.NothingYet _, Answer.TooSoon _ ->
          new Finding(true, "KDNiao answers, id and signature are right", Optional.empty());
      case Answer.No(Why _, String detail) ->
          new Finding(
              false,
              "KDNiao refuses the account: " + detail,
              Optional.of(
                  "Compare huitouke.tracking.kdniao.business-id and .app-key with KDNiao's"
                      + " console"),
              Cause.WRONG_SECRET,
              detail);
      case Answer.Later(Duration _, String detail) ->
          new Finding(
              false,
              "KDNiao does not answer: " + detail,
              Optional.of("Check that this machine reaches " + settings.apiBase()),
              Cause.UNREACHABLE,
              "");
    };
  }

  private static String request(String shipper, String number, Optional<String> phoneTail) {
    ObjectNode request = Reports.JSON.createObjectNode();
    request.put("OrderCode", "").put("ShipperCode", shipper).put("LogisticCode", number);
    request.put("CustomerName", phoneTail.orElse(""));
    return Reports.JSON.writeValueAsString(request);
  }

  private static String reason(JsonNode answer) {
    return answer.path("Reason").asString("");
  }

  private JsonNode post(String path, String type, String data) throws IOException {
    Map<String, String> form =
        Map.of(
            "RequestData",
            data,
            "EBusinessID",
            settings.businessId(),
            "RequestType",
            type,
            "DataSign",
            DataSign.of(data, settings.appKey()),
            "DataType",
            "2");
    return Reports.JSON.readTree(http.post(SourceHttp.at(settings.apiBase(), path), form));
  }
}
