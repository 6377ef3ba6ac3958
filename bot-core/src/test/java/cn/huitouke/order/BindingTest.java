package cn.huitouke.order;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.desk.TaskDone;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BindingTest {

  private static final String B = "ExportOrderList202611211001_B.csv";
  private static final String A = "ExportOrderList202611211000_A.csv";
  private static final String FIRST = "1990000000000000001";
  private static final String SECOND = "1990000000000000002";
  private static final String NOBODYS = "1990000000000009999";

  @TempDir Path folder;
  private BindingBench bench;
  private Conversation mei;
  private Conversation lan;

  @BeforeEach
  void open() {
    bench = new BindingBench(folder);
    mei = new Conversation(bench, 17);
    lan = new Conversation(bench, 18);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void anOrderNumberAndTheVisibleTailBind() {
    bench.base.sample(B);

    mei.says(FIRST);
    mei.hears("后四位");
    mei.says("0001");

    mei.hears("核对好啦", "尾号 0001", "云南高山羊肚菌", "包裹情况：" + FIRST);
    assertThat(bench.owner(FIRST)).contains(mei.customer);
    assertThat(bench.published).containsExactly(new OrderBound(FIRST, mei.customer));
  }

  @Test
  void aLaterOrderOfTheSameAccountIsTheirsWithoutAsking() {
    bench.base.sample(B);
    mei.says(FIRST + " 0001");
    assertThat(bench.owner(FIRST)).contains(mei.customer);
    String later = "1990000000000000777";
    bench
        .base
        .jdbc
        .sql(
            """
            insert into orders.orders select (jsonb_populate_record(null::orders.orders,
              to_jsonb(o) || jsonb_build_object('number', ?::text, 'customer', null, 'bound_at', null,
                'bound_by', null, 'phone_print', null))).*
            from orders.orders o where number = ?
            """)
        .params(later, FIRST)
        .update();
    var news = new OrderNews(List.of(new OrderEvent.OrderPaid(later, bench.clock.instant())));
    new Returning(bench.bindings).on(news);
    assertThat(bench.owner(later)).contains(mei.customer);

    // a second customer of the same account: nobody can tell any more
    bench.bindings.bind(FIRST, lan.customer, "lin");
    bench.bindings.unbind(later, "lin");
    new Returning(bench.bindings).on(news);
    assertThat(bench.owner(later)).as("what a person decided stays").isEmpty();
  }

  @Test
  void theExtensionOfAVirtualNumberBinds() {
    bench.base.sample(B);

    mei.says(SECOND + " 7002");

    mei.hears("核对好啦");
    assertThat(bench.owner(SECOND)).contains(mei.customer);
  }

  @Test
  void theWholePhoneNumberIsComparedWithAllThatTheMaskShows() {
    bench.base.sample(B);

    mei.says(FIRST + " 13900000001");
    mei.hears("没能对上");
    mei.says("16000000001");
    mei.hears("核对好啦");
  }

  @Test
  void aTailGivenBeforeIsNotAskedForAgain() {
    bench.base.sample(B);

    mei.says("我的手机尾号0001");
    mei.hearsNothing();
    mei.says(FIRST);

    mei.hears("核对好啦");
  }

  @Test
  void theAmountPaidBindsWhereTheTailIsHidden() {
    bench.base.sample(B);

    mei.says(SECOND + " 0002");
    mei.hears("没能对上", "精确到分");
    mei.says("实付128.00元");

    mei.hears("核对好啦");
  }

  @Test
  void theAmountPaidIsNoWayRoundAVisibleTail() {
    bench.base.sample(B);

    mei.says(FIRST + " 9999");
    mei.says("39.90");

    mei.hears("同事");
    assertThat(bench.owner(FIRST)).isEmpty();
    assertThat(bench.tasks).containsOnlyKeys("binding:" + FIRST + ":c17");
  }

  @Test
  void anUnknownOrderAndAWrongTailAreAnsweredAlike() {
    bench.base.sample(B);
    List<String> known = answers(mei, FIRST);
    List<String> unknown = answers(lan, NOBODYS);

    assertThat(known).isEqualTo(unknown);
    assertThat(String.join("", known)).doesNotContain("羊肚菌", "没有这", "不存在");
  }

  private static List<String> answers(Conversation customer, String order) {
    List<String> heard = new ArrayList<>();
    for (String said :
        List.of(order, "1111", "2222", "3333", "4444", "5555", "0001", order + " 0001")) {
      customer.says(said);
      heard.add(customer.heard());
    }
    return heard;
  }

  @Test
  void fiveWrongTailsLockTheOrderForTheDayForEverybody() {
    bench.base.sample(B);
    mei.says(FIRST);
    for (String tail : List.of("1111", "2222", "3333", "4444")) {
      mei.says(tail);
      mei.hears("没能对上");
    }
    mei.says("5555");
    mei.hears("今天先不再核对");

    lan.says(FIRST + " 0001");
    lan.hears("今天先不再核对");
    mei.says(SECOND + " 7002");
    mei.hears("今天先不再核对");
    assertThat(bench.owner(FIRST)).isEmpty();
    assertThat(bench.tasks).containsKeys("binding:" + FIRST + ":c17", "binding:" + FIRST + ":c18");

    bench.clock.turn(Duration.ofHours(25));
    lan.says(FIRST + " 0001");
    lan.hears("核对好啦");
  }

  @Test
  void wrongTailsOverADayDoNotLock() {
    bench.base.sample(B);
    for (String tail : List.of("1111", "2222", "3333", "4444", "5555", "6666")) {
      mei.says(FIRST + " " + tail);
      mei.hears("没能对上");
      bench.clock.turn(Duration.ofMinutes(31));
    }
    mei.says(FIRST + " 0001");
    mei.hears("核对好啦");
  }

  @Test
  void manyAtOnceCannotOutrunTheCount() throws Exception {
    bench.base.sample(B);
    List<Future<Outcome>> tries = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 40; i++) {
        int n = i;
        tries.add(
            threads.submit(
                () ->
                    bench.bindings.prove(
                        FIRST,
                        new CustomerId(100 + n),
                        new Proof("%04d".formatted(2000 + n), null, null),
                        new cn.huitouke.channel.EventId("try" + n))));
      }
    }
    int wrong = 0;
    for (Future<Outcome> outcome : tries) {
      wrong += outcome.get() instanceof Outcome.Wrong ? 1 : 0;
    }
    assertThat(wrong).isEqualTo(4);
  }

  @Test
  void aRepeatedEventIsAnsweredAlikeAndCountedOnce() {
    bench.base.sample(B);
    mei.says(FIRST + " 1111");
    for (int i = 0; i < 10; i++) {
      mei.saysAgain(FIRST + " 1111");
      mei.hears("没能对上");
    }
    mei.says(FIRST + " 0001");
    String answer = mei.heard();
    mei.saysAgain(FIRST + " 0001");

    assertThat(mei.heard()).isEqualTo(answer).contains("核对好啦");
    assertThat(bench.published).hasSize(1);
  }

  @Test
  void twoTailsAreAskedAbout() {
    bench.base.sample(B);

    mei.says(FIRST + " 0001 或者 7001");

    mei.hears("不止一个号码");
    assertThat(bench.owner(FIRST)).isEmpty();
  }

  @Test
  void anOrderThatIsTheirsAlreadyIsLeftToTheOtherSkills() {
    bench.base.sample(B);
    mei.says(FIRST + " 0001");
    mei.says(FIRST);
    mei.hearsNothing();
  }

  @Test
  void somebodyElsesOrderGoesToAPersonAndAConfirmationMovesIt() {
    bench.base.sample(B);
    mei.says(FIRST + " 0001");
    bench.published.clear();

    lan.says(FIRST + " 0001");
    lan.hears("另一个账号");
    assertThat(bench.tasks).containsOnlyKeys("binding:" + FIRST + ":c18");

    bench.answers.hear(
        new TaskDone("binding:" + FIRST + ":c18", "confirm-binding", "confirmed", "小王"));

    assertThat(bench.owner(FIRST)).contains(lan.customer);
    assertThat(bench.published)
        .containsExactly(
            new OrderUnbound(FIRST, mei.customer), new OrderBound(FIRST, lan.customer));
    assertThat(bench.letters)
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.customer()).isEqualTo(lan.customer);
              assertThat(letter.message().text()).contains("核对好了", "包裹情况");
            });
  }

  @Test
  void aRefusedTaskAndOtherTasksBindNothing() {
    bench.base.sample(B);

    bench.answers.hear(
        new TaskDone("binding:" + FIRST + ":c18", "confirm-binding", "refused", "小王"));
    bench.answers.hear(new TaskDone("binding:" + FIRST + ":c18", "stuck-parcel", "done", "小王"));
    bench.answers.hear(
        new TaskDone("binding:" + NOBODYS + ":c18", "confirm-binding", "confirmed", "小王"));

    assertThat(bench.owner(FIRST)).isEmpty();
    assertThat(bench.letters).isEmpty();
  }

  @Test
  void whoDoesNotKnowGetsAPerson() {
    bench.base.sample(B);
    mei.says(NOBODYS);
    mei.says("不记得了");

    mei.hears("人工");
    assertThat(bench.tasks.values())
        .singleElement()
        .satisfies(task -> assertThat(task.detail()).contains("系统里没有这个订单号"));
  }

  @Test
  void aScannedCardBindsOnce() {
    bench.base.sample(B);
    String code = bench.base.orders.claimCode(FIRST);
    assertThat(code).matches("[A-Za-z0-9_-]{1,40}");
    assertThat(bench.base.orders.claimCode(FIRST)).isEqualTo(code);

    mei.follows(code);
    mei.hears("核对好啦", "包裹情况");
    mei.scans(code);
    mei.hears("早就在您名下");
    lan.scans(code);
    lan.hears("另一个账号");

    assertThat(bench.owner(FIRST)).contains(mei.customer);
    assertThat(bench.tasks).containsOnlyKeys("binding:" + FIRST + ":c18");
  }

  @Test
  void aCodeIsReadAsPeopleTypeIt() {
    bench.base.sample(B);
    String code = bench.base.orders.claimCode(FIRST);
    String typed =
        code.substring(0, 2)
            + " "
            + code.substring(2, 6).toLowerCase(java.util.Locale.ROOT)
            + "-"
            + code.substring(6).replace('0', 'o').replace('1', 'l');

    mei.says("认领码 " + typed + " 谢谢");

    mei.hears("核对好啦");
  }

  @Test
  void aForgedCodeIsNotLookedUp() {
    bench.base.sample(B);
    String code = bench.base.orders.claimCode(FIRST);
    char last = code.charAt(code.length() - 1);
    String forged = code.substring(0, code.length() - 1) + (last == '7' ? '8' : '7');

    mei.says(forged);
    mei.hears("没认出来");
    mei.scans(forged);
    mei.hearsNothing();
    mei.scans("summer-sale");
    mei.hearsNothing();
    assertThat(bench.owner(FIRST)).isEmpty();
  }

  @Test
  void anUnboundOrderIsNobodysAndItsCardStaysUsed() {
    bench.base.sample(B);
    String code = bench.base.orders.claimCode(FIRST);
    mei.scans(code);

    assertThat(bench.bindings.unbind(FIRST, "小王")).isTrue();
    assertThat(bench.bindings.unbind(FIRST, "小王")).isFalse();
    lan.scans(code);

    lan.hears("另一个账号");
    assertThat(bench.owner(FIRST)).isEmpty();
    assertThat(bench.base.orders.claimCode(FIRST)).isNotEqualTo(code);
  }

  @Test
  void theSameReceiversOtherOrdersComeAlong() {
    bench.base.sample(A);

    mei.says("1990000000000000016 尾号0016");

    mei.hears("另外 1 笔订单");
    assertThat(bench.base.orders.ordersOf(mei.customer))
        .extracting(Order::number)
        .containsExactly("1990000000000000017", "1990000000000000016");
  }

  @Test
  void maskedReceiversAreNotTakenForTheSame() {
    bench.base.sample(B);

    mei.says("1990000000000000016 尾号7016");

    assertThat(bench.base.orders.ordersOf(mei.customer))
        .extracting(Order::number)
        .containsExactly("1990000000000000016");
  }

  @Test
  void nothingIsBoundInAGroup() {
    bench.base.sample(B);

    mei.saysInAGroup(FIRST + " 0001");

    mei.hearsNothing();
    assertThat(bench.owner(FIRST)).isEmpty();
  }

  @Test
  void aLaterExportKeepsWhoseTheOrderIs() {
    bench.base.sample(B);
    mei.says(FIRST + " 0001");
    bench.base.sample(A);

    assertThat(bench.owner(FIRST)).contains(mei.customer);
  }
}
