package cn.huitouke.server;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Peer;
import cn.huitouke.console.ApiToken;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.delivery.Channels;
import cn.huitouke.sandbox.world.ScreenMessage;
import cn.huitouke.server.ConsoleHouse.Visitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Broadcasts by the shop's own systems: written and watched by a token, approved by a person. */
class BroadcastsByTokenTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ConsoleHouse house = ConsoleHouse.get();
  private final String token = house.bean(ApiToken.class).value();

  private record Answer(int status, JsonNode body, HttpResponse<String> raw) {}

  private Answer ask(String method, String path, String body, String... headers) {
    return asked(token, method, path, body, headers);
  }

  private Answer asked(String as, String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(house.address() + "/api/v1/broadcasts" + path))
            .header("Authorization", "Bearer " + as)
            .header("Content-Type", "application/json")
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> raw = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(raw.statusCode(), JSON.readTree(raw.body()), raw);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void refused(Answer answer, int status) {
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
    assertThat(answer.raw().headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.body().get("title").asString()).isNotBlank();
  }

  private List<CustomerId> fans(String name, int many) {
    List<CustomerId> fans = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      String openid = name + i;
      house.weChat().follows(openid, Optional.empty());
      Peer peer = Peer.person(house.bean(Channels.class).all().iterator().next().id(), openid);
      Customers customers = house.bean(Customers.class);
      ConsoleHouse.until(() -> customers.find(peer).isPresent());
      fans.add(customers.find(peer).orElseThrow());
    }
    return fans;
  }

  private List<String> heard(String openid, String words) {
    return house.weChat().screenOf(openid).stream()
        .filter(message -> !message.fromCustomer())
        .map(ScreenMessage::text)
        .filter(text -> text.contains(words))
        .toList();
  }

  private static String draft(String title, String list) {
    return """
    {"title": "%s", "words": {"courteous": "%s，{{shop}}"}, "holdOut": 0,
     "audience": {"list": [%s]}}
    """
        .formatted(title, title, list);
  }

  private static String quoted(List<CustomerId> people) {
    return people.stream().map(one -> "\"" + one + "\"").collect(Collectors.joining(", "));
  }

  private Answer looked(long number) {
    assertThat(ask("POST", "/" + number + "/reach", "").status()).isEqualTo(202);
    ConsoleHouse.until(() -> ask("GET", "/" + number, "").body().has("reach"));
    return ask("GET", "/" + number, "");
  }

  @Test
  void aTokenWritesAndWatchesAndAPersonSaysThatItMayGo() {
    List<CustomerId> fans = fans("oToken-a", 3);
    String body = draft("岁末上新", quoted(fans) + ", \"13712345678\", \"不是 号码\", null");
    Answer made = ask("POST", "", body, "Idempotency-Key", "bt-1");
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
    assertThat(ask("POST", "", body, "Idempotency-Key", "bt-1").raw().body())
        .isEqualTo(made.raw().body());
    assertThat(made.body().get("unknown").values().stream().map(JsonNode::asInt))
        .containsExactly(3, 4, 5);
    assertThat(made.raw().body()).doesNotContain("13712345678");
    assertThat(made.body().get("state").asString()).isEqualTo("DRAFT");
    assertThat(made.body().get("troubles").isEmpty()).isTrue();
    long number = made.body().get("id").asLong();

    refused(ask("POST", "/" + number + "/submit", "{}"), 422); // nobody has looked yet
    Answer seen = looked(number);
    assertThat(seen.body().at("/reach/letters").asInt()).isEqualTo(3);
    assertThat(seen.body().at("/reach/unknown").asInt()).isEqualTo(3);
    assertThat(seen.raw().body()).doesNotContain("\"" + fans.getFirst() + "\"");
    assertThat(ask("POST", "/" + number + "/submit", "{}").body().get("state").asString())
        .isEqualTo("SUBMITTED");
    refused(ask("POST", "/" + number + "/submit", "{}"), 409);
    refused(ask("POST", "/" + number + "/start", ""), 409); // nobody has approved it
    assertThat(ask("POST", "/" + number + "/approve", "").status()).isIn(404, 405);
    Visitor nobody = house.visitor();
    assertThat(
            nobody
                .postBare(
                    "/broadcasts/" + number + "/approve",
                    Map.of("revision", "1"),
                    Map.of(),
                    "Authorization",
                    "Bearer " + token)
                .statusCode())
        .as("nor does the console's own way take a token")
        .isIn(302, 401, 403);
    assertThat(ask("GET", "/" + number, "").body().get("state").asString()).isEqualTo("SUBMITTED");
    refused(ask("GET", "/" + number + "/report", ""), 404);

    house.as("owner").post("/broadcasts/" + number + "/approve", Map.of("revision", "1"));
    ConsoleHouse.until(
        () ->
            ask("GET", "/" + number + "/progress", "")
                .body()
                .get("state")
                .asString()
                .equals("DONE"));
    JsonNode progress = ask("GET", "/" + number + "/progress", "").body();
    assertThat(progress.at("/states/ACCEPTED").asInt()).isEqualTo(3);
    assertThat(heard("oToken-a1", "岁末上新")).hasSize(1);
    JsonNode report = ask("GET", "/" + number + "/report", "").body();
    assertThat(report.at("/sides/0/people").asInt()).isEqualTo(3);
    assertThat(report.get("complete").asBoolean()).isFalse();
    Visitor owner = house.as("owner");
    assertThat(owner.get("/settings/audit").body()).contains("送审群发");
    ConsoleHouse.until(() -> owner.get("/insight/broadcasts/data").body().contains("岁末上新"));
    JsonNode figure = JSON.readTree(owner.get("/insight/broadcasts/data").body());
    JsonNode row =
        figure
            .get("rows")
            .valueStream()
            .filter(one -> one.get(0).asString().equals("岁末上新"))
            .findFirst()
            .orElseThrow();
    int wire = figure.get("columns").valueStream().map(JsonNode::asString).toList().indexOf("wire");
    assertThat(row.get(2).asInt()).isEqualTo(3);
    assertThat(row.get(wire).asInt()).isEqualTo(3);
    assertThat(owner.get("/insight/broadcasts/csv").body())
        .contains("岁末上新")
        .containsPattern("群发|客服消息"); // whichever way was open
    assertThat(owner.get("/insight/broadcasts/xlsx").statusCode()).isEqualTo(200);
  }

  @Test
  void oneIsChangedTimedPausedAndCancelled() {
    List<CustomerId> fans = fans("oToken-b", 2);
    long number = ask("POST", "", draft("改前", quoted(fans))).body().get("id").asLong();
    Answer changed =
        ask(
            "PUT",
            "/" + number,
            draft("改后", quoted(fans)).replaceFirst("\\{", "{\"revision\": 1, "));
    assertThat(changed.body().get("revision").asInt()).isEqualTo(2);
    refused(
        ask("PUT", "/" + number, draft("迟了", "").replaceFirst("\\{", "{\"revision\": 1, ")), 409);
    looked(number);
    String later = house.bean(InstantSource.class).instant().plus(Duration.ofDays(2)).toString();
    refused(ask("POST", "/" + number + "/submit", "{\"startAt\": \"2020-01-01T00:00:00Z\"}"), 422);
    ask("POST", "/" + number + "/submit", "{\"startAt\": \"" + later + "\"}");
    house.as("owner").post("/broadcasts/" + number + "/approve", Map.of("revision", "2"));
    assertThat(ask("GET", "/" + number, "").body().get("state").asString()).isEqualTo("APPROVED");
    refused(ask("POST", "/" + number + "/start", "{\"startAt\": \"2020-01-01T00:00:00Z\"}"), 422);
    assertThat(heard("oToken-b0", "改后")).isEmpty();
    assertThat(ask("POST", "/" + number + "/start", "").body().get("state").asString())
        .isEqualTo("RUNNING");
    ConsoleHouse.until(() -> heard("oToken-b1", "改后").size() == 1);

    // one that waits for its readers: with their name it goes by a window only
    long other =
        ask("POST", "", draft("先停", quoted(fans)).replace("{{shop}}", "{{shop}}上新"))
            .body()
            .get("id")
            .asLong();
    refused(ask("POST", "/" + other + "/pause", ""), 409);
    refused(ask("POST", "/" + other + "/cancel", ""), 409);
    looked(other);
    ask("POST", "/" + other + "/submit", "{\"startAt\": \"" + later + "\"}");
    assertThat(ask("POST", "/" + other + "/cancel", "").body().get("state").asString())
        .isEqualTo("CANCELLED");
    refused(ask("POST", "/" + other + "/resume", ""), 409);
  }

  @Test
  void listsGoPageByPageAndEachScopeOpensItsOwn() {
    for (int i = 0; i < 3; i++) {
      ask("POST", "", draft("第" + i, "\"c999999999\""));
    }
    List<Long> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = ask("GET", "?limit=2&cursor=" + cursor, "").body();
      page.get("broadcasts").forEach(one -> seen.add(one.get("id").asLong()));
      cursor = page.has("next") ? page.get("next").asString() : "";
    } while (!cursor.isEmpty());
    assertThat(seen).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(3);
    assertThat(seen).isSortedAccordingTo(java.util.Comparator.reverseOrder());
    refused(ask("GET", "?cursor=!!", ""), 400);
    refused(ask("GET", "/999999", ""), 404);
    refused(ask("POST", "", "{\"kind\": \"SONG\"}"), 400);
    refused(
        ask(
            "POST",
            "",
            draft("太多", String.join(",", java.util.Collections.nCopies(50_001, "\"c1\"")))),
        422);

    Visitor owner = house.as("owner");
    owner.post("/settings/tokens", Map.of("name", "BI", "scope", "broadcasts:read"));
    String reader =
        owner
            .get("/settings/tokens")
            .body()
            .replaceAll("(?s).*<code class=\"words\">(htk_[^<]+)</code>.*", "$1");
    assertThat(asked(reader, "GET", "", "").status()).isEqualTo(200);
    refused(asked(reader, "POST", "", draft("不行", "")), 403);
    refused(asked(reader, "POST", "/1/pause", ""), 403);
  }
}
