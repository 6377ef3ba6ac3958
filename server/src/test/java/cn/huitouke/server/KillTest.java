package cn.huitouke.server;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.sandbox.wechat.PushedCallback;
import cn.huitouke.sandbox.world.Journey;
import cn.huitouke.sandbox.world.ScreenMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole way again, but somewhere on it the product is killed and started again on its data:
 * everything reaches the phone, and nothing twice. The script goes on as people and platforms would:
 * what got no answer is sent again, and what the platform gave up on is said again.
 *
 * <p>The moment is drawn by a seed, which is printed; {@code -Dhuitouke.kill.seed=N} plays it again.
 */
@Execution(ExecutionMode.CONCURRENT)
class KillTest {

  private static final String EXPORT = "ExportOrderList202611211001_B.csv";
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  /** After so long without an answer a customer asks again. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private static final LocalTime EVENING = LocalTime.of(20, 0);
  private static final LocalTime AFTER_NINE = LocalTime.of(9, 5);

  /** What she has to hear, each once: the letter's id begins so, the words are so. */
  private static final Map<String, Predicate<String>> WHOLE =
      new LinkedHashMap<>(
          Map.of(
              "welcome", text -> text.contains("欢迎来"),
              "bound", text -> text.contains("核对好啦") || text.contains("早就在您名下"),
              "answer", text -> text.startsWith("您有") || text.contains("正在路上～"),
              "notice", text -> text.contains("可以取件啦"),
              "digest", text -> text.startsWith("早上好")));

  /** What she hears besides where the carrier was slow to answer. */
  private static final Predicate<String> WORD = text -> text.startsWith("您问的快递有消息了");

  /** Where on the script it may be killed, and how long that part takes at most, in milliseconds. */
  private enum Part {
    IMPORT(900),
    FOLLOW(400),
    BIND(400),
    ASK(400),
    NIGHT(9_000);

    final int millis;

    Part(int millis) {
      this.millis = millis;
    }
  }

  @TempDir Path home;
  private Path data;
  private int console;
  private int gateway;
  private int sandbox;
  private FarSide far;
  private Instant evening;
  private Part killedIn;
  private long killedAfter;
  private int saidAgain;
  private volatile Duration offset = Duration.ZERO;
  private volatile Child child;
  private final CompletableFuture<Void> killed = new CompletableFuture<>();

  @Test
  void nothingIsLostAndNothingSaidTwice() throws Exception {
    play();
  }

  @Tag("deep")
  @RepeatedTest(10)
  void nothingIsLostAndNothingSaidTwiceWheneverItIsKilled() throws Exception {
    play();
  }

  @AfterEach
  void clear() {
    if (child != null) {
      child.close();
    }
    if (data != null) {
      Child.clear(data);
    }
    if (far != null) {
      far.close();
    }
  }

  private void play() throws Exception {
    long seed = Long.getLong("huitouke.kill.seed", System.nanoTime());
    Random random = new Random(seed);
    killedIn = Part.values()[random.nextInt(Part.values().length)];
    killedAfter = random.nextInt(killedIn.millis);
    String moment = "seed " + seed + ": killed " + killedAfter + " ms into " + killedIn;
    System.out.println(moment);
    try {
      begin();
      script();
      killed.join();
      settle();
      compare();
    } catch (AssertionError | Exception e) {
      throw new AssertionError(
          moment + "\nheard " + far.texts() + "\nletters " + whys() + "\n" + child.output(), e);
    }
  }

  private void begin() throws IOException {
    data = home.resolve("data");
    console = WholeWayTest.freePort();
    gateway = WholeWayTest.freePort();
    sandbox = WholeWayTest.freePort();
    ZonedDateTime now = Instant.now().atZone(FarSide.SHANGHAI);
    ZonedDateTime today = now.with(EVENING);
    evening = (today.isBefore(now) ? today.plusDays(1) : today).toInstant();
    offset = Duration.between(Instant.now(), evening);
    Files.createDirectories(data);
    Files.writeString(data.resolve("sandbox-clock"), offset.toString());
    far = new FarSide(gateway, journeys());
    far.follow(() -> Instant.now().plus(offset));
    child = launch();
  }

  private Child launch() throws IOException {
    List<String> settings = new ArrayList<>(far.settings());
    settings.add("--server.port=" + console);
    settings.add("--huitouke.gateway.port=" + gateway);
    settings.add("--huitouke.sandbox.enabled=true");
    settings.add("--huitouke.sandbox.port=" + sandbox);
    return Child.launch(data, settings).up();
  }

  /** One parcel travels on in the night, the other comes to a locker in the evening. */
  private List<Journey> journeys() {
    return List.of(
        FarSide.journey(
            "yuantong",
            "YT9900000000022",
            Optional.empty(),
            evening.plus(Duration.ofDays(2)),
            evening.minus(Duration.ofHours(20)),
            "【云南省昆明市官渡公司】 已揽收",
            "103",
            evening.minus(Duration.ofHours(5)),
            "【昆明转运中心】 已发出 下一站 【无锡转运中心公司】",
            "1002",
            evening.plus(Duration.ofHours(5)),
            "【无锡转运中心公司】 已收入",
            "1002"),
        FarSide.journey(
            "shentong",
            "770000000000011",
            Optional.empty(),
            evening.plus(Duration.ofDays(1)),
            evening.minus(Duration.ofHours(30)),
            "云南昆明公司-已揽收",
            "103",
            evening.minus(Duration.ofHours(6)),
            "已到达【江苏苏州转运中心】",
            "1002",
            evening.plus(Duration.ofMinutes(30)),
            "快件已存放至【苏州花园小区菜鸟驿站】，请及时取件",
            "501"));
  }

  private void script() throws Exception {
    reach(Part.IMPORT);
    imports();
    reach(Part.FOLLOW);
    until(() -> far.meiFollows(), "welcome");
    reach(Part.BIND);
    until(() -> far.meiSays("订单号1990000000000000004，手机尾号7004"), "bound");
    reach(Part.ASK);
    until(() -> far.meiSays("我的快递到哪了"), "answer");
    reach(Part.NIGHT);
    night();
  }

  /** From here the given part begins; if it is the one, a hand moves to the switch. */
  private void reach(Part part) {
    if (part != killedIn) {
      return;
    }
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                LockSupport.parkNanos(Duration.ofMillis(killedAfter).toNanos());
                killAndRestart();
                killed.complete(null);
              } catch (Throwable e) {
                killed.completeExceptionally(e);
              }
            });
  }

  private void killAndRestart() throws IOException {
    List<ProcessHandle> servants = Child.servants(data);
    assertThat(servants).hasSize(2);
    child.kill();
    assertThat(servants).as("PostgreSQL and Redis outlive a kill").allMatch(ProcessHandle::isAlive);
    child = launch();
    assertThat(servants).as("the next start ends them").noneMatch(ProcessHandle::isAlive);
    assertThat(Child.servants(data)).hasSize(2);
  }

  private interface Ask {
    boolean succeeded() throws IOException, InterruptedException;
  }

  /** A program of the shop's tries until it gets through. */
  private static void insist(Ask ask) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      try {
        if (ask.succeeded()) {
          return;
        }
      } catch (IOException down) {
        // It was killed; it comes again.
      }
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
    throw new AssertionError("It did not come again within " + PATIENCE);
  }

  private void imports() throws InterruptedException {
    insist(() -> child.imports(console, EXPORT).statusCode() == 200);
  }

  /** She does it, and again when the platform gave up or nobody answered for long. */
  private void until(Runnable doing, String heard) {
    for (int tries = 0; tries < 4; tries++) {
      int before = far.sandbox().weChat().callbacks().size();
      doing.run();
      FarSide.until(
          () -> heard(heard) > 0 || gaveUp(before), PATIENCE, "an answer or an end: " + heard);
      if (heard(heard) == 0) {
        patient(heard);
      }
      if (heard(heard) > 0) {
        return;
      }
      saidAgain++;
      if (heard.equals("welcome")) {
        far.sandbox().weChat().unfollows(FarSide.MEI);
      }
    }
    throw new AssertionError("Never heard: " + heard);
  }

  private void patient(String heard) {
    long end = System.nanoTime() + SILENCE.toNanos();
    while (heard(heard) == 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  private boolean gaveUp(int before) {
    List<PushedCallback> all = far.sandbox().weChat().callbacks();
    return all.size() > before;
  }

  private long heard(String what) {
    return far.texts().stream().filter(WHOLE.get(what)).count();
  }

  /** Hour by hour until nine in the morning, the far side's clock behind ours. */
  private void night() throws InterruptedException {
    Instant morning = evening.atZone(FarSide.SHANGHAI).plusDays(1).with(AFTER_NINE).toInstant();
    while (far.now().isBefore(morning)) {
      insist(
          () -> {
            HttpResponse<String> turned = turnAnHour();
            if (turned.statusCode() != 200) {
              return false;
            }
            String now = new JsonMapper().readTree(turned.body()).get("now").asString();
            offset = Duration.between(Instant.now(), Instant.parse(now));
            return true;
          });
      far.sandbox().advance();
      far.sandbox().weChat().settles(Duration.ofSeconds(30));
    }
  }

  private HttpResponse<String> turnAnHour() throws IOException, InterruptedException {
    return Child.HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sandbox + "/phone/clock"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"by\":\"hour\"}"))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Until no letter is on its way any more. */
  private void settle() {
    far.sandbox().weChat().settles(Duration.ofSeconds(30));
    FarSide.until(
        () ->
            letters().stream()
                .noneMatch(letter -> letter.matches(".* (CLAIMED|ATTEMPTED|PLANNED|HELD)")),
        PATIENCE,
        "letters came to rest");
  }

  private List<String> letters() {
    try {
      return database()
          .sql("select id || ' ' || state from delivery.letter order by seq")
          .query(String.class)
          .list();
    } catch (RuntimeException e) {
      return List.of("unknown: " + e);
    }
  }

  /** The same with what decided, and when they would have been looked at again. */
  private List<String> whys() {
    try {
      return database()
          .sql(
              "select concat_ws(' ', id, state, why, why_about, wire, due_at)"
                  + " from delivery.letter order by seq")
          .query(String.class)
          .list();
    } catch (RuntimeException e) {
      return List.of("unknown: " + e);
    }
  }

  private JdbcClient database() {
    return Child.database(data);
  }

  private void compare() {
    // The platform's own word, that the shop is out of reach, is not ours.
    List<ScreenMessage> screen =
        far.heard().stream().filter(message -> !message.wire().equals("system")).toList();
    List<String> letters = letters();
    long uncertain = letters.stream().filter(letter -> letter.endsWith(" UNCERTAIN")).count();
    long accepted = letters.stream().filter(letter -> letter.endsWith(" ACCEPTED")).count();
    long failed =
        far.sandbox().weChat().callbacks().stream()
            .filter(callback -> callback.end() == PushedCallback.End.FAILED)
            .count();
    long missing = 0;
    for (String what : WHOLE.keySet()) {
      assertThat(heard(what)).as(what).isBetween(0L, 1L);
      missing += 1 - heard(what);
    }
    // What nobody can know lies before a person; nothing else may be missing.
    assertThat(missing).isLessThanOrEqualTo(uncertain);
    assertThat(screen)
        .as("nothing else was said")
        .allMatch(
            m ->
                WORD.test(FarSide.whole(m))
                    || WHOLE.values().stream().anyMatch(is -> is.test(FarSide.whole(m))));
    assertThat(far.texts().stream().filter(WORD)).as("word of each parcel").doesNotHaveDuplicates();
    assertThat((long) screen.size()).isBetween(accepted - failed, accepted + uncertain);
    assertThat((long) saidAgain).isLessThanOrEqualTo(failed + uncertain);
    assertThat(far.sandbox().weChat().refusals()).isEmpty();
    // The mark that an event is handled is written after all that came of it, a moment later.
    FarSide.until(
        () ->
            database().sql("select count(*) from conversation.unhandled").query(Long.class).single()
                == 0,
        Duration.ofSeconds(40),
        "every event is handled");
    digestCameInTime();
  }

  private void digestCameInTime() {
    List<String> at =
        database()
            .sql(
                """
                select to_char(attempted_at at time zone 'Asia/Shanghai', 'HH24:MI')
                from delivery.letter where id like 'digest:%' and attempted_at is not null
                """)
            .query(String.class)
            .list();
    assertThat(at).hasSize(1);
    assertThat(LocalTime.parse(at.getFirst())).isBetween(LocalTime.of(7, 30), LocalTime.of(9, 0));
  }
}
