package cn.huitouke.console;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.server.ConsoleHouse;
import cn.huitouke.server.ConsoleHouse.Visitor;
import java.net.http.HttpResponse;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

/** What becomes of who guesses passwords. */
class GuessingTest {

  private static final String HOME = "203.0.113.7";

  private final ConsoleHouse house = ConsoleHouse.get();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T01:00:00Z"));

  @BeforeEach
  @AfterEach
  void nothingWasWrong() {
    house.database().sql("delete from console.wrong_password").update();
  }

  /** One that looks at this test's clock. */
  private LoginThrottle throttle() {
    return new LoginThrottle(house.database(), house.bean(TransactionTemplate.class), now::get);
  }

  private void later(Duration span) {
    now.set(now.get().plus(span));
  }

  @Test
  void thePauseGrowsIsNotProlongedByKnockingAndOutlastsARestart() {
    LoginThrottle throttle = throttle();
    for (int i = 0; i < 3; i++) {
      assertThat(throttle.take("mei", HOME)).isZero();
    }
    for (long pause : new long[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900}) {
      assertThat(throttle.take("mei", "203.0.113.8")).isEqualTo(Duration.ofSeconds(pause));
      later(Duration.ofSeconds(pause).minusMillis(1));
      // Another node, or the same after a restart: what was wrong is known there too.
      assertThat(throttle().take("mei", HOME)).isEqualTo(Duration.ofMillis(1));
      later(Duration.ofMillis(1));
      assertThat(throttle.take("mei", HOME)).isZero();
    }
    assertThat(throttle.take("lan", HOME)).isZero();
    later(Duration.ofMinutes(15));
    assertThat(throttle.take("mei", HOME)).isZero();
    throttle.succeeded("mei", HOME);
    assertThat(throttle.ofName("mei")).isEqualTo(LoginThrottle.Count.NONE);
    assertThat(throttle.ofAddress(HOME).failures()).isEqualTo(1); // lan's
    later(Duration.ofDays(2));
    assertThat(throttle.ofName("lan").failures()).isZero();
    throttle.succeeded("mei", HOME);
    assertThat(
            house
                .database()
                .sql("select count(*) from console.wrong_password")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void anAddressThatTriesManyNamesWaitsTooAndSoDoesItsNetwork() {
    LoginThrottle throttle = throttle();
    for (int i = 0; i < LoginThrottle.FREE_FROM_ADDRESS; i++) {
      assertThat(throttle.take("name" + i, "2001:db8:1:2::" + i)).isZero();
    }
    assertThat(throttle.take("another", "2001:db8:1:2:ffff::1")).isEqualTo(Duration.ofSeconds(1));
    assertThat(throttle.ofName("another").failures()).isZero();
    assertThat(throttle.take("another", "2001:db8:1:3::1")).isZero();
  }

  @Test
  void ofManyTriesAtOnceNoMoreThanTheFreeOnesAreLookedAt() throws Exception {
    LoginThrottle throttle = throttle();
    try (var crowd = Executors.newFixedThreadPool(12)) {
      Callable<Duration> guess = () -> throttle.take("mei", HOME);
      long lookedAt = 0;
      for (var one : crowd.invokeAll(IntStream.range(0, 48).mapToObj(_ -> guess).toList())) {
        lookedAt += one.get().isZero() ? 1 : 0;
      }
      assertThat(lookedAt).isEqualTo(LoginThrottle.FREE_FOR_NAME);
    }
  }

  @Test
  void whoWasWrongTooOftenIsToldHowLongToWaitAndAnOwnerLiftsIt() {
    house.person("wangle", "VIEWER");
    Visitor owner = house.as("owner");
    for (String name : new String[] {"wangle", "nobody-of-that-name"}) {
      for (int i = 1; i <= 2; i++) {
        assertThat(location(house.visitor().enter(name, "wrong-password-" + i, "")))
            .endsWith("/login?error");
      }
      String third = location(house.visitor().enter(name, "wrong-password-3", ""));
      assertThat(third).endsWith("/login?error&wait=1");
      assertThat(house.visitor().get(third).body()).contains("账号或密码不对", "1 秒后可以再试");
      standsAgainst(name, 9);
      HttpResponse<String> refused = house.visitor().enter(name, ConsoleHouse.PASSWORD, "");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
          .isBetween(50, 64);
      assertThat(refused.body()).contains("连着输错了几次").doesNotContain(name);
      Visitor english = house.visitor();
      english.get("/login?lang=en");
      assertThat(english.enter(name, ConsoleHouse.PASSWORD, "").body())
          .contains("Several wrong tries in a row", "2 min");
    }
    assertThat(owner.get("/settings/audit").body())
        .contains("密码连着输错", "wangle", "3 × 127.0.0.1")
        .doesNotContain("nobody-of-that-name");
    assertThat(owner.get("/settings/operators").body()).contains("解除等待");
    assertThat(house.as("kefu").get("/").statusCode()).isEqualTo(200); // others come and go
    owner.post("/settings/operators/unlock", Map.of("name", "wangle"));
    assertThat(house.as("wangle").get("/").statusCode()).isEqualTo(200);
    assertThat(owner.get("/settings/audit").body()).contains("解除登录等待");
    assertThat(owner.get("/settings/operators").body()).doesNotContain("解除等待");
  }

  /** A screen left open is no place to guess at either. */
  @Test
  void whoIsLoggedInIsSlowedDownToo() {
    house.person("offen", "VIEWER");
    Visitor visitor = house.as("offen");
    for (int i = 0; i < 3; i++) {
      assertThat(question(visitor, "wrong-" + i)).isEqualTo(422);
    }
    standsAgainst("offen", 9);
    assertThat(question(visitor, ConsoleHouse.PASSWORD)).isEqualTo(429);
    assertThat(
            visitor
                .post(
                    "/password",
                    Map.of(
                        "current", ConsoleHouse.PASSWORD,
                        "password", "another-one-of-mine",
                        "again", "another-one-of-mine"))
                .body())
        .contains("请等一会儿再试");
    visitor.post("/settings/second-factor/drop", Map.of("password", ConsoleHouse.PASSWORD));
    assertThat(visitor.get("/settings/second-factor").body()).contains("请等一会儿再试");
    house.bean(LoginThrottle.class).forget("offen");
    assertThat(question(visitor, ConsoleHouse.PASSWORD)).isEqualTo(200);
  }

  private static int question(Visitor visitor, String password) {
    return visitor.post("/settings/passkeys/question", Map.of("password", password)).statusCode();
  }

  @Test
  void theOwnersNewPasswordLiftsThePauseToo() {
    house.person("vergesslich", "VIEWER");
    standsAgainst("vergesslich", 20);
    house.bean(Operators.class).resetPassword("vergesslich");
    assertThat(house.bean(LoginThrottle.class).ofName("vergesslich").failures()).isZero();
  }

  /** As slow for a name that nobody has, and for one that may not enter: nobody learns who is here. */
  @Test
  void aNameThatNobodyHasIsAnsweredLikeAWrongPassword() {
    house.person("gone", "VIEWER");
    house
        .database()
        .sql("update console.operator set enabled = false where name = 'gone'")
        .update();
    long known = quickest("kefu", "wrong-password");
    assertThat(quickest("no-such-person", "wrong-password")).isBetween(known / 3, known * 3);
    assertThat(quickest("gone", "wrong-password")).isBetween(known / 3, known * 3);
    assertThat(quickest("gone", ConsoleHouse.PASSWORD)).isBetween(known / 3, known * 3);
  }

  private long quickest(String name, String password) {
    return IntStream.range(0, 6)
        .mapToLong(
            _ -> {
              house.bean(LoginThrottle.class).forget(name);
              Visitor visitor = house.visitor();
              String token = visitor.token();
              long begun = System.nanoTime();
              HttpResponse<String> answer =
                  visitor.postBare(
                      "/login",
                      Map.of("username", name, "password", password),
                      Map.of("_csrf", token));
              long took = System.nanoTime() - begun;
              assertThat(location(answer)).endsWith("/login?error");
              return took;
            })
        .min()
        .orElseThrow();
  }

  private void standsAgainst(String name, int failures) {
    house
        .database()
        .sql(
            "insert into console.wrong_password values ("
                + LoginThrottle.KEY
                + ", ?, ?) on conflict (who) do update set failures = excluded.failures, last_at ="
                + " excluded.last_at")
        .params(
            LoginThrottle.name(name),
            failures,
            Timestamp.from(house.bean(InstantSource.class).instant()))
        .update();
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElse("").replaceFirst("^https?://[^/]+", "");
  }
}
