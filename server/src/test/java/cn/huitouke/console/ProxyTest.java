package cn.huitouke.console;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.server.ConsoleHouse;
import cn.huitouke.server.ConsoleHouse.Visitor;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Behind a reverse proxy each visitor is somebody of their own; in front of it nobody is somebody else. */
class ProxyTest {

  private static final String PROXY = "127.0.9.1";
  private static final String HEADER = "X-Forwarded-For";

  private final ConsoleHouse house = ConsoleHouse.get();
  private final LoginThrottle throttle = house.bean(LoginThrottle.class);

  @BeforeEach
  @AfterEach
  void nothingWasWrong() {
    house.database().sql("delete from console.wrong_password").update();
  }

  private int wrong(String from, String name, String... headers) {
    Visitor visitor = house.visitorFrom(from);
    return visitor
        .postBare(
            "/login",
            Map.of("username", name, "password", "a-wrong-one"),
            Map.of("_csrf", visitor.token()),
            headers)
        .statusCode();
  }

  private int failures(String address) {
    return throttle.ofAddress(address).failures();
  }

  @Test
  void whoIsWrongIsCountedByTheirOwnAddressAndSoItStandsInTheLog() {
    house.person("hinten", "VIEWER");
    for (int i = 0; i < 3; i++) {
      assertThat(wrong(PROXY, "hinten", HEADER, "1.1.1.1, 198.51.100.77, 127.0.8.5"))
          .isEqualTo(302);
    }
    assertThat(failures("198.51.100.77")).isEqualTo(3);
    assertThat(failures(PROXY)).isZero();
    assertThat(failures("1.1.1.1")).isZero();
    assertThat(house.as("owner").get("/settings/audit").body()).contains("3 × 198.51.100.77");
  }

  @Test
  void whoIsNoProxyMayWriteWhatTheyLike() {
    assertThat(wrong("127.0.9.2", "niemand", HEADER, "198.51.100.78")).isEqualTo(302);
    assertThat(wrong("127.0.9.2", "niemand", "Forwarded", "for=198.51.100.78")).isEqualTo(302);
    assertThat(failures("127.0.9.2")).isEqualTo(2);
    assertThat(failures("198.51.100.78")).isZero();
    // A proxy that writes one header passes the other on as the visitor made it up.
    assertThat(wrong(PROXY, "keiner", "Forwarded", "for=198.51.100.78", HEADER, "198.51.100.79"))
        .isEqualTo(302);
    assertThat(failures("198.51.100.78")).isZero();
    assertThat(failures("198.51.100.79")).isEqualTo(1);
  }

  @Test
  void whoComesOverTlsGetsACookieForTlsOnly() {
    String proto = "X-Forwarded-Proto";
    assertThat(cookie(PROXY, proto, "https")).contains("; Secure", "; HttpOnly");
    assertThat(cookie(PROXY, proto, "http")).doesNotContain("Secure");
    assertThat(cookie(PROXY)).doesNotContain("Secure");
    assertThat(cookie("127.0.9.2", proto, "https")).doesNotContain("Secure");

    var answer = house.visitorFrom(PROXY).get("/login", proto, "https");
    assertThat(answer.headers().firstValue("Strict-Transport-Security").orElse(""))
        .contains("max-age=31536000")
        .doesNotContain("includeSubDomains");
  }

  private String cookie(String from, String... headers) {
    return house.visitorFrom(from).get("/login", headers).headers().allValues("Set-Cookie").stream()
        .filter(cookie -> cookie.startsWith("JSESSIONID="))
        .findFirst()
        .orElseThrow();
  }

  /** Who comes next from behind the same proxy is not kept waiting for who came before. */
  @Test
  void tokensAreGuessedAtThePaceOfEachVisitor() {
    Visitor proxy = house.visitorFrom(PROXY);
    RequestPace pace = house.bean(RequestPace.class);
    int status = 0;
    for (int i = 0; i < 100 && status != 429; i++) {
      while (pace.allows("address:198.51.100.80")) {
        // until nothing is left of what this address may ask
      }
      status = guess(proxy, "198.51.100.80");
    }
    assertThat(status).isEqualTo(429);
    assertThat(guess(proxy, "198.51.100.81")).isEqualTo(401);
    assertThat(guess(house.visitorFrom("127.0.9.3"), "198.51.100.80")).isEqualTo(401);
  }

  private static int guess(Visitor visitor, String client) {
    return visitor.get("/api/orders", "Authorization", "Bearer wrong", HEADER, client).statusCode();
  }
}
