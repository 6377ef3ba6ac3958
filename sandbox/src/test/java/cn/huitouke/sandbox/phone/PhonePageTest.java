package cn.huitouke.sandbox.phone;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.sandbox.shop.DemoBuyer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PhonePageTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient client = HttpClient.newHttpClient();
  private PhoneServer server;
  private DemoBuyer man;

  @BeforeEach
  void startServer() throws IOException {
    server = new PhoneServer();
    man = server.shop.buyers().getFirst();
  }

  @AfterEach
  void stopServer() {
    server.close();
    client.close();
  }

  @Test
  void nothingIsLoadedFromElsewhereNorWrittenIntoThePage() throws Exception {
    HttpResponse<String> page = get("/", "Accept-Language", "zh-CN");

    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'self';"));
    assertThat(page.body())
        .doesNotContainPattern(Pattern.compile("(?i)<script(?![^>]*src=\"/phone/)"))
        .doesNotContain("style=", "onclick=", "//cdn", "https://")
        .contains("lang=\"zh-CN\"");
    assertThat(get("/phone/hills.svg", "Accept", "*/*").headers().firstValue("Content-Type"))
        .hasValue("image/svg+xml");
  }

  @Test
  void noScriptWritesMarkup() throws Exception {
    for (String script :
        new String[] {
          "app.js", "chat.js", "orders.js", "people.js", "sheet.js", "talk.js", "words.js"
        }) {
      assertThat(get("/phone/" + script, "Accept", "*/*").body())
          .isNotBlank()
          .doesNotContain(
              "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
    }
  }

  @Test
  void bothLanguagesHaveAWordForEverything() throws Exception {
    String words = get("/phone/words.js", "Accept", "*/*").body();
    String page = get("/", "Accept", "*/*").body();
    String zh = words.substring(words.indexOf("const zh"), words.indexOf("const en"));
    String en = words.substring(words.indexOf("const en"), words.indexOf("const all"));

    Pattern.compile("data-(?:word|label|hint)=\"(\\w+)\"")
        .matcher(page)
        .results()
        .map(found -> found.group(1) + ": ")
        .forEach(
            word -> {
              assertThat(zh).contains(word);
              assertThat(en).contains(word);
            });
  }

  @Test
  void theChoiceOfLanguageWinsOverTheBrowsers() throws Exception {
    assertThat(get("/", "Accept-Language", "en-GB,en;q=0.9,zh;q=0.5").body())
        .contains("lang=\"en\"");
    assertThat(get("/", "Accept-Language", "de").body()).contains("lang=\"en\"");
    assertThat(get("/", "Cookie", "a=b; phone_language=en").body()).contains("lang=\"en\"");
    assertThat(get("/", "Accept-Language", ";;;").body()).contains("lang=\"zh-CN\"");
    assertThat(get("/", "Accept", "text/html").body()).contains("lang=\"zh-CN\"");
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    assertThat(get("/other", "Accept", "*/*").statusCode()).isEqualTo(404);
    assertThat(get("/phone/../secret", "Accept", "*/*").statusCode()).isEqualTo(404);
    assertThat(post("dance", "{\"customer\":\"" + man.openid() + "\"}").statusCode())
        .isEqualTo(404);
    assertThat(post("follow", "{\"customer\":\"nobody\"}").statusCode()).isEqualTo(409);
    assertThat(get("/phone/person?id=nobody", "Accept", "*/*").statusCode()).isEqualTo(409);
  }

  @Test
  void anotherSitesPageCannotAct() throws Exception {
    String body = "{\"customer\":\"" + man.openid() + "\"}";
    HttpResponse<String> foreign = post("follow", body, "Origin", "https://evil.example");
    HttpResponse<String> form = post("follow", body, "Content-Type", "text/plain");

    assertThat(foreign.statusCode()).isEqualTo(400);
    assertThat(form.statusCode()).isEqualTo(400);
    assertThat(server.network.isFollowing(man.openid())).isFalse();
  }

  @Test
  void whatIsMalformedIsRefusedInJson() throws Exception {
    assertThat(post("say", "{").statusCode()).isEqualTo(400);
    assertThat(post("say", "[]").statusCode()).isEqualTo(400);
    assertThat(post("say", "x".repeat(40_000)).statusCode()).isEqualTo(400);
    assertThat(post("clock", "{\"by\":\"year\"}").body()).contains("refused");
  }

  @Test
  void theClockGoesToTheNextMorning() throws Exception {
    JsonNode done = JSON.readTree(post("clock", "{\"by\":\"morning\"}").body());

    assertThat(done.path("now").asString("")).isEqualTo("2026-11-22T01:00:00Z");
    assertThat(server.clock.instant()).isEqualTo("2026-11-22T01:00:00Z");
  }

  @Test
  void aMessageIsSeenWithoutAsking() throws Exception {
    HttpResponse<InputStream> feed =
        client.send(
            HttpRequest.newBuilder(URI.create(server.address + "/phone/events")).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(feed.body(), StandardCharsets.UTF_8))) {
      assertThat(next(lines)).contains("2026-11-21T04:00:00Z");
      server.network.follows(man.openid(), Optional.empty());
      JsonNode message = JSON.readTree(next(lines));
      assertThat(message.path("customer").asString("")).isEqualTo(man.openid());
      assertThat(message.path("text").asString("")).startsWith("欢迎来到云朵山货");
      post("clock", "{\"by\":\"hour\"}");
      assertThat(next(lines)).contains("2026-11-21T05:00:00Z");
    }
  }

  @Test
  void aClosedPageIsListenedForNoLonger() throws Exception {
    HttpResponse<InputStream> feed =
        client.send(
            HttpRequest.newBuilder(URI.create(server.address + "/phone/events")).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(server.network.listeners()).isEqualTo(1);
    feed.body().close();

    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (server.network.listeners() > 0 && System.nanoTime() < deadline) {
      server.network.shopSays(man.openid(), "有人吗");
      LockSupport.parkNanos(20_000_000);
    }
    assertThat(server.network.listeners()).isZero();
  }

  @Test
  void aParcelCardIsOfferedOnlyWhenTheProductKnowsTheOrder() throws Exception {
    String path = "/phone/person?id=" + man.openid();
    assertThat(get(path, "Accept", "*/*").body()).contains("\"card\":true");

    server.cards = order -> Optional.empty();

    assertThat(get(path, "Accept", "*/*").body()).doesNotContain("\"card\":true");
    String order = server.shop.ordersOf(man.openid(), PhoneServer.START).getFirst().number();
    String scan = "{\"customer\":\"" + man.openid() + "\",\"order\":\"" + order + "\"}";
    assertThat(post("scan", scan).statusCode()).isEqualTo(409);
  }

  @Test
  void theExportsCanBeDownloaded() throws Exception {
    HttpResponse<byte[]> orders =
        client.send(
            HttpRequest.newBuilder(URI.create(server.address + "/phone/orders.csv")).build(),
            HttpResponse.BodyHandlers.ofByteArray());

    assertThat(orders.body()).isEqualTo(server.shop.orderExport());
    assertThat(orders.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"ExportOrderList.csv\"");
  }

  private static String next(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (!line.startsWith("data: ")) {
      line = lines.readLine();
    }
    return line.substring("data: ".length());
  }

  private HttpResponse<String> get(String path, String header, String value) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(server.address + path)).header(header, value).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String action, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.address + "/phone/" + action))
            .setHeader("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    for (int at = 0; at < headers.length; at += 2) {
      request.setHeader(headers[at], headers[at + 1]);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
