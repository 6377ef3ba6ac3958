package cn.huitouke.adapter.qqbot;

import cn.huitouke.channel.NoToken;
import cn.huitouke.channel.SendOutcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The platform's HTTP interface: one token, refreshed once when refused, and one call that sends. */
final class QqApi {

  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final Duration MARGIN = Duration.ofSeconds(60);
  private static final Set<Integer> TOKEN_REFUSED = Set.of(11241, 11242, 11243, 11244);

  private final QqBotAccount account;
  private final InstantSource clock;
  private final JsonMapper json;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final ReentrantLock refreshing = new ReentrantLock();
  private volatile @Nullable Token token;

  QqApi(QqBotAccount account, InstantSource clock, JsonMapper json) {
    this.account = account;
    this.clock = clock;
    this.json = json;
  }

  private record Token(String value, Instant until) {}

  /**
   * What the platform said.
   *
   * @param body empty where it said nothing that can be read
   */
  record Answered(SendOutcome outcome, JsonNode body) {}

  /** Posts one message; {@code path} below the API's base. */
  SendOutcome post(String path, Map<String, ?> message) {
    return ask(path, message, PATIENCE).outcome();
  }

  /** Posts something and hears the answer. */
  Answered ask(String path, Map<String, ?> what, Duration patience) {
    try {
      HttpResponse<String> answer = call(path, what, patience, token(false));
      if (tokenRefused(answer)) {
        answer = call(path, what, patience, token(true));
      }
      return new Answered(outcome(answer), body(answer));
    } catch (NoToken e) {
      return unanswered(e.outcome());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      return unanswered(
          new SendOutcome.Deferred(Duration.ofSeconds(5), "cannot reach the platform"));
    } catch (IOException e) {
      return unanswered(new SendOutcome.Uncertain("no answer: " + e.getClass().getSimpleName()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unanswered(new SendOutcome.Uncertain("interrupted"));
    }
  }

  private Answered unanswered(SendOutcome outcome) {
    return new Answered(outcome, json.createObjectNode());
  }

  private HttpResponse<String> call(
      String path, Map<String, ?> what, Duration patience, String token)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(account.apiBase() + path))
            .timeout(patience)
            .header("Authorization", "QQBot " + token)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(what)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private boolean tokenRefused(HttpResponse<String> answer) {
    return answer.statusCode() == 401 || TOKEN_REFUSED.contains(code(answer));
  }

  private SendOutcome outcome(HttpResponse<String> answer) {
    int code = code(answer);
    if (answer.statusCode() == 200 && code == 0) {
      return new SendOutcome.Accepted(body(answer).path("id").asString(""));
    }
    // What the platform's support asks for.
    String trace =
        answer
            .headers()
            .firstValue("X-Tps-trace-ID")
            .or(() -> Optional.of(body(answer).path("trace_id").asString("")))
            .filter(id -> id.matches("[A-Za-z0-9_-]{1,64}"))
            .map(id -> ", trace " + id)
            .orElse("");
    if (answer.statusCode() >= 500) {
      return new SendOutcome.Uncertain("HTTP " + answer.statusCode() + trace);
    }
    if (answer.statusCode() == 429) {
      return new SendOutcome.Deferred(Duration.ofSeconds(10), "HTTP 429" + trace);
    }
    if (answer.statusCode() == 413) {
      return new SendOutcome.Refused(SendOutcome.Reason.TOO_LONG, "HTTP 413" + trace);
    }
    if (code == 0) {
      return new SendOutcome.Uncertain("HTTP " + answer.statusCode() + " without a code" + trace);
    }
    return QqCodes.outcome(code, "code %d, HTTP %d%s".formatted(code, answer.statusCode(), trace));
  }

  private int code(HttpResponse<String> answer) {
    JsonNode body = body(answer);
    return body.path("err_code").asInt(body.path("code").asInt(0));
  }

  private JsonNode body(HttpResponse<String> answer) {
    try {
      return json.readTree(answer.body());
    } catch (JacksonException e) {
      return json.createObjectNode();
    }
  }

  private String token(boolean fresh) throws IOException, InterruptedException {
    Token before = token;
    if (!fresh && before != null && clock.instant().isBefore(before.until)) {
      return before.value;
    }
    refreshing.lock();
    try {
      Token now = token;
      if (now != null && now != before && clock.instant().isBefore(now.until)) {
        return now.value; // somebody else was quicker
      }
      Token made = fetch();
      token = made;
      return made.value;
    } finally {
      refreshing.unlock();
    }
  }

  /**
   * Asks for a token, whatever token is held.
   *
   * @throws NoToken where id or secret is wrong, or nobody answers
   */
  void prove() throws InterruptedException {
    try {
      token = fetch();
    } catch (IOException e) {
      throw new NoToken(new SendOutcome.Deferred(Duration.ofSeconds(10), "no token: no answer"));
    }
  }

  private Token fetch() throws IOException, InterruptedException {
    HttpResponse<String> answer;
    try {
      answer =
          http.send(
              HttpRequest.newBuilder(URI.create(account.tokenUrl()))
                  .timeout(PATIENCE)
                  .header("Content-Type", "application/json")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          json.writeValueAsString(
                              Map.of("appId", account.appId(), "clientSecret", account.secret()))))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new NoToken(new SendOutcome.Deferred(Duration.ofSeconds(10), "no token: no answer"));
    }
    JsonNode body = body(answer);
    String value = body.path("access_token").asString("");
    if (value.isEmpty()) {
      int code = body.path("code").asInt(answer.statusCode());
      throw new NoToken(
          code == 100001 || answer.statusCode() >= 500
              ? new SendOutcome.Deferred(Duration.ofSeconds(30), "no token: " + code)
              : new SendOutcome.Refused(SendOutcome.Reason.MISCONFIGURED, "no token: " + code));
    }
    // The platform documents a number and sends a string.
    long seconds = Long.parseLong(body.path("expires_in").asString("0"));
    return new Token(value, clock.instant().plusSeconds(seconds).minus(MARGIN));
  }
}
