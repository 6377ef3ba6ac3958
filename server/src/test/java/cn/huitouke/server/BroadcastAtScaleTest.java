package cn.huitouke.server;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.sandbox.wechat.Sent;
import cn.huitouke.sandbox.world.ScreenMessage;
import cn.huitouke.server.ConsoleHouse.Visitor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * A broadcast to a hundred thousand followers over real bytes, written and approved on the console, and the
 * product killed in the middle: it goes on, and what the report says is what the platform delivered.
 */
@Tag("deep")
class BroadcastAtScaleTest {

  private static final int PEOPLE = Integer.getInteger("huitouke.broadcast.people", 100_000);
  private static final Pattern FIGURE =
      Pattern.compile("(?s)<span class=\"figure[^\"]*\">([0-9,]+)</span>");
  private static final Pattern REVISION = Pattern.compile("name=\"revision\"[^>]*value=\"(\\d+)\"");

  private static final String ASKER = "oAsker";
  private static final Set<String> ANSWERS = Set.of("passive-reply", "customer-service");
  private static final int QUESTIONS = 300;

  @TempDir Path home;
  private final Semaphore answered = new Semaphore(0);
  private Path data;
  private int console;
  private int gateway;
  private FarSide far;
  private Child child;

  @AfterEach
  void clear() {
    if (child != null) {
      child.close();
    }
    if (far != null) {
      far.close();
    }
  }

  private Child launch() throws IOException {
    List<String> settings = new ArrayList<>(far.settings());
    settings.add("--server.port=" + console);
    settings.add("--huitouke.gateway.port=" + gateway);
    settings.add("--huitouke.delivery.quiet-hours=none");
    return Child.launch(data, settings).up();
  }

  @Test
  void aHundredThousandGetItOnceThoughTheHouseIsKilledInTheMiddle() throws Exception {
    data = home.resolve("data");
    console = WholeWayTest.freePort();
    gateway = WholeWayTest.freePort();
    far = new FarSide(gateway, List.of());
    far.sandbox()
        .weChat()
        .followedBefore(IntStream.range(0, PEOPLE).mapToObj(i -> "oFan" + i).toList());
    far.sandbox().weChat().listen(this::seen);
    child = launch();
    people();
    Visitor mei = entered("mei");
    String path = written(mei);
    long begun = System.nanoTime();
    int letters = foreseen(mei, path);
    System.out.printf("foreseen in %.1f s%n", seconds(begun));
    assertThat(letters).isBetween((int) (0.88 * PEOPLE), (int) (0.92 * PEOPLE));
    mei.post(path + "/submit", Map.of("revision", revision(mei, path)));
    Visitor lan = entered("lan");
    far.sandbox().weChat().follows(ASKER, Optional.empty());
    assertThat(answered.tryAcquire(20, TimeUnit.SECONDS)).as("welcomed").isTrue();
    asking(() -> false);
    long idle = asking(() -> false);
    begun = System.nanoTime();
    lan.post(path + "/approve", Map.of("revision", revision(lan, path)));
    long beside = asking(() -> mass().size() > PEOPLE / 5);
    System.out.printf(
        "an answer took at most (99 of 100): %.1f ms idle, %.1f ms beside it: %.1f times%n",
        idle / 1e3, beside / 1e3, (double) beside / idle);
    FarSide.until(
        () -> mass().size() > PEOPLE / 5, Duration.ofMinutes(10 + PEOPLE / 50_000), "some arrived");
    child.kill();
    int before = mass().size();
    System.out.printf("killed after %.1f s with %d delivered%n", seconds(begun), before);
    assertThat(before).as("in the middle").isLessThan(letters);
    child = launch();
    String state = "select state from broadcast.broadcast";
    FarSide.until(
        () -> Child.database(data).sql(state).query(String.class).single().equals("DONE"),
        Duration.ofMinutes(10 + PEOPLE / 25_000),
        "it is done: " + standing());
    System.out.printf("done after %.1f s%n", seconds(begun));
    compare(letters, entered("mei"), path);
  }

  private void seen(ScreenMessage message) {
    if (message.customer().equals(ASKER) && ANSWERS.contains(message.wire())) {
      answered.release();
    }
  }

  /**
   * A customer asks one question after the other.
   *
   * @param enough ends it early; asked now and then
   * @return what 99 of 100 answers stayed under, in microseconds
   */
  private long asking(BooleanSupplier enough) throws InterruptedException {
    List<Long> waits = new ArrayList<>();
    while (waits.size() < QUESTIONS && (waits.size() % 50 != 49 || !enough.getAsBoolean())) {
      answered.drainPermits();
      long asked = System.nanoTime();
      far.sandbox().weChat().says(ASKER, "在吗");
      assertThat(answered.tryAcquire(20, TimeUnit.SECONDS)).as("answered").isTrue();
      waits.add((System.nanoTime() - asked) / 1_000);
    }
    Collections.sort(waits);
    return waits.get(waits.size() * 99 / 100);
  }

  private void compare(int letters, Visitor mei, String path) {
    List<Sent> delivered = mass();
    Map<String, Long> each =
        delivered.stream().collect(Collectors.groupingBy(Sent::openid, Collectors.counting()));
    assertThat(each.values()).as("each of them once").allMatch(times -> times == 1);
    assertThat(each).hasSize(letters);
    assertThat(standing()).containsEntry("ACCEPTED", (long) letters).doesNotContainKey("UNCERTAIN");
    assertThat(standing().getOrDefault("WITHHELD", 0L)).isEqualTo(PEOPLE - letters);
    String page = mei.get(path + "/progress").body();
    Matcher figure = FIGURE.matcher(page);
    assertThat(figure.find()).isTrue();
    assertThat(figure.group(1).replace(",", ""))
        .as("the report says what the platform delivered")
        .isEqualTo(Integer.toString(delivered.size()));
    assertThat(far.sandbox().weChat().refusals())
        .as("only the platform's pace was in the way, and its memory of a key that was used")
        .allMatch(refusal -> refusal.errcode() == 45011 || refusal.errcode() == 45065);
  }

  private Map<String, Long> standing() {
    return Child.database(data)
        .sql("select state, count(*) as n from delivery.letter where lane = 3 group by state")
        .query((row, _) -> Map.entry(row.getString(1), row.getLong(2)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private List<Sent> mass() {
    return far.sandbox().weChat().ledger().stream()
        .filter(sent -> sent.wire().equals("mass"))
        .toList();
  }

  /** The followers as customers, and two operators. */
  private void people() {
    var database = Child.database(data);
    database
        .sql(
            """
            with fresh as (
              insert into customer.customer (id, created_at)
              select nextval('customer.customer_id'), now() from generate_series(1, ?) returning id)
            insert into customer.identity (channel, address, customer, following, heard_at)
            select 'wechat-mp/shop', 'oFan' || (row_number() over (order by id) - 1), id, true, now()
            from fresh
            """)
        .param(PEOPLE)
        .update();
    // A house that has run for a while has files of the log to use again; a new one makes each
    // anew.
    database.sql("checkpoint").update();
    String hash =
        Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8().encode(ConsoleHouse.PASSWORD);
    for (String name : List.of("mei", "lan")) {
      database
          .sql(
              "insert into console.operator (name, password, must_change, created_at, role)"
                  + " values (?, ?, false, now(), 'OPERATOR')")
          .params(name, hash)
          .update();
    }
  }

  private Visitor entered(String name) {
    Visitor visitor = new Visitor("http://127.0.0.1:" + console);
    visitor.enter(name, ConsoleHouse.PASSWORD, "");
    return visitor;
  }

  private static String written(Visitor mei) {
    String location =
        mei.post("/broadcasts", Map.of()).headers().firstValue("Location").orElseThrow();
    String path = location.substring(location.indexOf("/broadcasts"));
    mei.post(
        path,
        Map.of(
            "revision", "1",
            "title", "十万人",
            "purpose", "COMMUNITY",
            "kind", "TEXT",
            "courteous", "新茶到了，老顾客先尝",
            "reachable", "true",
            "agreed", "true",
            "holdOut", "10",
            "worthDays", "3"));
    return path;
  }

  private static String revision(Visitor visitor, String path) {
    Matcher found = REVISION.matcher(visitor.get(path).body());
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private static int foreseen(Visitor mei, String path) {
    String[] page = {""};
    FarSide.until(
        () -> {
          page[0] = mei.get(path + "/foresight").body();
          return FIGURE.matcher(page[0]).find();
        },
        Duration.ofSeconds(60 + PEOPLE / 1_000),
        "it is foreseen");
    Matcher figure = FIGURE.matcher(page[0]);
    figure.find();
    return Integer.parseInt(figure.group(1).replace(",", ""));
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
