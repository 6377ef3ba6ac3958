package cn.huitouke.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.huitouke.server.ConsoleHouse;
import cn.huitouke.server.ConsoleHouse.Visitor;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Who gets in where, and who does not. */
class DoorsTest {

  private final ConsoleHouse house = ConsoleHouse.get();

  private record Route(RequestMethod method, String path, Role least) {}

  /** Every handler of the console, from what Spring has mapped: a new one is walked at once. */
  private List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    house
        .context()
        .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .forEach(
            (mapping, method) -> {
              if (!method.getBeanType().getPackageName().equals("cn.huitouke.console")) {
                return;
              }
              boolean anyone =
                  method.getBeanType().isAnnotationPresent(Anyone.class)
                      || method.hasMethodAnnotation(Anyone.class);
              Least least = method.getMethodAnnotation(Least.class);
              assertThat(anyone ^ (least != null)).as("%s says who may", method).isTrue();
              if (least != null) {
                RequestMethod verb = mapping.getMethodsCondition().getMethods().iterator().next();
                mapping
                    .getPatternValues()
                    .forEach(path -> routes.add(new Route(verb, filled(path), least.value())));
              }
            });
    assertThat(routes).hasSizeGreaterThan(35);
    return routes;
  }

  private static String filled(String path) {
    return path.replace("{number}", "999999")
        .replace("{id}", "00000000-0000-0000-0000-000000000000");
  }

  @Test
  void everyRouteAnswersThoseOfItsRoleAndNobodyBelow() {
    Map<String, String> faults = new TreeMap<>();
    for (var who :
        Map.of(
                "kankan",
                Role.VIEWER,
                "kefu",
                Role.AGENT,
                "yunying",
                Role.OPERATOR,
                "owner",
                Role.OWNER)
            .entrySet()) {
      Visitor visitor = house.as(who.getKey());
      String token = visitor.token();
      for (Route route : routes()) {
        if (route.path().endsWith("/stream")) {
          continue; // never ends; its guard is the same
        }
        int status = knock(visitor, route, token);
        boolean may = who.getValue().atLeast(route.least());
        if (may == (status == 403)) {
          faults.put(who.getValue() + " " + route, "answered " + status);
        }
        if (status >= 500) {
          faults.put(who.getValue() + " " + route, "answered " + status);
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  private static int knock(Visitor visitor, Route route, String token) {
    HttpResponse<String> answer =
        route.method() == RequestMethod.GET
            ? visitor.get(route.path())
            : visitor.postBare(route.path(), Map.of(), Map.of("_csrf", token));
    return answer.statusCode();
  }

  @Test
  void nobodyWithoutALoginSeesAnything() {
    Visitor visitor = house.visitor();
    for (Route route : routes()) {
      HttpResponse<String> answer =
          route.method() == RequestMethod.GET
              ? visitor.get(route.path())
              : visitor.post(route.path(), Map.of());
      assertThat(answer.statusCode()).as(route.toString()).isEqualTo(302);
      assertThat(answer.headers().firstValue("Location").orElse("")).endsWith("/login");
    }
    assertThat(visitor.get("/conversations/inbox", "HX-Request", "true").statusCode())
        .isEqualTo(401);
  }

  @Test
  void noStateChangesWithoutTheTokenOfTheSession() {
    Visitor owner = house.as("owner");
    for (Route route : routes()) {
      if (route.method() == RequestMethod.POST) {
        assertThat(owner.postBare(route.path(), Map.of(), Map.of()).statusCode())
            .as(route.toString())
            .isEqualTo(403);
        assertThat(owner.postBare(route.path(), Map.of(), Map.of("_csrf", "forged")).statusCode())
            .isEqualTo(403);
      }
    }
    Visitor stranger = house.visitor();
    stranger.get("/login");
    assertThat(
            stranger
                .postBare(
                    "/login",
                    Map.of("username", "owner", "password", ConsoleHouse.PASSWORD),
                    Map.of())
                .statusCode())
        .isNotEqualTo(200);
    assertThat(stranger.get("/").statusCode()).isEqualTo(302);
  }

  @Test
  void everyAnswerCarriesTheHeadersThatKeepBrowsersCareful() {
    Visitor owner = house.as("owner");
    for (String path : List.of("/login", "/", "/customers", "/settings/audit", "/nothing-here")) {
      var headers = owner.get(path).headers();
      assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'self'", "script-src 'self'", "style-src 'self'")
          .contains("object-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
          .doesNotContain("unsafe");
      assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
      assertThat(headers.firstValue("Referrer-Policy")).hasValue("same-origin");
      assertThat(headers.firstValue("Permissions-Policy").orElse("")).contains("camera=()");
      assertThat(headers.firstValue("Cross-Origin-Opener-Policy")).hasValue("same-origin");
      assertThat(headers.firstValue("Cache-Control").orElse("")).contains("no-store");
      assertThat(headers.firstValue("Server")).isEmpty();
    }
  }

  @Test
  void theSessionIsAnotherAfterTheLoginAndItsCookieIsGuarded() {
    Visitor visitor = house.visitor();
    visitor.get("/login");
    String before = session(visitor);
    var answer = visitor.enter("kefu", ConsoleHouse.PASSWORD, "");
    assertThat(session(visitor)).isNotEqualTo(before);
    assertThat(answer.headers().allValues("Set-Cookie"))
        .anyMatch(
            cookie ->
                cookie.startsWith("JSESSIONID=")
                    && cookie.contains("HttpOnly")
                    && cookie.contains("SameSite=Lax"));
    assertThat(answer.headers().firstValue("Location").orElse("")).doesNotContain("jsessionid");
  }

  private static String session(Visitor visitor) {
    return visitor.cookies().getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("JSESSIONID"))
        .map(HttpCookie::getValue)
        .findFirst()
        .orElse("");
  }

  @Test
  void aDisabledPersonIsOutAtOnceAndAChangedRoleEndsTheSession() {
    house.person("leaver", "AGENT");
    Visitor leaver = house.as("leaver");
    assertThat(leaver.get("/").statusCode()).isEqualTo(200);
    Visitor owner = house.as("owner");
    owner.post("/settings/operators/enabled", Map.of("name", "leaver", "enabled", "false"));
    assertThat(leaver.get("/").headers().firstValue("Location").orElse(""))
        .endsWith("/login?expired");
    assertThat(house.as("leaver").get("/").statusCode()).isEqualTo(302);
    owner.post("/settings/operators/enabled", Map.of("name", "leaver", "enabled", "true"));
    Visitor again = house.as("leaver");
    assertThat(again.get("/").statusCode()).isEqualTo(200);
    owner.post("/settings/operators/role", Map.of("name", "leaver", "role", "VIEWER"));
    assertThat(again.get("/").statusCode()).isEqualTo(302);
  }

  @Test
  void aNewPersonHasToChangeTheirPasswordFirst() {
    Visitor owner = house.as("owner");
    house.database().sql("delete from console.operator where name = 'xinren'").update();
    owner.post("/settings/operators", Map.of("name", "xinren", "role", "AGENT"));
    String shown = owner.get("/settings/operators").body();
    String password = shown.replaceAll("(?s).*<code class=\"fs-2\">([^<]+)</code>.*", "$1");
    Visitor fresh = house.visitor();
    fresh.enter("xinren", password, "");
    assertThat(fresh.get("/customers").headers().firstValue("Location").orElse(""))
        .endsWith("/password");
    fresh.post(
        "/password",
        Map.of(
            "current",
            password,
            "password",
            "another-one-of-mine",
            "again",
            "another-one-of-mine"));
    assertThat(fresh.get("/customers").statusCode()).isEqualTo(200);
    assertThat(owner.get("/settings/operators").body()).doesNotContain(password);
  }

  @Test
  void theLastOwnerStays() {
    Visitor owner = house.as("owner");
    house
        .database()
        .sql("update console.operator set enabled = false where name = 'admin'")
        .update();
    owner.post("/settings/operators/role", Map.of("name", "owner", "role", "VIEWER"));
    owner.post("/settings/operators/enabled", Map.of("name", "owner", "enabled", "false"));
    assertThat(house.as("owner").get("/settings/operators").statusCode()).isEqualTo(200);
  }

  @Test
  void whoUsesASecondStepNeedsItsCodeAndEachCodeOnce() {
    house.person("careful", "AGENT");
    Totp totp = Totp.fresh();
    house.bean(Operators.class).useSecondFactor("careful", totp);
    InstantSource clock = house.bean(InstantSource.class);
    assertThat(house.as("careful").get("/").statusCode()).isEqualTo(302);
    String code = totp.code(clock.instant().getEpochSecond() / 30);
    Visitor visitor = house.visitor();
    visitor.enter("careful", ConsoleHouse.PASSWORD, code);
    assertThat(visitor.get("/").statusCode()).isEqualTo(200);
    Visitor thief = house.visitor();
    thief.enter("careful", ConsoleHouse.PASSWORD, code);
    assertThat(thief.get("/").statusCode()).isEqualTo(302);
  }

  @Test
  void whatWasDoneStaysWrittenAndAChangeShows() {
    Audit audit = house.bean(Audit.class);
    audit.note("owner", "test.one", "a", "b");
    audit.note("owner", "test.two", "a", "b");
    assertThat(audit.firstBroken()).isEmpty();
    assertThatThrownBy(() -> house.database().sql("update console.audit set detail = 'c'").update())
        .hasMessageContaining("append-only");
    assertThatThrownBy(() -> house.database().sql("delete from console.audit").update())
        .hasMessageContaining("append-only");
    assertThatThrownBy(() -> house.database().sql("truncate console.audit").update())
        .hasMessageContaining("append-only");
    long seq = audit.page(Long.MAX_VALUE, 1).getFirst().seq();
    var sql = house.database();
    sql.sql("alter table console.audit disable trigger user").update();
    try {
      sql.sql("update console.audit set subject = 'x' where seq = ?").param(seq).update();
      assertThat(audit.firstBroken()).hasValue(seq);
    } finally {
      sql.sql("update console.audit set subject = 'a' where seq = ?").param(seq).update();
      sql.sql("alter table console.audit enable trigger user").update();
    }
    assertThat(audit.firstBroken()).isEmpty();
  }

  @Test
  void aTokenDoesWhatItWasMadeForUntilItIsRevoked() throws Exception {
    Visitor owner = house.as("owner");
    owner.post("/settings/tokens", Map.of("name", "ERP"));
    String page = owner.get("/settings/tokens").body();
    String token = page.replaceAll("(?s).*<code class=\"words\">(htk_[^<]+)</code>.*", "$1");
    assertThat(token).startsWith("htk_").hasSizeGreaterThan(40);
    assertThat(owner.get("/settings/tokens").body()).doesNotContain(token);
    assertThat(
            house
                .database()
                .sql(
                    "select count(*) from console.token where strpos(name || encode(hash,"
                        + " 'escape'), ?) > 0")
                .param(token)
                .query(Long.class)
                .single())
        .isZero();
    assertThat(api("GET", token)).isEqualTo(404); // it may read; there is nothing of that name
    assertThat(api("POST", token)).isEqualTo(403);
    ApiTokens tokens = house.bean(ApiTokens.class);
    tokens.revoke(tokens.find(token).orElseThrow().id());
    assertThat(api("GET", token)).isEqualTo(401);
    Set<Integer> answers = new java.util.TreeSet<>();
    String other = tokens.make("fast", false, "owner");
    for (int i = 0; i < 300; i++) {
      answers.add(api("GET", other));
    }
    assertThat(answers).contains(429);
  }

  private int api(String method, String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(house.address() + "/api/v1/nothing"))
            .header("Authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static final HttpClient HTTP = HttpClient.newHttpClient();
}
