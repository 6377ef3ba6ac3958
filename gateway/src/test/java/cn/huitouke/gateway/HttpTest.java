package cn.huitouke.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpTest {

  private final BlockingQueue<HookRequest> seen = new ArrayBlockingQueue<>(100);
  private final CountDownLatch release = new CountDownLatch(1);
  private final Gateway gateway =
      Doors.open(
          Doors.settings(),
          Doors.echo(),
          Doors.hook("see", this::see),
          Doors.hook("slow", this::slow),
          Doors.hook("broken", HttpTest::fail),
          Doors.hook("fatal", _ -> deeper(0)),
          Doors.hook(
              "split", _ -> new HookResponse(200, "text/plain\r\nset-cookie: a=b", "x".getBytes())),
          Doors.hook("thread", _ -> HookResponse.text("" + Thread.currentThread().isVirtual())));

  @AfterEach
  void close() {
    release.countDown();
    gateway.close();
  }

  @Test
  void aHookSeesTheRequestAsItCame() throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(
          "POST /hooks/test/see?timestamp=1&x=%E5%BF%AB%20a+b&x=2&empty= HTTP/1.1\r\nHost: shop\r\n"
              + "X-ONE: 1\r\nx-one: 2\r\nContent-Length: 3\r\n\r\na\u00ffb");
      assertThat(client.read().status()).isEqualTo(200);
    }
    HookRequest request = seen.remove();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.query())
        .containsEntry("x", List.of("快 a b", "2"))
        .containsEntry("timestamp", List.of("1"))
        .containsEntry("empty", List.of(""));
    assertThat(request.header("x-one")).hasValue("2");
    assertThat(request.body()).containsExactly('a', 0xff, 'b');
    assertThat(request.remote()).isEqualTo("127.0.0.1");
  }

  @Test
  void aChunkedBodyArrivesWhole() throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(
          "POST /hooks/test/echo HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
      assertThat(client.read().body()).isEqualTo("abcde");
    }
  }

  @Test
  void anOrdinaryClientPostsAMebibyte() throws Exception {
    String body = "x".repeat(1 << 20);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + Doors.ECHO))
              .expectContinue(true)
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo(body);
    }
  }

  @Test
  void aConnectionServesManyRequests() throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      for (int i = 0; i < 50; i++) {
        assertThat(client.post(Doors.ECHO, "n" + i).read().body()).isEqualTo("n" + i);
      }
      client.send(
          "POST /hooks/test/echo HTTP/1.1\r\n"
              + "Host: a\r\n"
              + "Connection: close\r\n"
              + "Content-Length: 0\r\n\r\n");
      assertThat(client.read().headers()).containsEntry("connection", "close");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.post("/hooks/test/slow", "first");
      for (int i = 0; i < 500; i++) {
        client.post(i % 10 == 9 ? "/hooks/nobody/home" : Doors.ECHO, "n" + i);
      }
      release.countDown();
      assertThat(client.read().body()).isEqualTo("slow");
      for (int i = 0; i < 500; i++) {
        RawClient.Reply reply = client.read();
        assertThat(reply.status()).isEqualTo(i % 10 == 9 ? 404 : 200);
        assertThat(reply.body()).isEqualTo(i % 10 == 9 ? "" : "n" + i);
      }
    }
  }

  @Test
  void onlyTheExactPathIsADoor() throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      for (String path :
          List.of(
              "/",
              "/hooks/test/echo/",
              "/hooks/test",
              "/hooks/test/ech%6f",
              "/hooks//test/echo",
              "/HOOKS/test/echo",
              "/hooks/test/echo;a=b",
              "/hooks/test/../test/echo")) {
        assertThat(client.post(path, "body").read().status()).as(path).isEqualTo(404);
      }
      assertThat(client.post(Doors.ECHO, "still here").read().body()).isEqualTo("still here");
    }
  }

  @Test
  void onlyGetAndPostAreUnderstood() throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      for (String method : List.of("PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "get", "XYZ")) {
        client.send(
            method + " /hooks/test/echo HTTP/1.1\r\nHost: shop\r\nContent-Length: 2\r\n\r\nab");
        RawClient.Reply reply = client.read();
        assertThat(reply.status()).as(method).isEqualTo(405);
        assertThat(reply.headers()).containsEntry("allow", "GET, POST");
      }
    }
  }

  @Test
  void aFailingHookIsABare500() throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      for (String id : List.of("broken", "fatal", "split")) {
        RawClient.Reply reply = client.post("/hooks/test/" + id, "x").read();
        assertThat(reply.status()).as(id).isEqualTo(500);
        assertThat(reply.body()).isEmpty();
        assertThat(reply.headers()).containsOnlyKeys("content-length");
      }
      assertThat(client.post(Doors.ECHO, "alive").read().body()).isEqualTo("alive");
    }
  }

  @Test
  void hooksRunOnVirtualThreads() throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      assertThat(client.get("/hooks/test/thread").read().body()).isEqualTo("true");
    }
  }

  @Test
  void aBlockedHookHoldsUpNobodyElse() throws Exception {
    RawClient[] blocked = new RawClient[100];
    for (int i = 0; i < blocked.length; i++) {
      blocked[i] = new RawClient(gateway.port()).post("/hooks/test/slow", "x");
    }
    try (RawClient client = new RawClient(gateway.port())) {
      client.waitAtMost(2_000);
      assertThat(client.post(Doors.ECHO, "quick").read().body()).isEqualTo("quick");
    }
    release.countDown();
    for (RawClient client : blocked) {
      assertThat(client.read().body()).isEqualTo("slow");
      client.close();
    }
  }

  @Test
  void aHookMountedLaterIsFoundAtOnce() throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      assertThat(client.get("/hooks/test/late").read().status()).isEqualTo(404);
      gateway.mount(Doors.hook("late", _ -> HookResponse.text("here")));
      assertThat(client.get("/hooks/test/late").read().body()).isEqualTo("here");
    }
    assertThatThrownBy(() -> gateway.mount(Doors.echo())).hasMessageContaining("/hooks/test/echo");
  }

  @Test
  void aPortInUseIsSaidInASentence() {
    GatewaySettings taken = GatewaySettings.defaults(gateway.port());
    try (Gateway second = new Gateway(taken, List.of(), List.of())) {
      assertThatThrownBy(second::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("port " + gateway.port())
          .hasMessageContaining("Mend:");
    }
  }

  private HookResponse see(HookRequest request) {
    seen.add(request);
    return HookResponse.text("seen");
  }

  private HookResponse slow(HookRequest request) {
    try {
      return HookResponse.text(release.await(20, TimeUnit.SECONDS) ? "slow" : "never");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HookResponse fail(HookRequest request) {
    throw new IllegalStateException("secret 13800000001");
  }

  private static HookResponse deeper(int depth) {
    return depth < 0 ? HookResponse.text("") : deeper(depth + 1);
  }
}
