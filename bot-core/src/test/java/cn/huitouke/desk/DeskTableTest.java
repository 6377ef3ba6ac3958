package cn.huitouke.desk;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Peer;
import cn.huitouke.customer.AuthorizationWithdrawn;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.store.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

class DeskTableTest {

  private static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");
  private static final CustomerId MEI = new CustomerId(17);

  private final DataSource database = TestDatabase.fresh();
  private final List<Object> published = new ArrayList<>();
  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final Desk desk =
      new DeskTable(database, new JdbcTransactionManager(database), published::add, now::get);

  private static Briefing said(String title, String detail) {
    return new Briefing(title, detail, Map.of());
  }

  @Test
  void factsAreKeptCleanAndWithoutTheEmptyOnes() {
    desk.open(
        "stuck:9",
        "stuck-parcel",
        Optional.empty(),
        new Briefing(
            "停住",
            "中通",
            Map.of(
                Fact.CARRIER,
                "zhongtong",
                Fact.PROMISE,
                " ",
                Fact.SAID,
                "它\"在\u0000哪\n\u202E儿 \\u0000 🙂")));
    new JdbcTemplate(database)
        .update("update desk.task set facts = facts || '{\"OF_TOMORROW\": \"1\"}'");
    assertThat(desk.openTasks(1).getFirst().facts())
        .isEqualTo(Map.of(Fact.CARRIER, "zhongtong", Fact.SAID, "它\"在哪\n儿 \\u0000 🙂"));
  }

  @Test
  void aTaskOfAnEarlierVersionHasNone() {
    new JdbcTemplate(database)
        .update(
            "insert into desk.task (key, kind, title, detail, opened_at) values ('old:1',"
                + " 'stuck-parcel', '停住', '快递：中通', now())");
    assertThat(desk.openTasks(1).getFirst().facts()).isEmpty();
    assertThat(desk.openTasks(1).getFirst().detail()).isEqualTo("快递：中通");
  }

  @Test
  void aTaskIsOpenedOnceAndListedOldestFirst() {
    desk.open("binding:1", "confirm-binding", Optional.of(MEI), said("核对订单归属", "尾号不符"));
    now.set(NOON.plusSeconds(60));
    desk.open("binding:1", "confirm-binding", Optional.of(MEI), said("又来了", ""));
    desk.open("stuck:9", "stuck-parcel", Optional.empty(), said("包裹三天没动", "中通"));
    assertThat(desk.openTasks(10))
        .containsExactly(
            new Task(
                "binding:1", "confirm-binding", Optional.of(MEI), "核对订单归属", "尾号不符", Map.of(), NOON),
            new Task(
                "stuck:9",
                "stuck-parcel",
                Optional.empty(),
                "包裹三天没动",
                "中通",
                Map.of(),
                NOON.plusSeconds(60)));
    assertThat(desk.openTasks(1)).hasSize(1);
  }

  @Test
  void whoTakesBackTheLeaveToUseTheirDataIsAPersonsTaskOnce() {
    Peer mei = Peer.person(new ChannelId("wechat-mp", "shop"), "mei");
    Withdrawals withdrawals = new Withdrawals(desk);
    withdrawals.hear(new AuthorizationWithdrawn(MEI, mei, NOON));
    withdrawals.hear(new AuthorizationWithdrawn(MEI, mei, NOON.plusSeconds(9)));
    assertThat(desk.openTasks(10))
        .singleElement()
        .satisfies(
            task -> {
              assertThat(task.kind()).isEqualTo("erase-data");
              assertThat(task.customer()).contains(MEI);
            });
  }

  @Test
  void itIsClosedOnceAndSaid() {
    desk.open("binding:1", "confirm-binding", Optional.of(MEI), said("核对订单归属", ""));
    assertThat(desk.close("binding:1", "confirmed", "lin")).isTrue();
    assertThat(desk.close("binding:1", "refused", "wang")).isFalse();
    assertThat(desk.close("no-such", "done", "lin")).isFalse();
    assertThat(published)
        .containsExactly(
            new TaskOpened("binding:1", "confirm-binding", Optional.of(MEI)),
            new TaskDone("binding:1", "confirm-binding", "confirmed", "lin"));
    assertThat(desk.openTasks(10)).isEmpty();
  }

  @Test
  void whatIsClosedMayBeOpenedAgainAndTheRecordStays() {
    desk.open("binding:1", "confirm-binding", Optional.of(MEI), said("核对订单归属", ""));
    desk.close("binding:1", "refused", "lin");
    desk.open("binding:1", "confirm-binding", Optional.of(MEI), said("再核对一次", ""));
    assertThat(desk.openTasks(10)).extracting(Task::title).containsExactly("再核对一次");
    assertThat(
            new JdbcTemplate(database)
                .queryForList("select operator from desk.task order by id", String.class))
        .containsExactly("lin", null);
  }

  @Test
  void twentyAtOnceOpenOneAndCloseOne() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> openers =
          java.util.stream.IntStream.range(0, 20)
              .<Callable<Void>>mapToObj(
                  n ->
                      () -> {
                        desk.open("k", "wants-a-person", Optional.of(MEI), said("第" + n, ""));
                        return null;
                      })
              .toList();
      for (var done : threads.invokeAll(openers)) {
        done.get();
      }
      assertThat(desk.openTasks(10)).hasSize(1);
    }
  }
}
