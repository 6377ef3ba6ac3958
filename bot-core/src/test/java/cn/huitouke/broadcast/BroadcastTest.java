package cn.huitouke.broadcast;

import static cn.huitouke.broadcast.BroadcastStage.pasted;
import static cn.huitouke.broadcast.BroadcastStage.text;
import static cn.huitouke.broadcast.BroadcastStage.until;
import static cn.huitouke.broadcast.BroadcastStage.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cn.huitouke.broadcast.Broadcast.State;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Purpose;
import cn.huitouke.channel.Segment;
import cn.huitouke.customer.CustomerBook;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.delivery.Brakes;
import cn.huitouke.delivery.LetterStatus;
import cn.huitouke.delivery.Mailings;
import cn.huitouke.delivery.MassPlatform;
import cn.huitouke.order.Trades.Trade;
import cn.huitouke.store.Remains;
import cn.huitouke.store.TestDatabase;
import cn.huitouke.wording.Tone;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A broadcast's whole way: written, foreseen, approved, sent, stopped, counted. */
class BroadcastTest {

  private final BroadcastStage stage = new BroadcastStage();

  @AfterEach
  void close() {
    stage.close();
  }

  private Broadcasts desk() {
    return stage.desk();
  }

  private State state(Broadcast broadcast) {
    return desk().find(broadcast.id()).orElseThrow().state();
  }

  @Test
  void everybodyGetsItOnceWithTheShopsNameAndHowToStop() {
    stage.followers(500);
    Broadcast broadcast = stage.started(text("双旦", "{{shop}}上新啦"));
    stage.settled();
    assertThat(stage.platform.everything())
        .hasSize(500)
        .allMatch(
            words -> words.startsWith("云朵山货上新啦") && words.endsWith("—— 云朵山货 给您发的消息，不想再收到就回复 TD"));
    stage.round();
    assertThat(state(broadcast)).isEqualTo(State.DONE);
    assertThat(desk().tally(broadcast.id()).of(LetterStatus.State.ACCEPTED)).isEqualTo(500);
  }

  @Test
  void theSplitAndTheShareLeftOutAreTheSameEachTime() {
    List<CustomerId> people = IntStream.range(0, 20_000).mapToObj(CustomerId::new).toList();
    long second = people.stream().filter(one -> Shares.second(7, one)).count();
    long out = people.stream().filter(one -> Shares.leftOut(7, one, 10)).count();
    assertThat(second / 20_000.0).isCloseTo(0.5, within(0.02));
    assertThat(out / 20_000.0).isCloseTo(0.1, within(0.01));
    assertThat(people.stream().filter(one -> Shares.leftOut(7, one, 10)))
        .allMatch(one -> Shares.leftOut(7, one, 20));
    assertThat(people.stream().filter(one -> Shares.leftOut(7, one, 10) && Shares.second(7, one)))
        .as("the draws have nothing to do with each other")
        .hasSizeBetween(850, 1150);
    assertThat(people.stream().filter(one -> Shares.leftOut(8, one, 10)).toList())
        .isNotEqualTo(people.stream().filter(one -> Shares.leftOut(7, one, 10)).toList());
  }

  @Test
  void twoWordingsAndThoseLeftOutStayWhoTheyAreWhenItIsGatheredAgain() {
    List<CustomerId> people = stage.followers(400);
    Draft draft =
        with(text("A/B", "甲"), Draft.Audience.EVERYBODY, Optional.of(new Draft.Words("乙", "")), 10);
    Broadcast first = stage.foreseen(draft);
    Set<String> before = sides(first);
    desk().foresee(first.id(), Optional.empty());
    until(() -> desk().find(first.id()).orElseThrow().foresight().isPresent());
    assertThat(sides(first)).isEqualTo(before);
    assertThat(desk().submit(first.id(), first.revision(), Optional.empty(), "mei")).isEmpty();
    assertThat(desk().approve(first.id(), first.revision(), "lan", OptionalLong.empty())).isEmpty();
    until(() -> desk().find(first.id()).orElseThrow().expandedAt().isPresent());
    stage.settled();
    for (int i = 0; i < people.size(); i++) {
      CustomerId one = people.get(i);
      List<String> seen = stage.platform.screen("p" + i);
      if (Shares.leftOut(first.id(), one, 10)) {
        assertThat(seen).isEmpty();
      } else {
        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst()).startsWith(Shares.second(first.id(), one) ? "乙" : "甲");
      }
    }
    Mailings.Tally tally = desk().tally(first.id());
    assertThat(tally.of(LetterStatus.State.WITHHELD)).isBetween(20L, 65L);
    assertThat(tally.causes().getFirst().why()).contains("对照组", "10%");
  }

  private Set<String> sides(Broadcast broadcast) {
    return Set.copyOf(
        stage
            .jdbc
            .sql("select customer || side || held_out from broadcast.recipient where broadcast = ?")
            .param(broadcast.id())
            .query(String.class)
            .list());
  }

  @Test
  void nobodyWithAComplaintOrWhoSaidNoGetsIt() {
    List<CustomerId> people = stage.followers(20);
    Customers customers = stage.bean(Customers.class);
    stage.brakes().pull(people.get(0), "case:1", Brakes.Kind.COMPLAINT, stage.clock.instant());
    customers.wish(
        people.get(1),
        customers.wishes(people.get(1)).factsOnly(),
        "said:1",
        stage.clock.instant());
    Broadcast broadcast = stage.submitted(text("双旦", "上新"));
    assertThat(broadcast.foresight().orElseThrow().people()).isEqualTo(19);
    assertThat(broadcast.foresight().orElseThrow().causes())
        .singleElement()
        .satisfies(
            cause -> {
              assertThat(cause.rule()).isEqualTo("brake-complaint");
              assertThat(cause.some()).containsExactly(people.get(0).value());
            });
    // and those who say no while it is under way
    stage.clock.turn(Duration.ofHours(11)); // at night nothing goes
    desk().approve(broadcast.id(), broadcast.revision(), "lan", OptionalLong.empty());
    until(() -> desk().find(broadcast.id()).orElseThrow().expandedAt().isPresent());
    stage.brakes().pull(people.get(2), "case:2", Brakes.Kind.RETURN, stage.clock.instant());
    customers.wish(
        people.get(3),
        customers.wishes(people.get(3)).factsOnly(),
        "said:3",
        stage.clock.instant());
    stage.settled(); // all of it waits for the morning
    stage.clock.turn(Duration.ofHours(13));
    stage.settled();
    assertThat(stage.platform.everything()).hasSize(16);
    for (int i = 0; i < 4; i++) {
      assertThat(stage.platform.screen("p" + i)).isEmpty();
    }
  }

  @Test
  void advertisingGoesOnlyToThoseWhoAgreed() {
    List<CustomerId> people = stage.followers(10);
    Customers customers = stage.bean(Customers.class);
    for (CustomerId one : people.subList(0, 3)) {
      customers.wish(
          one, customers.wishes(one).withMarketing(true), "said:1", stage.clock.instant());
    }
    Draft news = text("大促", "五折");
    Draft draft =
        new Draft(
            news.title(),
            Purpose.MARKETING,
            news.kind(),
            news.a(),
            news.b(),
            "",
            "",
            "",
            pasted(people.stream().map(CustomerId::toString).collect(Collectors.joining(" "))),
            0,
            3);
    Broadcast broadcast = stage.started(draft);
    assertThat(broadcast.foresight().orElseThrow().goes()).isEqualTo(3);
    stage.settled();
    assertThat(stage.platform.everything()).hasSize(3);
    assertThat(desk().failed(broadcast.id(), "", 100))
        .hasSize(7)
        .allMatch(letter -> letter.whyEnglish().startsWith("Not sent"));
  }

  @Test
  void pausedItStandsResumedItGoesOnCancelledItEnds() {
    stage.followers(300);
    stage.clock.turn(Duration.ofHours(11));
    Broadcast broadcast = stage.started(text("双旦", "上新"));
    assertThat(desk().pause(broadcast.id())).isTrue();
    assertThat(desk().pause(broadcast.id())).isFalse();
    stage.settled(); // all of it waits for the morning
    stage.clock.turn(Duration.ofHours(13));
    stage.settled();
    assertThat(stage.platform.everything()).isEmpty();
    assertThat(desk().resume(broadcast.id())).isTrue();
    stage.settled();
    until(() -> stage.platform.everything().size() == 300);
    stage.round();
    assertThat(state(broadcast)).isEqualTo(State.DONE);
    assertThat(desk().cancel(broadcast.id(), "mei")).isFalse();

    stage.clock.turn(Duration.ofDays(8).plusHours(11));
    Broadcast other = stage.started(text("二", "上新"));
    assertThat(desk().cancel(other.id(), "mei")).isTrue();
    stage.settled(); // all of it waits for the morning
    stage.clock.turn(Duration.ofHours(13));
    stage.settled();
    assertThat(stage.platform.everything()).hasSize(300);
    assertThat(state(other)).isEqualTo(State.CANCELLED);
    assertThat(desk().tally(other.id()).of(LetterStatus.State.WITHDRAWN)).isEqualTo(300);
  }

  @Test
  void whoFallsOverInTheMiddleGoesOnAndNobodyGetsItTwice() {
    stage.followers(9_000);
    Broadcast broadcast = stage.submitted(text("双旦", "上新"));
    stage.chunksLeft.set(2);
    desk().approve(broadcast.id(), broadcast.revision(), "lan", OptionalLong.empty());
    until(() -> stage.chunksLeft.get() < 0);
    until(() -> letters(broadcast) > 0);
    assertThat(desk().find(broadcast.id()).orElseThrow().expandedAt()).isEmpty();
    until(
        () -> { // one who finds it taken leaves it to the other, and to the next minute
          CompletableFuture.allOf(
                  CompletableFuture.runAsync(stage::round),
                  CompletableFuture.runAsync(stage::round))
              .join();
          return desk().find(broadcast.id()).orElseThrow().expandedAt().isPresent();
        });
    stage.settled();
    assertThat(letters(broadcast)).isEqualTo(9_000);
    assertThat(stage.platform.everything()).hasSize(9_000);
    assertThat(IntStream.range(0, 9_000).mapToObj(i -> stage.platform.screen("p" + i)))
        .allMatch(seen -> seen.size() == 1);
  }

  private long letters(Broadcast broadcast) {
    return desk().tally(broadcast.id()).states().values().stream().mapToLong(n -> n).sum();
  }

  @Test
  void whoStartsItAgainChangesNothing() {
    stage.followers(50);
    Broadcast broadcast = stage.started(text("双旦", "上新"));
    assertThat(desk().approve(broadcast.id(), broadcast.revision(), "zhu", OptionalLong.empty()))
        .contains(Trouble.CHANGED_MEANWHILE);
    assertThat(desk().submit(broadcast.id(), broadcast.revision(), Optional.empty(), "mei"))
        .contains(Trouble.CHANGED_MEANWHILE);
    assertThat(desk().save(broadcast.id(), broadcast.revision(), text("x", "y"), "mei"))
        .contains(Trouble.CHANGED_MEANWHILE);
    assertThat(desk().discard(broadcast.id())).isFalse();
    stage.round();
    stage.round();
    stage.settled();
    assertThat(stage.platform.everything()).hasSize(50);
  }

  @Test
  void ofTwoWhoApproveAtOnceOneDoes() throws Exception {
    stage.followers(5);
    Broadcast broadcast = stage.submitted(text("双旦", "上新"));
    assertThat(desk().approve(broadcast.id(), broadcast.revision(), "mei", OptionalLong.empty()))
        .contains(Trouble.SAME_PERSON);
    assertThat(desk().approve(broadcast.id(), broadcast.revision(), "mei", OptionalLong.of(4)))
        .contains(Trouble.WRONG_NUMBER);
    CyclicBarrier gate = new CyclicBarrier(2);
    List<CompletableFuture<Optional<Trouble>>> both =
        IntStream.range(0, 2)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          try {
                            gate.await();
                          } catch (Exception e) {
                            throw new IllegalStateException(e);
                          }
                          return desk()
                              .approve(
                                  broadcast.id(),
                                  broadcast.revision(),
                                  "operator" + i,
                                  OptionalLong.empty());
                        }))
            .toList();
    List<Optional<Trouble>> answers = both.stream().map(CompletableFuture::join).toList();
    assertThat(answers)
        .containsExactlyInAnyOrder(Optional.empty(), Optional.of(Trouble.CHANGED_MEANWHILE));
    until(() -> stage.platform.everything().size() == 5);
  }

  @Test
  void oneWhoIsAloneTypesHowManyItGoesTo() {
    stage.followers(7);
    Broadcast broadcast = stage.submitted(text("双旦", "上新"));
    assertThat(desk().approve(broadcast.id(), broadcast.revision(), "mei", OptionalLong.of(7)))
        .isEmpty();
    until(() -> stage.platform.everything().size() == 7);
  }

  @Test
  void whatWasChangedHasToBeLookedAtAgain() {
    stage.followers(5);
    Broadcast broadcast = stage.submitted(text("双旦", "上新"));
    assertThat(desk().save(broadcast.id(), broadcast.revision(), text("双旦", "改了"), "mei"))
        .isEmpty();
    assertThat(desk().approve(broadcast.id(), broadcast.revision(), "lan", OptionalLong.empty()))
        .contains(Trouble.CHANGED_MEANWHILE);
    Broadcast changed = desk().find(broadcast.id()).orElseThrow();
    assertThat(changed.state()).isEqualTo(State.DRAFT);
    assertThat(changed.foresight()).isEmpty();
    assertThat(desk().submit(changed.id(), changed.revision(), Optional.empty(), "mei"))
        .contains(Trouble.NOT_FORESEEN);
    assertThat(desk().save(broadcast.id(), broadcast.revision(), text("双旦", "旧的"), "lan"))
        .as("of two who edit, the second is told")
        .contains(Trouble.CHANGED_MEANWHILE);
  }

  @Test
  void itStartsAtItsTimeAndNotBefore() {
    stage.followers(5);
    Broadcast broadcast = stage.foreseen(text("双旦", "上新"));
    assertThat(
            desk()
                .submit(
                    broadcast.id(),
                    broadcast.revision(),
                    Optional.of(stage.clock.instant().minusSeconds(1)),
                    "mei"))
        .contains(Trouble.PAST);
    desk()
        .submit(
            broadcast.id(),
            broadcast.revision(),
            Optional.of(stage.clock.instant().plus(Duration.ofHours(2))),
            "mei");
    desk().approve(broadcast.id(), broadcast.revision(), "lan", OptionalLong.empty());
    stage.round();
    assertThat(state(broadcast)).isEqualTo(State.APPROVED);
    stage.clock.turn(Duration.ofHours(2));
    stage.round();
    stage.settled();
    assertThat(stage.platform.everything()).hasSize(5);
  }

  @Test
  void ofAPastedListTheRubbishIsNamedAndTheRestIsWrittenTo() {
    List<CustomerId> people = stage.followers(4);
    stage.books.owners.put("1990000000000000004", people.get(0));
    stage.books.owners.put("231122-123456789012345", people.get(1));
    String list =
        "订单编号,\"1990000000000000004\"\n=\"231122-123456789012345\"\t"
            + people.get(2)
            + ";"
            + people.get(2).value()
            + "，99999999、<script>alert(1)</script> 1990000000000000004 \u0007🙂";
    Broadcast broadcast = stage.started(with(text("双旦", "上新"), pasted(list), Optional.empty(), 0));
    Foresight foresight = broadcast.foresight().orElseThrow();
    assertThat(foresight.people()).isEqualTo(3);
    assertThat(foresight.unknown()).isEqualTo(4);
    assertThat(desk().strangers(list)).contains("订单编号", "99999999", "<script>alert(1)</script>");
    stage.settled();
    assertThat(stage.platform.everything()).hasSize(3);
  }

  @Test
  void ofAPastedListOnlyTheCustomersAreKept() {
    List<CustomerId> people = stage.followers(3);
    Customers customers = stage.bean(Customers.class);
    CustomerBook book = stage.bean(CustomerBook.class);
    book.merge(people.get(2), people.get(1), "mei");
    String list = people.get(0) + " 13912345678 " + people.get(2) + " oSomebody-else";
    Broadcast broadcast = stage.foreseen(with(text("双旦", "上新"), pasted(list), Optional.empty(), 0));
    assertThat(broadcast.draft().audience().pasted())
        .as("merged ones as whom they became")
        .isEqualTo(people.get(0) + " " + people.get(1));
    assertThat(broadcast.foresight().orElseThrow().unknown()).isEqualTo(2);
    assertThat(
            new Remains(stage.jdbc).look(List.of("13912345678", "oSomebody"), List.of(), Set.of()))
        .matches(Remains.Found::nothing);
    assertThat(desk().save(broadcast.id(), broadcast.revision(), broadcast.draft(), "lan"))
        .isEmpty();
    assertThat(desk().find(broadcast.id()).orElseThrow().draft()).isEqualTo(broadcast.draft());
    assertThat(customers.find(MassPlatform.peer("p0"))).isPresent();
  }

  @Test
  void anErasedCustomerWasNeverOnAnyList() {
    List<CustomerId> people = stage.followers(3);
    CustomerBook book = stage.bean(CustomerBook.class);
    String all = people.stream().map(CustomerId::toString).collect(Collectors.joining(" "));
    Broadcast sent = stage.started(with(text("双旦", "上新"), pasted(all), Optional.empty(), 0));
    stage.settled();
    Draft waits = with(text("腊八", "{{name}}，上新"), pasted(all), Optional.empty(), 0);
    people.forEach(one -> stage.books.names.put(one, "林晓"));
    Broadcast draft = stage.foreseen(waits);
    assertThat(draft.foresight().orElseThrow().causes())
        .anyMatch(cause -> cause.some().contains(people.get(0).value()));

    book.erase(people.get(0));
    // the letters themselves are the business of delivery, which does not listen on this stage
    assertThat(
            new Remains(stage.jdbc)
                .look(List.of("不会有的字"), List.of(people.get(0).value()), Set.of("delivery.letter")))
        .matches(Remains.Found::nothing);
    for (Broadcast one : List.of(sent, draft)) {
      Broadcast now = desk().find(one.id()).orElseThrow();
      assertThat(now.draft().audience().pasted()).isEqualTo(people.get(1) + " " + people.get(2));
      assertThat(now.foresight().orElseThrow().causes())
          .noneMatch(cause -> cause.some().contains(people.get(0).value()));
    }
    book.erase(people.get(1));
    book.erase(people.get(2));
    Broadcast empty = desk().find(draft.id()).orElseThrow();
    desk().foresee(empty.id(), Optional.empty());
    until(() -> desk().find(empty.id()).orElseThrow().foresight().isPresent());
    assertThat(desk().find(empty.id()).orElseThrow().foresight().orElseThrow().people())
        .as("a list on which nobody is left is not everybody")
        .isZero();
    assertThat(desk().submit(empty.id(), empty.revision(), Optional.empty(), "mei"))
        .contains(Trouble.NOBODY);
    Draft kept = desk().find(empty.id()).orElseThrow().draft();
    assertThat(desk().save(empty.id(), empty.revision(), kept, "mei")).isEmpty();
    assertThat(desk().find(empty.id()).orElseThrow().draft()).isEqualTo(kept);
  }

  @Test
  void listsPastedBeforeAreBroughtDownToTheirCustomers() throws Exception {
    HikariDataSource old = new HikariDataSource();
    old.setDataSource(TestDatabase.empty());
    try (old) {
      Flyway.configure()
          .dataSource(old)
          .schemas("broadcast")
          .locations("classpath:db/broadcast")
          .target("1")
          .load()
          .migrate();
      JdbcClient jdbc = JdbcClient.create(old);
      jdbc.sql(
              """
              insert into broadcast.broadcast
                (title, state, draft, author, created_at, changed_at, foresight, foreseen)
              values ('x', 'DRAFT', ?, 'mei', now(), now(), ?, 1), ('y', 'DRAFT', ?, 'mei', now(), now(), null, null)
              """)
          .params(
              "{\"audience\":{\"pasted\":\"13912345678 c7 \\u0000\\\\u0000\"}}",
              "{\"people\":1,\"unknownSample\":[\"13912345678\"]}",
              "{\"audience\":{\"pasted\":\"\"}}")
          .update();
      jdbc.sql("insert into broadcast.recipient values (1, 7, 'A', false)").update();
      Flyway.configure()
          .dataSource(old)
          .schemas("broadcast")
          .locations("classpath:db/broadcast")
          .load()
          .migrate();
      assertThat(new Remains(jdbc).look(List.of("13912345678"), List.of(), Set.of()))
          .matches(Remains.Found::nothing);
      assertThat(jdbc.sql("select customer from broadcast.named").query(Long.class).list())
          .containsExactly(7L);
      assertThat(
              jdbc.sql("select listed from broadcast.broadcast order by id")
                  .query(Boolean.class)
                  .list())
          .containsExactly(true, false);
    }
  }

  @Test
  void whoBoughtEnoughIsAmongThem() {
    List<CustomerId> people = stage.followers(2_500);
    for (int i = 0; i < people.size(); i += 2) {
      stage.books.trades.put(
          people.get(i),
          new Trade(people.get(i), i % 4 == 0 ? 3 : 1, BigDecimal.TEN, stage.clock.instant()));
    }
    Draft.Audience loyal =
        new Draft.Audience("", "test", true, true, 2, BigDecimal.ZERO, 0, 0, "", "");
    Broadcast broadcast = stage.foreseen(with(text("双旦", "上新"), loyal, Optional.empty(), 0));
    assertThat(broadcast.foresight().orElseThrow().people()).isEqualTo(625);
    assertThat(broadcast.foresight().orElseThrow().ways())
        .singleElement()
        .satisfies(way -> assertThat(way.wire()).isEqualTo("mass"));
  }

  @Test
  void wordsOfOnesOwnGoOneByOneWhenTheCustomerOpensAWay() {
    List<CustomerId> people = stage.followers(3);
    stage.books.names.put(people.get(0), "林晓");
    stage.books.names.put(people.get(1), "王**");
    stage.books.names.put(people.get(2), "苏木");
    Broadcast broadcast = stage.started(text("双旦", "{{name}}，上新啦"));
    assertThat(broadcast.foresight().orElseThrow().of(Mailings.Fate.WAITS)).isEqualTo(2);
    stage.settled(); // they wait before anybody speaks
    for (int i = 0; i < 3; i++) {
      stage
          .delivery()
          .contacts()
          .noted(
              people.get(i),
              MassPlatform.peer("p" + i),
              cn.huitouke.channel.Capabilities.Opener.MESSAGE,
              stage.clock.instant());
    }
    stage.delivery().contacts().settle();
    stage.clock.turn(Duration.ofMinutes(4)); // not in the breath of an answer
    until(() -> stage.platform.everything().size() == 3);
    assertThat(stage.platform.screen("p0").getFirst()).startsWith("林晓，上新啦");
    assertThat(stage.platform.screen("p1").getFirst()).startsWith("您，上新啦");
  }

  @Test
  void aTesterSeesItBeforehandAndNobodyElse() {
    List<CustomerId> people = stage.followers(2);
    Broadcast broadcast = stage.foreseen(text("双旦", "上新"));
    assertThat(desk().show(broadcast.id(), people.get(0))).isEmpty();
    desk().tester(people.get(0), true, "mei");
    assertThat(desk().show(broadcast.id(), people.get(0)).orElseThrow().arrived()).isTrue();
    assertThat(stage.platform.looks).singleElement().asString().startsWith("p0: 上新").contains("TD");
    assertThat(stage.platform.everything()).isEmpty();
    desk().tester(people.get(0), false, "mei");
    assertThat(desk().testers()).isEmpty();
  }

  @Test
  void theReportCountsWhatCameOfItAgainstThoseLeftOut() {
    List<CustomerId> people = stage.followers(1_000);
    Broadcast broadcast =
        stage.started(with(text("双旦", "上新"), Draft.Audience.EVERYBODY, Optional.empty(), 20));
    stage.settled();
    Customers customers = stage.bean(Customers.class);
    for (int i = 0; i < people.size(); i++) {
      CustomerId one = people.get(i);
      boolean out = Shares.leftOut(broadcast.id(), one, 20);
      if (i % (out ? 20 : 5) == 0) {
        stage.books.later.put(one, new Trade(one, 1, BigDecimal.TEN, stage.clock.instant()));
      }
      if (!out && i % 10 == 1) {
        stage.ears.spoke.add(MassPlatform.peer("p" + i));
      }
    }
    CustomerId tired =
        people.stream()
            .filter(p -> !Shares.leftOut(broadcast.id(), p, 20))
            .findFirst()
            .orElseThrow();
    customers.wish(
        tired,
        customers.wishes(tired).factsOnly(),
        "said:9",
        stage.clock.instant().plusSeconds(60));
    stage.clock.turn(Duration.ofDays(7).plusSeconds(1));
    Report report = desk().report(broadcast.id()).orElseThrow();
    assertThat(report.complete()).isTrue();
    assertThat(report.sides()).extracting(Report.Side::name).containsExactly("A", "HELD_OUT");
    Report.Side got = report.sides().getFirst();
    assertThat(got.people() + report.sides().getLast().people()).isEqualTo(1_000);
    assertThat(got.buyerShare()).isCloseTo(20, within(2.0));
    assertThat(got.replied()).isBetween(60, 100);
    assertThat(got.unsubscribed()).isEqualTo(1);
    Report.Uplift uplift = report.uplift().orElseThrow();
    assertThat(uplift.points()).isCloseTo(15, within(4.0));
    assertThat(uplift.clear()).isTrue();
  }

  @Test
  void aPictureIsWhatItsFirstBytesSay() throws IOException {
    Pictures pictures = stage.bean(Pictures.class);
    byte[] png = BarePictureTest.drawn("png");
    String name = pictures.keep(png).orElseThrow();
    assertThat(pictures.find(name.substring(8)).orElseThrow().type()).isEqualTo("image/png");
    for (String wrong :
        List.of(
            "",
            "ffd8ff",
            "ffd8ffe0",
            "3c7363726970743e",
            "255044462d312e37",
            "89504e470d0a1a0a00")) {
      assertThat(pictures.keep(HexFormat.of().parseHex(wrong))).as(wrong).isEmpty();
    }
    assertThat(pictures.keep(Arrays.copyOf(png, Pictures.LARGEST + 1))).isEmpty();
    Message message = Message.of(new Segment.Image(name, Optional.empty()), new Segment.Text("看图"));
    assertThat(pictures.enclosed(message).segments().getFirst())
        .isEqualTo(
            new Segment.Image(
                "data:image/png;base64," + Base64.getEncoder().encodeToString(png),
                Optional.empty()));
    assertThat(pictures.enclosed(message).text()).isEqualTo("看图");

    assertThat(desk().troubles(showing(name))).isEmpty();
    assertThat(desk().troubles(showing("picture:" + "0".repeat(64))))
        .containsExactly(Trouble.NO_IMAGE);
    desk().begin(showing(name), "mei");
    String unused = pictures.keep(HexFormat.of().parseHex("474946383961")).orElseThrow();
    stage.clock.turn(Duration.ofDays(2));
    pictures.keep(BarePictureTest.drawn("jpg")).orElseThrow();
    assertThat(pictures.find(name.substring(8))).as("a draft shows it").isPresent();
    assertThat(pictures.find(unused.substring(8))).isEmpty();
  }

  private static Draft showing(String image) {
    return new Draft(
        "x",
        Purpose.COMMUNITY,
        Draft.Kind.IMAGE,
        new Draft.Words("看图", ""),
        Optional.empty(),
        image,
        "",
        "",
        Draft.Audience.EVERYBODY,
        10,
        3);
  }

  @Test
  void whatIsMissingIsNamed() {
    Draft blank = Draft.blank();
    assertThat(desk().troubles(blank)).containsExactly(Trouble.NO_TITLE, Trouble.NO_WORDS);
    assertThat(desk().troubles(text("x", "你好 {{naem}}"))).containsExactly(Trouble.UNKNOWN_VARIABLE);
    assertThat(desk().troubles(text("x", "字".repeat(601)))).containsExactly(Trouble.TOO_LONG);
    Draft picture =
        new Draft(
            "x",
            Purpose.COMMUNITY,
            Draft.Kind.IMAGE,
            new Draft.Words("看图", "亲，看图"),
            Optional.empty(),
            "http://example.com/a.png",
            "",
            "",
            Draft.Audience.EVERYBODY,
            10,
            3);
    assertThat(desk().troubles(picture)).containsExactly(Trouble.NO_IMAGE);
    assertThat(desk().sample(picture, false, Tone.AFFECTIONATE, "").text()).startsWith("亲，看图");
  }
}
