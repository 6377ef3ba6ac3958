package cn.huitouke.server;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.sandbox.tracking.Kuaidi100Account;
import cn.huitouke.sandbox.wechat.WeChatAccount;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What somebody on the internet may try on the running product, with the account's keys in their hand
 * where that takes them further: refused in the 400s, nothing handled, nothing told.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttackTest {

  private static final String SECRET_WORDS = "悄悄话九八七六";
  private static final String PHONE = "13900001234";
  private static final WeChatAccount ACCOUNT = WeChatAccount.demo();
  private static final AtomicLong IDS = new AtomicLong(900_000_000_000L);

  /** One for the class, as the house is. */
  @TempDir static Path data;

  private int port;
  private FarSide far;
  private ConfigurableApplicationContext house;
  private Forger forger;
  private LogPaper log;
  private int console;
  private long eventsBefore;
  private long lettersBefore;

  @BeforeAll
  void open() throws IOException {
    port = WholeWayTest.freePort();
    far = new FarSide(port, WholeWayTest.journeys(Instant.now()));
    List<String> settings = new ArrayList<>(far.settings());
    settings.add("--server.port=0");
    settings.add("--huitouke.gateway.port=" + port);
    settings.add("--huitouke.data-dir=" + data);
    house = Huitouke.application().run(settings.toArray(String[]::new));
    log = new LogPaper();
    console = house.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    forger = new Forger(ACCOUNT, port);
  }

  @AfterAll
  void close() {
    if (house != null) {
      house.close();
    }
    if (log != null) {
      log.close();
    }
    far.close();
  }

  @BeforeEach
  void count() {
    eventsBefore = rows("conversation.event");
    lettersBefore = rows("delivery.letter");
  }

  @AfterEach
  void theLogTellsNothing() {
    assertThat(log.events())
        .noneMatch(
            event ->
                event.contains(ACCOUNT.token())
                    || event.contains(ACCOUNT.secret())
                    || event.contains(ACCOUNT.aesKey())
                    || event.contains(Kuaidi100Account.demo().key())
                    || event.contains(PHONE)
                    || event.contains(SECRET_WORDS));
  }

  private long rows(String table) {
    return house
        .getBean(JdbcClient.class)
        .sql("select count(*) from " + table)
        .query(Long.class)
        .single();
  }

  private String message() {
    return forger.text("oForger", SECRET_WORDS + " " + PHONE, IDS.incrementAndGet());
  }

  /** Refused, and neither the answer nor the tables show that anything was understood. */
  private void refused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isBetween(400, 499);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().map().toString())
        .doesNotContain("cn.huitouke", "Exception", "netty");
    nothingHandled();
  }

  private void nothingHandled() {
    assertThat(rows("conversation.event")).isEqualTo(eventsBefore);
    assertThat(rows("delivery.letter")).isEqualTo(lettersBefore);
    assertThat(far.sandbox().weChat().ledger()).isEmpty();
  }

  @Test
  void aGenuineMessageIsAnswered() throws Exception {
    HttpResponse<String> answer = forger.posts(message());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("<Encrypt>").doesNotContain(SECRET_WORDS);
    assertThat(rows("conversation.event")).isEqualTo(eventsBefore + 1);
  }

  @Test
  void aForgedSignatureIsRefused() throws Exception {
    String now = Forger.now();
    String nonce = Forger.nonce();
    String sealed = forger.seal(message());
    for (String which : List.of("signature", "msg_signature")) {
      Map<String, String> query = forger.sealedQuery(now, nonce, sealed);
      for (String wrong : List.of("", "0".repeat(40), "x".repeat(10_000 / 4), "é".repeat(40))) {
        query.put(which, wrong);
        refused(forger.post(query, forger.envelope(sealed)));
      }
      query.remove(which);
      refused(forger.post(query, forger.envelope(sealed)));
    }
    Map<String, String> echo = forger.query(now, nonce);
    echo.put("signature", "0".repeat(40));
    echo.put("echostr", "<script>echo</script>");
    refused(forger.get(echo));
    assertThat(log.events()).as("the shop can see it").anyMatch(e -> e.contains("refused a callb"));
  }

  @Test
  void aReplayAfterADayIsRefused() throws Exception {
    String yesterday = Long.toString(Long.parseLong(Forger.now()) - 86_400);
    refused(forger.posts(message(), yesterday, Forger.nonce()));
    String tomorrow = Long.toString(Long.parseLong(Forger.now()) + 86_400);
    refused(forger.posts(message(), tomorrow, Forger.nonce()));
    for (String odd : List.of("", "-1", "99999999999999999999", "1e9", "٣")) {
      refused(forger.posts(message(), odd, Forger.nonce()));
    }
  }

  @Test
  void aNonceIsGoodForOneBodyOnly() throws Exception {
    String now = Forger.now();
    String nonce = Forger.nonce();
    String first = forger.seal(message());
    HttpResponse<String> genuine = forger.postsPart(first, now, nonce);
    assertThat(genuine.statusCode()).isEqualTo(200);
    HttpResponse<String> repeated = forger.postsPart(first, now, nonce);
    assertThat(repeated.statusCode()).isEqualTo(200);
    assertThat(rows("conversation.event")).isEqualTo(eventsBefore + 1);
    assertThat(rows("delivery.letter")).isEqualTo(lettersBefore + 1);
    count();
    refused(forger.posts(message(), now, nonce));
  }

  @Test
  void aPlainBodyIsRefusedWhereBodiesAreSealed() throws Exception {
    Map<String, String> query = forger.query(Forger.now(), Forger.nonce());
    refused(forger.post(query, message()));
    query.put("encrypt_type", "raw");
    refused(forger.post(query, message()));
    query.put("encrypt_type", "aes");
    refused(forger.post(query, message()));
    query.put("msg_signature", forger.sign(query.get("timestamp"), query.get("nonce"), ""));
    refused(forger.post(query, message()));
  }

  @Test
  void aMessageOfAnotherAccountIsRefused() throws Exception {
    String foreign = forger.seal(message(), "wx00000000000000ff");
    refused(forger.postsPart(foreign, Forger.now(), Forger.nonce()));
    refused(forger.posts(message().replace(ACCOUNT.originalId(), "gh_somebodyelse")));
  }

  @Test
  void anEntityFetchesNothing() throws Exception {
    AtomicInteger visits = new AtomicInteger();
    try (ServerSocket lure = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> countVisits(lure, visits));
      String url = "http://127.0.0.1:" + lure.getLocalPort() + "/x";
      for (String head :
          List.of(
              "<!DOCTYPE xml [<!ENTITY x SYSTEM \"" + url + "\">]>",
              "<!DOCTYPE xml [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
              "<!DOCTYPE xml [<!ENTITY % x SYSTEM \"" + url + "\"> %x;]>",
              "<!DOCTYPE xml SYSTEM \"" + url + "\">",
              "<!DOCTYPE xml PUBLIC \"a\" \"" + url + "\">")) {
        String hostile = head + message().replace(SECRET_WORDS, "]]>&x;<![CDATA[");
        refused(forger.posts(hostile));
        refused(forger.posts("<?xml version=\"1.0\"?>" + hostile));
        refused(outside(head));
      }
      refused(forger.posts(message().replace(SECRET_WORDS, "]]>&x;<![CDATA[")));
      refused(
          forger.posts(
              message()
                  .replace(
                      "<xml>",
                      "<xml xmlns:xi=\"http://www.w3.org/2001/XInclude\"><xi:include href=\""
                          + url
                          + "\"/><!DOCTYPE a>")));
    }
    assertThat(visits).hasValue(0);
  }

  private static void countVisits(ServerSocket lure, AtomicInteger visits) {
    while (!lure.isClosed()) {
      try (Socket visit = lure.accept()) {
        visits.incrementAndGet();
        assertThat(visit.isConnected()).isTrue();
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** The hostile head on the unsealed envelope, its part rightly signed. */
  private HttpResponse<String> outside(String head) throws IOException, InterruptedException {
    String sealed = forger.seal(message());
    return forger.post(
        forger.sealedQuery(Forger.now(), Forger.nonce(), sealed), head + forger.envelope(sealed));
  }

  @Test
  void aBillionLaughsAreNotLaughed() throws Exception {
    StringBuilder laughs = new StringBuilder("<!DOCTYPE xml [<!ENTITY l0 \"lol\">");
    for (int i = 1; i < 10; i++) {
      laughs.append("<!ENTITY l").append(i).append(" \"");
      laughs.append(("&l" + (i - 1) + ";").repeat(10)).append("\">");
    }
    String head = laughs.append("]>").toString();
    long begun = System.nanoTime();
    refused(forger.posts(head + message().replace(SECRET_WORDS, "]]>&l9;<![CDATA[")));
    refused(outside(head));
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aNestOfTwentyThousandIsNotClimbed() throws Exception {
    int deep = 20_000;
    String nest = "<a>".repeat(deep) + "</a>".repeat(deep);
    refused(forger.posts(nest));
    refused(forger.posts(message().replace("</xml>", nest + "</xml>")));
    refused(forger.posts("<a>".repeat(deep)));
    String sealed = forger.seal(message());
    refused(
        forger.post(
            forger.sealedQuery(Forger.now(), Forger.nonce(), sealed),
            nest.replaceFirst("</a>", forger.envelope(sealed) + "</a>")));
    refused(forger.posts("{\"a\":".repeat(deep) + "1" + "}".repeat(deep)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "!!!!",
        "AAAA",
        "QUJD",
        "====",
        "Y",
        "你好",
        "A\u0000B=",
        "-_-_-_-_",
        "AA\nAA"
      })
  void aSealedPartThatIsNoneIsRefused(String part) throws Exception {
    refused(forger.postsPart(part, Forger.now(), Forger.nonce()));
  }

  @Test
  void aShortOrCrookedCiphertextIsRefused() throws Exception {
    for (int length : new int[] {1, 5, 15, 16, 17, 31, 32, 33, 48, 64}) {
      String part = Base64.getEncoder().encodeToString(new byte[length]);
      refused(forger.postsPart(part, Forger.now(), Forger.nonce()));
    }
    String whole = forger.seal(message());
    refused(forger.postsPart(whole.substring(0, whole.length() / 2), Forger.now(), Forger.nonce()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<",
        "<xml",
        "<xml></xml>",
        "no xml",
        "<xml><Encrypt></Encrypt></xml>",
        "{",
        "{}",
        "[]",
        "null",
        "<xml><MsgType>text</MsgType></xml>",
        "<?xml version='1.0' encoding='UTF-16'?><xml/>"
      })
  void aMessageThatIsNoneIsRefused(String body) throws Exception {
    refused(forger.posts(body));
    refused(forger.post(forger.query(Forger.now(), Forger.nonce()), body));
  }

  @Test
  void fortyEightMegabytesAreRefusedWithoutBeingHeld() throws Exception {
    String head =
        "POST /hooks/wechat-mp/shop?"
            + Forger.encoded(forger.query(Forger.now(), Forger.nonce()))
            + " HTTP/1.1\r\nHost: shop\r\n";
    try (Socket said = socket()) {
      write(said, head + "Content-Length: 50331648\r\n\r\n");
      assertThat(firstLine(said)).contains(" 413");
    }
    try (Socket streamed = socket()) {
      write(streamed, head + "Transfer-Encoding: chunked\r\n\r\n");
      byte[] chunk =
          ("10000\r\n" + "x".repeat(65_536) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      long sent = 0;
      try {
        for (; sent < 48L << 20; sent += 65_536) {
          streamed.getOutputStream().write(chunk);
        }
      } catch (IOException closedOnUs) {
        assertThat(sent).isLessThan(48L << 20);
      }
      assertThat(firstLine(streamed)).matches("|.* 413 .*");
    }
    nothingHandled();
  }

  @Test
  void fourHundredSlowTalkersStopNobody() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      long begun = System.nanoTime();
      for (int i = 0; i < 400; i++) {
        Socket socket = socket();
        slow.add(socket);
        write(socket, i % 2 == 0 ? "POST /hooks/wec" : bodyNeverDone());
      }
      Duration longest = Duration.ZERO;
      for (int i = 0; i < 40; i++) {
        longest = max(longest, timeOf(this::goodRequest));
        for (Socket socket : slow.subList(i * 10, i * 10 + 10)) {
          drip(socket);
        }
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
      assertThat(longest).isLessThan(Duration.ofSeconds(1));
      for (Socket socket : slow) {
        long left = Duration.ofSeconds(15).toNanos() - (System.nanoTime() - begun);
        socket.setSoTimeout((int) Math.max(1_000, left / 1_000_000));
        drain(socket);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(18));
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
    nothingHandled();
  }

  private String bodyNeverDone() {
    return "POST /hooks/wechat-mp/shop?"
        + Forger.encoded(forger.query(Forger.now(), Forger.nonce()))
        + " HTTP/1.1\r\nHost: shop\r\nContent-Length: 1000\r\n\r\n<";
  }

  private void goodRequest() throws Exception {
    Map<String, String> query = forger.query(Forger.now(), Forger.nonce());
    query.put("echostr", "well");
    HttpResponse<String> answer = forger.get(query);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("well");
  }

  private interface Work {
    void run() throws Exception;
  }

  private static Duration timeOf(Work work) throws Exception {
    long begun = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private static void drip(Socket socket) {
    try {
      socket.getOutputStream().write('x');
    } catch (IOException dropped) {
      // That is what this test is about.
    }
  }

  /** Returns when the other side has closed; fails when it does not. */
  private static void drain(Socket socket) throws IOException {
    try {
      while (socket.getInputStream().read() >= 0) {}
    } catch (java.net.SocketTimeoutException open) {
      throw new AssertionError("A slow talker was not dropped", open);
    } catch (IOException dropped) {
      // Reset is closed too.
    }
  }

  @Test
  void nobodyWritesALineOfTheirOwnIntoTheLog() throws Exception {
    String line = "\r\nFORGED 2026-11-22 ERROR all is lost";
    String escaped = "%0d%0aFORGED%202026";
    for (String start :
        List.of(
            "GET /hooks/wechat-mp/" + escaped + "?a=" + escaped + " HTTP/1.1\r\n",
            "GET /" + escaped + "/" + escaped + " HTTP/1.1\r\n",
            "GET /hooks/wechat-mp/shop?signature="
                + escaped
                + "&nonce="
                + escaped
                + " HTTP/1.1\r\n",
            "GET /hooks/kuaidi100/" + escaped + " HTTP/1.1\r\n",
            "POST /hooks/wechat-mp/shop HTTP/1.1\r\nX-Request-Id: a\rFORGED b\r\n",
            "FORGED" + escaped + " /hooks/wechat-mp/shop HTTP/1.1\r\n",
            "GET /hooks/wechat-mp/shop HTTP/1.1\r\nTraceparent: FORGED\u0085FORGED\r\n")) {
      try (Socket socket = socket()) {
        write(socket, start + "Host: shop\r\nUser-Agent: a\tFORGED\r\nContent-Length: 0\r\n\r\n");
        assertThat(firstLine(socket)).matches("HTTP/1.1 4\\d\\d.*");
      }
    }
    nothingHandled();
    // Rightly signed, and still not to be believed.
    forger.posts(
        message()
            .replace("oForger", "oForger" + line)
            .replace("<MsgId>", "<MsgId>" + line)
            .replace(SECRET_WORDS, SECRET_WORDS + line));
    forger.posts(message().replace("[text]", "[" + line + "]"));
    forger.posts(
        message()
            .replace("[text]", "[event]")
            .replace("</xml>", "<Event><![CDATA[" + line + "]]></Event></xml>"));
    assertThat(log.events())
        .allSatisfy(event -> assertThat(event.lines()).noneMatch(one -> one.startsWith("FORGED")));
  }

  @Test
  void aPhoneNumberNeverGetsIntoTheLog() throws Exception {
    String from = "oPhone" + IDS.incrementAndGet();
    for (String words :
        List.of(
            "我的手机号是" + PHONE,
            "订单号1990000000000000004 手机" + PHONE,
            "订单号1990000000000000004，手机尾号7004",
            "快递到哪了 " + PHONE)) {
      assertThat(forger.posts(forger.text(from, words, IDS.incrementAndGet())).statusCode())
          .isEqualTo(200);
    }
    assertThat(Child.imports(console, "ExportOrderList202611211001_B.csv", token()).statusCode())
        .isEqualTo(200);
    assertThat(log.events()).noneMatch(event -> event.matches("(?s).*(?<!\\d)1\\d{10}(?!\\d).*"));
  }

  private Optional<String> token() throws IOException {
    return Optional.of(java.nio.file.Files.readString(data.resolve("api-token")).strip());
  }

  @Test
  void aForgedPushOfParcelNewsIsRefused() throws Exception {
    String param =
        "{\"status\":\"polling\",\"message\":\"签收\",\"lastResult\":{\"nu\":\"YT9900000000022\","
            + "\"com\":\"yuantong\",\"state\":\"3\",\"ischeck\":\"1\",\"data\":[]}}";
    long traces = rows("logistics.parcel");
    for (String sign : List.of("", "0".repeat(32), "zz", "0".repeat(4_000))) {
      HttpResponse<String> answer = push(Map.of("param", param, "sign", sign));
      assertThat(answer.statusCode()).isBetween(400, 499);
      assertThat(answer.body()).doesNotContain("cn.huitouke", "Exception", "YT99");
    }
    assertThat(push(Map.of("param", param)).statusCode()).isBetween(400, 499);
    assertThat(push(Map.of()).statusCode()).isBetween(400, 499);
    assertThat(rows("logistics.parcel")).isEqualTo(traces);
    nothingHandled();
  }

  private HttpResponse<String> push(Map<String, String> form)
      throws IOException, InterruptedException {
    return Child.HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/hooks/kuaidi100/main"))
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(Forger.encoded(form)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void restAsksForItsToken() throws Exception {
    for (Optional<String> token :
        List.of(Optional.<String>empty(), Optional.of("wrong"), Optional.of(""))) {
      HttpResponse<String> answer =
          Child.imports(console, "ExportOrderList202611211001_B.csv", token);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/problem+json");
      assertThat(answer.body()).contains("\"status\":401").doesNotContain("cn.huitouke");
    }
    assertThat(get("/api/v1/nothing-here").statusCode()).isEqualTo(401);
  }

  @Test
  void thePagesAskForALogin() throws Exception {
    for (String page : List.of("/", "/orders", "/password", "/nothing-here")) {
      HttpResponse<String> answer = get(page);
      assertThat(answer.statusCode()).as(page).isEqualTo(302);
      assertThat(answer.headers().firstValue("Location").orElse("")).contains("/login");
    }
    assertThat(get("/login").statusCode()).isEqualTo(200);
    assertThat(get("/v3/api-docs").body()).contains("/api/v1/order-imports");
    assertThat(get("/actuator/health").body())
        .isEqualTo("{\"groups\":[\"liveness\",\"readiness\"],\"status\":\"UP\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator",
        "/actuator/env",
        "/actuator/beans",
        "/actuator/heapdump",
        "/actuator/loggers",
        "/actuator/configprops",
        "/actuator/threaddump",
        "/actuator/mappings",
        "/h2-console",
        "/actuator/health/../env",
        "/swagger-ui/index.html",
        "/error",
        "/api/../orders",
        "/webjars/../application.yml",
        "/console/..%2f..%2fapplication.yml",
        "//orders"
      })
  void nothingElseIsReachable(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).isNotEqualTo(200);
    assertThat(answer.statusCode()).isLessThan(path.equals("/error") ? 1000 : 500);
    assertThat(answer.body()).doesNotContain("cn.huitouke", "Exception", "\tat ", "spring");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return Child.HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private Socket socket() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** The answer's first line; empty when the connection was cut. */
  private static String firstLine(Socket socket) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      InputStream in = socket.getInputStream();
      for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
        line.write(b);
      }
    } catch (IOException cut) {
      // what came before counts
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }
}
