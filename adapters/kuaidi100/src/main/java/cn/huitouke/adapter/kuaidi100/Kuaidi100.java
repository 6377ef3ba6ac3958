package cn.huitouke.adapter.kuaidi100;

import cn.huitouke.channel.Probe;
import cn.huitouke.hook.Hook;
import cn.huitouke.hook.Hooked;
import cn.huitouke.tracking.SourceHttp;
import cn.huitouke.tracking.TrackingInbox;
import cn.huitouke.tracking.TrackingSource;
import cn.huitouke.tracking.Waybill;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
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

/**
 * One account with Kuaidi100 (api.kuaidi100.com/document). Subscribes first; asks rarely, because a
 * number asked for too often is locked for everybody for a day.
 */
public final class Kuaidi100 implements TrackingSource, Hooked, Probe {

  static final String NAME = "kuaidi100";

  private static final Logger LOG = LoggerFactory.getLogger(Kuaidi100.class);
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final Duration LATER = Duration.ofMinutes(10);

  /** After a refused key nothing is asked for this long: it would be refused again. */
  private static final Duration COOLING = Duration.ofMinutes(10);

  private final Kuaidi100Settings settings;
  private final InstantSource clock;
  private final QueryLock lock;
  private final Callback callback;
  private final SourceHttp http = new SourceHttp();
  private volatile Instant silentUntil = Instant.MIN;

  public Kuaidi100(Kuaidi100Settings settings, InstantSource clock, QueryLock lock) {
    this.settings = settings;
    this.clock = clock;
    this.lock = lock;
    this.callback = new Callback(settings.id(), settings.salt());
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
    if (cooling()) {
      return new Watching.No(Why.MISCONFIGURED, "the account was refused a moment ago");
    }
    try {
      String param = subscription(waybill, phoneTail);
      JsonNode answer = post("/poll", Map.of("schema", "json", "param", param));
      return watching(answer.path("returnCode").asString(""), answer.path("message").asString(""));
    } catch (IOException e) {
      return new Watching.Later(SOON, e.toString());
    } catch (JacksonException _) {
      return new Watching.Later(SOON, "an answer that cannot be read");
    }
  }

  private Watching watching(String code, String message) {
    return switch (code) {
      case "200", "501" -> new Watching.Yes(); // 501: it watches already
      case "408" -> new Watching.No(Why.PHONE_NEEDED, message);
      case "600", "601" -> new Watching.No(refusedAccount(code, message), message);
      case "700" -> new Watching.No(Why.NUMBER_INVALID, message);
      case "701", "702" -> new Watching.No(Why.CARRIER_UNKNOWN, message);
      default -> new Watching.Later(LATER, code + " " + message);
    };
  }

  @Override
  public Answer query(Waybill waybill, Optional<String> phoneTail) {
    if (cooling()) {
      return new Answer.No(Why.MISCONFIGURED, "the account was refused a moment ago");
    }
    Duration wait = lock.take(waybill.number());
    return wait.isPositive() ? new Answer.TooSoon(wait) : ask(waybill, phoneTail);
  }

  private Answer ask(Waybill waybill, Optional<String> phoneTail) {
    try {
      return answer(post("/poll/query.do", question(waybill, phoneTail)));
    } catch (IOException e) {
      return new Answer.Later(SOON, e.toString());
    } catch (JacksonException _) {
      return new Answer.Later(SOON, "an answer that cannot be read");
    } catch (IllegalArgumentException e) {
      return new Answer.Later(LATER, "an answer that names no parcel: " + e.getMessage());
    }
  }

  private Answer answer(JsonNode answer) {
    String message = answer.path("message").asString("");
    if (answer.has("returnCode")) {
      return refusal(answer.path("returnCode").asString(""), message);
    }
    return answer.path("data").isEmpty()
        ? new Answer.NothingYet()
        : new Answer.Found(Reports.ofAnswer(answer));
  }

  private Answer refusal(String code, String message) {
    return switch (code) {
      case "400" ->
          message.contains("公司")
              ? new Answer.No(Why.CARRIER_UNKNOWN, message)
              : new Answer.No(refusedAccount(code, message), message);
      case "408" ->
          message.contains("单号")
              ? new Answer.NothingYet()
              : new Answer.No(Why.PHONE_NEEDED, message);
      case "500" -> new Answer.NothingYet();
      case "503", "601" -> new Answer.No(refusedAccount(code, message), message);
      case "504" -> new Answer.TooSoon(QueryLock.APART);
      default -> new Answer.Later(LATER, code + " " + message);
    };
  }

  @Override
  public List<String> carriersOf(String number) {
    String query =
        "/autonumber/auto?num="
            + SourceHttp.encoded(number)
            + "&key="
            + SourceHttp.encoded(settings.key());
    try {
      JsonNode answer =
          Reports.JSON.readTree(http.get(SourceHttp.at(settings.autonumberBase(), query)));
      List<String> carriers = new ArrayList<>();
      if (answer.isArray()) {
        answer.forEach(guess -> carriers.add(guess.path("comCode").asString("")));
      } else {
        LOG.warn(
            "Kuaidi100 does not recognise numbers: {}", answer.path("returnCode").asString(""));
      }
      return carriers.stream().filter(carrier -> carrier.matches("[a-z0-9]{1,40}")).toList();
    } catch (IOException | JacksonException e) {
      LOG.info("Kuaidi100 could not be asked whose number it is: {}", e.getClass().getSimpleName());
      return List.of();
    }
  }

  /** Asks for a number that nobody has: an account in order says that it knows nothing of it. */
  @Override
  public Finding probe() {
    Answer answer = ask(new Waybill("yuantong", "YT0000000000000"), Optional.empty());
    return switch (answer) {
      case Answer.Found _, Answer.NothingYet _, Answer.TooSoon _ -> {
        silentUntil = Instant.MIN;
        yield new Finding(true, "Kuaidi100 answers, key and signature are right", Optional.empty());
      }
      case Answer.No(Why _, String detail) ->
          new Finding(
              false,
              "Kuaidi100 refuses the account: " + detail,
              Optional.of(
                  "Compare huitouke.tracking.kuaidi100.customer and .key with Kuaidi100's console,"
                      + " and look at the balance there"),
              Cause.WRONG_SECRET,
              detail);
      case Answer.Later(Duration _, String detail) ->
          new Finding(
              false,
              "Kuaidi100 does not answer: " + detail,
              Optional.of("Check that this machine reaches " + settings.apiBase()),
              Cause.UNREACHABLE,
              "");
    };
  }

  private String subscription(Waybill waybill, Optional<String> phoneTail) {
    ObjectNode param = Reports.JSON.createObjectNode();
    param.put("company", waybill.carrier()).put("number", waybill.number());
    param.put("from", "").put("to", "").put("key", settings.key());
    param
        .putObject("parameters")
        .put(
            "callbackurl",
            SourceHttp.at(settings.callbackBase(), callback.path().path()).toString())
        .put("salt", settings.salt())
        .put("resultv2", settings.resultv2())
        .put("autoCom", "0")
        .put("interCom", "0")
        .put("phone", phoneTail.orElse(""));
    return Reports.JSON.writeValueAsString(param);
  }

  private Map<String, String> question(Waybill waybill, Optional<String> phoneTail) {
    ObjectNode param = Reports.JSON.createObjectNode();
    param.put("com", waybill.carrier()).put("num", waybill.number());
    param.put("phone", phoneTail.orElse("")).put("from", "").put("to", "");
    param.put("resultv2", settings.resultv2()).put("show", "0").put("order", "desc");
    String text = Reports.JSON.writeValueAsString(param);
    String sign = Signature.ofQuestion(text, settings.key(), settings.customer());
    return Map.of("customer", settings.customer(), "sign", sign, "param", text);
  }

  private JsonNode post(String path, Map<String, String> form) throws IOException {
    return Reports.JSON.readTree(http.post(SourceHttp.at(settings.apiBase(), path), form));
  }

  private Why refusedAccount(String code, String message) {
    LOG.error(
        "Kuaidi100 refuses this account ({} {}); nothing is asked for {} minutes. Check customer,"
            + " key and balance",
        code,
        message,
        COOLING.toMinutes());
    silentUntil = clock.instant().plus(COOLING);
    return Why.MISCONFIGURED;
  }

  private boolean cooling() {
    return clock.instant().isBefore(silentUntil);
  }
}
