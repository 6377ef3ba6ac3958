package cn.huitouke.console;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Peer;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.order.Bindings;
import cn.huitouke.server.ConsoleHouse;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The interface for the shop's own systems, and what they are told. */
class RestTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ConsoleHouse house = ConsoleHouse.get();
  private final String all = token(Scope.values());

  private String token(Scope... scopes) {
    return house.bean(ApiTokens.class).make("test", Set.of(scopes), "owner");
  }

  private HttpResponse<String> ask(
      String method, String path, String token, @Nullable String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(house.address() + "/api/v1" + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode get(String path) {
    HttpResponse<String> answer = ask("GET", path, all, null);
    assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static String order(String number) {
    return """
    {"number": "%s", "status": "WAIT_SELLER_SEND", "paidAmount": 128.5,
     "paidAt": "2026-11-20T08:00:00Z", "createdAt": "2026-11-20T07:59:00Z",
     "receiver": {"nick": "mei_%s", "name": "林晓雨", "phone": "13800001234",
       "province": "浙江省", "city": "杭州市"},
     "lines": [{"title": "白瓷盖碗 150ml", "price": 64.25, "quantity": 2}]}
    """
        .formatted(number, number);
  }

  @Test
  void anOrderIsToldItsParcelTooAndNothingOfItsReceiverComesBack() {
    HttpResponse<String> made = ask("POST", "/orders", all, order("RT-10001"));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(made.body()).contains("\"became\":\"CREATED\"");
    assertThat(ask("POST", "/orders", all, order("RT-10001")).body()).contains("UNCHANGED");
    HttpResponse<String> shipped =
        ask("POST", "/orders/RT-10001/shipments", all, "{\"number\": \"YT8800000010001\"}");
    assertThat(shipped.statusCode()).as(shipped.body()).isEqualTo(200);
    JsonNode found = get("/orders/RT-10001");
    assertThat(found.at("/order/status").asString()).isEqualTo("WAIT_BUYER_CONFIRM");
    assertThat(found.at("/order/waybills/0/carrier").asString()).isEqualTo("yuantong");
    assertThat(found.at("/order/lines/0/quantity").asInt()).isEqualTo(2);
    assertThat(found.toString())
        .doesNotContain("林晓雨")
        .doesNotContain("1234")
        .doesNotContain("mei_");
    HttpResponse<String> wrong = ask("POST", "/orders", all, "{\"number\": \"!\"}");
    assertThat(wrong.statusCode()).isEqualTo(422);
    isProblem(wrong);
    isProblem(ask("POST", "/orders", all, "{nonsense"));
    isProblem(ask("GET", "/customers/abc", all, null));
    isProblem(ask("GET", "/customers?cursor=!!", all, null));
    isProblem(ask("GET", "/orders/RT-nothing", all, null));
    isProblem(ask("GET", "/messages?id=no:such/thing", all, null));
    assertThat(found.has("customer")).as("what is not known is left out").isFalse();
    assertThat(
            ask("POST", "/orders/RT-nothing/shipments", all, "{\"number\": \"YT880\"}")
                .statusCode())
        .isEqualTo(422);
  }

  private static void isProblem(HttpResponse<String> answer) {
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains("\"title\"").contains("\"status\"");
    assertThat(answer.statusCode()).isBetween(400, 499);
  }

  @Test
  void manyAreToldAtOnceAndEachStandsForItself() {
    List<String> some = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      some.add(i == 17 ? "{\"number\": \"?\"}" : order("RB-20" + i + "xx"));
    }
    JsonNode told =
        JSON.readTree(ask("POST", "/orders/bulk", all, "[" + String.join(",", some) + "]").body());
    assertThat(told.get("created").asInt()).isEqualTo(499);
    assertThat(told.get("refused").asInt()).isEqualTo(1);
    assertThat(told.at("/results/17/became").asString()).isEqualTo("REFUSED");
    some.add(order("RB-20500xx"));
    assertThat(ask("POST", "/orders/bulk", all, "[" + String.join(",", some) + "]").statusCode())
        .isEqualTo(422);
    JsonNode shipped =
        JSON.readTree(
            ask(
                    "POST",
                    "/shipments/bulk",
                    all,
                    "[{\"order\": \"RB-200xx\", \"number\": \"SF1300000020000\"},"
                        + " {\"order\": \"RB-none\", \"number\": \"SF1300000020001\"}]")
                .body());
    assertThat(shipped.get("updated").asInt()).isEqualTo(1);
    assertThat(shipped.get("refused").asInt()).isEqualTo(1);
  }

  @Test
  void theSameKeyGetsTheSameAnswerAndAnotherBodyIsRefused() {
    String key = "key-" + System.nanoTime();
    HttpResponse<String> first =
        ask("POST", "/orders", all, order("RK-30001"), "Idempotency-Key", key);
    HttpResponse<String> again =
        ask("POST", "/orders", all, order("RK-30001"), "Idempotency-Key", key);
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
    HttpResponse<String> other =
        ask("POST", "/orders", all, order("RK-30002"), "Idempotency-Key", key);
    assertThat(other.statusCode()).isEqualTo(422);
    isProblem(other);
    assertThat(ask("GET", "/orders/RK-30002", all, null).statusCode()).isEqualTo(404);
    String another = token(Scope.ORDERS_WRITE);
    assertThat(
            ask("POST", "/orders", another, order("RK-30003"), "Idempotency-Key", key).statusCode())
        .isEqualTo(201);
    house
        .database()
        .sql("update console.idempotency set at = at - interval '25 hours' where key = ?")
        .param(key)
        .update();
    assertThat(ask("POST", "/orders", all, order("RK-30004"), "Idempotency-Key", key).statusCode())
        .isEqualTo(201);
  }

  @Test
  void everyHandlerNeedsItsScopeAndIsDescribed() throws Exception {
    Set<String> paths = new HashSet<>();
    house
        .context()
        .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .forEach(
            (mapping, method) ->
                mapping
                    .getPatternValues()
                    .forEach(
                        path -> {
                          if (path.startsWith("/api/")) {
                            assertThat(method.hasMethodAnnotation(Needs.class))
                                .as("%s says which scope it needs", method)
                                .isTrue();
                            paths.add(path);
                          }
                        }));
    assertThat(paths).hasSizeGreaterThan(10);
    String none = token(Scope.BROADCASTS_READ);
    for (String path : List.of("/customers", "/orders/x12345", "/events", "/messages?id=x")) {
      HttpResponse<String> answer = ask("GET", path, none, null);
      assertThat(answer.statusCode()).as(path).isEqualTo(403);
      isProblem(answer);
    }
    assertThat(
            ask("POST", "/orders", token(Scope.BROADCASTS_WRITE), order("RS-40001")).statusCode())
        .isEqualTo(403);
    HttpResponse<String> described =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(house.address() + "/v3/api-docs")).build(),
            HttpResponse.BodyHandlers.ofString());
    JsonNode api = JSON.readTree(described.body());
    for (String path : paths) {
      assertThat(api.get("paths").has(path)).as(path + " is described").isTrue();
    }
    assertThat(api.at("/paths/~1api~1v1~1orders/post/description").asString())
        .contains("orders:write");
    assertThat(api.at("/components/securitySchemes/token/scheme").asString()).isEqualTo("bearer");
  }

  private CustomerId somebody() {
    return house
        .bean(Customers.class)
        .recognise(Peer.person(new ChannelId("wechat-mp", "rest"), "oRest" + System.nanoTime()));
  }

  @Test
  void customersAndMessagesAreFoundPageByPage() {
    CustomerId last = somebody();
    for (int i = 0; i < 4; i++) {
      last = somebody();
    }
    ask("POST", "/orders", all, order("RC-50001"));
    house.bean(Bindings.class).bind("RC-50001", last, "test");
    assertThat(get("/customers?order=RC-50001").at("/customers/0/id").asLong())
        .isEqualTo(last.value());
    assertThat(get("/customers?query=13800001234").toString()).contains("\"id\":" + last.value());
    assertThat(get("/customers/" + last.value()).get("orders").asInt()).isEqualTo(1);
    assertThat(ask("GET", "/customers/999999999", all, null).statusCode()).isEqualTo(404);
    List<Long> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = get("/customers?limit=2&cursor=" + cursor);
      page.get("customers").forEach(one -> seen.add(one.get("id").asLong()));
      cursor = page.has("next") ? page.get("next").asString() : "";
    } while (!cursor.isEmpty() && seen.size() < 6);
    assertThat(seen).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(5);
    assertThat(get("/customers/" + last.value() + "/messages").has("messages")).isTrue();
    assertThat(ask("GET", "/messages?id=no:such/thing", all, null).statusCode()).isEqualTo(404);
  }

  private record Told(String signature, String body, String type) {}

  @Test
  void eventsAreToldSignedAgainUntilTheyAreTakenAndGivenUpVisibly() throws Exception {
    BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    AtomicInteger answer = new AtomicInteger(500);
    HttpServer erp =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    erp.createContext(
        "/",
        exchange -> {
          told.add(
              new Told(
                  exchange.getRequestHeaders().getFirst(WebhookPost.SIGNATURE),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                  exchange.getRequestHeaders().getFirst("Content-Type")));
          if (answer.get() == 302) {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
          }
          exchange.sendResponseHeaders(answer.get(), -1);
          exchange.close();
        });
    erp.start();
    Webhooks hooks = house.bean(Webhooks.class);
    AddressGuard open = new AddressGuard(new WebhookSettings(true, List.of("127.0.0.1")));
    InstantSource clock = house.bean(InstantSource.class);
    String url = "http://127.0.0.1:" + erp.getAddress().getPort() + "/hook";
    ConsoleHouse.Visitor owner = house.as("owner");
    try (WebhookPost post = new WebhookPost(hooks, open, clock)) {
      // The page takes what the settings of this shop allow: not this machine.
      owner.post("/settings/webhooks", Map.of("url", "https://127.0.0.1/x", "event", "order.paid"));
      assertThat(owner.get("/settings/webhooks").body()).doesNotContain("https://127.0.0.1/x");
      String secret =
          hooks.add(url, Set.of(EventType.ORDER_PAID, EventType.PARCEL_SHIPPED), "test");
      ask("POST", "/orders", all, order("RW-60001"));
      Told first = next(post, told);
      JsonNode event = JSON.readTree(first.body());
      assertThat(first.type()).startsWith("application/cloudevents+json");
      assertThat(event.get("specversion").asString()).isEqualTo("1.0");
      assertThat(event.get("type").asString()).isEqualTo("cn.huitouke.order.paid");
      assertThat(event.get("id").asString()).isEqualTo("order.paid:RW-60001");
      assertThat(first.body()).doesNotContain("13800001234").doesNotContain("林晓雨");
      String time = first.signature().replaceAll("t=(\\d+),v1=.*", "$1");
      assertThat(first.signature())
          .isEqualTo(
              "t=" + time + ",v1=" + WebhookPost.signature(secret, time + "." + first.body()));
      assertThat(get("/events?limit=5").toString()).contains("order.paid:RW-60001");

      due();
      answer.set(302);
      assertThat(next(post, told).body()).isEqualTo(first.body());
      assertThat(told.poll(300, TimeUnit.MILLISECONDS)).isNull(); // no redirect is followed
      for (int i = 0; i < WebhookPost.PAUSES.size(); i++) {
        due();
        post.run(clock.instant());
      }
      assertThat(hooks.troubled(10))
          .anyMatch(one -> one.state().equals("DEAD") && one.event().equals("order.paid:RW-60001"));
      String page = owner.get("/settings/webhooks?lang=zh-CN").body();
      assertThat(page).contains("order.paid:RW-60001").contains("已放弃");
      told.clear();
      answer.set(204);
      owner.post("/settings/webhooks/resend", Map.of());
      assertThat(next(post, told).body()).isEqualTo(first.body());
      post.run(clock.instant());
      assertThat(hooks.troubled(10)).noneMatch(one -> one.event().equals("order.paid:RW-60001"));
      ask("POST", "/orders/RW-60001/shipments", all, "{\"number\": \"YT8800000060001\"}");
      assertThat(next(post, told).body()).contains("parcel.shipped").contains("YT8800000060001");
      owner.post("/settings/webhooks/end", Map.of("id", "" + hooks.all().getLast().id()));
    } finally {
      erp.stop(0);
    }
  }

  /** Tried at once, not with the next round: that one would come up to half a minute later. */
  @Test
  void whatHappensIsToldAtOnce() {
    Webhooks hooks = house.bean(Webhooks.class);
    // This machine is nowhere to go; the try says so, and that it was made is what counts here.
    hooks.add("https://127.0.0.1/at-once", Set.of(EventType.ORDER_PAID), "test");
    long hook = hooks.all().getLast().id();
    for (int i = 0; i < 3; i++) {
      ask("POST", "/orders", all, order("RW-7000" + i));
      String event = "order.paid:RW-7000" + i;
      long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
      while (tries(hook, event) == 0 && System.nanoTime() < end) {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
      assertThat(tries(hook, event)).isEqualTo(1);
    }
    hooks.end(hook);
  }

  private int tries(long hook, String event) {
    return house
        .database()
        .sql(
            "select coalesce(max(attempts), 0) from console.webhook_delivery"
                + " where webhook = ? and event = ?")
        .params(hook, event)
        .query(Integer.class)
        .single();
  }

  /** The next try is due at once. The house's own round may not take it: it may not go there. */
  private void due() {
    house
        .database()
        .sql("update console.webhook_delivery set due_at = ? where state = 'PENDING'")
        .param(java.sql.Timestamp.from(house.bean(InstantSource.class).instant()))
        .update();
  }

  private Told next(WebhookPost post, BlockingQueue<Told> told) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (System.nanoTime() < end) {
      due();
      post.run(house.bean(InstantSource.class).instant());
      Told one = told.poll(200, TimeUnit.MILLISECONDS);
      if (one != null) {
        return one;
      }
    }
    throw new AssertionError("Nothing was told within 30 s");
  }
}
