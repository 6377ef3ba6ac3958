package cn.huitouke.server;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Peer;
import cn.huitouke.conversation.Conversations;
import cn.huitouke.conversation.Takeovers;
import cn.huitouke.customer.CustomerBook;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.delivery.Channels;
import cn.huitouke.delivery.Correspondence;
import cn.huitouke.order.Bindings;
import cn.huitouke.order.Order;
import cn.huitouke.order.OrderIntake;
import cn.huitouke.order.Orders;
import cn.huitouke.order.Trades;
import cn.huitouke.sandbox.world.ScreenMessage;
import cn.huitouke.server.ConsoleHouse.Visitor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What operators do with customers, over the whole house. */
class ConsoleTalkTest {

  private final ConsoleHouse house = ConsoleHouse.get();

  private CustomerId customer(String openid) {
    return house
        .bean(Customers.class)
        .recognise(Peer.person(house.bean(Channels.class).all().iterator().next().id(), openid));
  }

  private CustomerId says(String openid, String words) {
    house.weChat().says(openid, words);
    ConsoleHouse.until(() -> handled(openid, words));
    return customer(openid);
  }

  private boolean handled(String openid, String words) {
    return house
        .database()
        .sql(
            "select count(*) > 0 from conversation.event, conversation.handled"
                + " where peer = ? and strpos(payload, ?) > 0 and seq = any(seqs)")
        .params(openid, words)
        .query(Boolean.class)
        .single();
  }

  private List<String> heard(String openid) {
    return house.weChat().screenOf(openid).stream()
        .filter(message -> !message.fromCustomer())
        .map(ScreenMessage::text)
        .toList();
  }

  @Test
  void whileAPersonLeadsTheBotIsSilentAndBothAreNeverHeardAtOnce() {
    String openid = "oTalk-0001";
    house.weChat().follows(openid, Optional.empty());
    CustomerId customer = says(openid, "你好");
    ConsoleHouse.until(() -> heard(openid).size() == 2);
    Visitor kefu = house.as("kefu");
    String page = "/conversations/" + customer.value();
    kefu.post(page + "/take-over", Map.of());
    says(openid, "我想问下茶杯");
    says(openid, "转人工");
    assertThat(heard(openid)).hasSize(2);
    assertThat(house.bean(Conversations.class).latest(50).getFirst().event().peer())
        .isEqualTo(peer(openid));

    String token = UUID.randomUUID().toString();
    Map<String, String> answer = Map.of("text", "您好，我是小王", "token", token);
    kefu.post(page + "/answer", answer);
    kefu.post(page + "/answer", answer); // pressed twice
    ConsoleHouse.until(() -> heard(openid).size() == 3);
    assertThat(heard(openid).getLast()).isEqualTo("您好，我是小王");
    String thread = kefu.get(page + "/thread").body();
    assertThat(thread).contains("您好，我是小王").contains("said person").containsPattern("还可回 \\d 条");

    Visitor other = house.as("yunying");
    other.post(page + "/take-over", Map.of());
    other.post(page + "/answer", Map.of("text", "我也来", "token", UUID.randomUUID().toString()));
    assertThat(house.bean(Takeovers.class).of(customer).orElseThrow().operator()).isEqualTo("kefu");
    kefu.post(page + "/hand-on", Map.of("to", "yunying"));
    assertThat(house.bean(Takeovers.class).of(customer).orElseThrow().operator())
        .isEqualTo("yunying");
    kefu.post(page + "/answer", Map.of("text", "还是我", "token", UUID.randomUUID().toString()));
    kefu.post(page + "/hand-on", Map.of("to", "kefu"));
    assertThat(house.bean(Takeovers.class).of(customer).orElseThrow().operator())
        .isEqualTo("yunying");
    other.post(page + "/give-back", Map.of());
    says(openid, "谢谢");
    ConsoleHouse.until(() -> heard(openid).size() == 4);
    assertThat(heard(openid)).noneMatch(text -> text.equals("还是我") || text.equals("我也来"));
  }

  /** After a broadcast: each answer needs the database while others do. */
  @Test
  void twoHundredWhoSayTdInOneMomentAreAllAnswered() {
    List<String> people = IntStream.range(0, 200).mapToObj(n -> "oStop-" + n).toList();
    people.forEach(openid -> house.weChat().follows(openid, Optional.empty()));
    ConsoleHouse.until(() -> people.stream().allMatch(openid -> heard(openid).size() == 1));
    long begun = System.nanoTime();
    people.forEach(openid -> house.weChat().says(openid, "TD"));
    ConsoleHouse.until(() -> people.stream().allMatch(openid -> heard(openid).size() == 2));
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .as("less than anybody waits for a connection")
        .isLessThan(Duration.ofMillis(4_500));
    assertThat(people.stream().map(openid -> heard(openid).getLast()).distinct()).hasSize(1);
  }

  @Test
  void whoWaitsLongestStandsFirstAndAnAnswerEndsTheWait() {
    house.weChat().follows("oWait-1", Optional.empty());
    CustomerId first = says("oWait-1", "转人工");
    house.weChat().follows("oWait-2", Optional.empty());
    CustomerId second = says("oWait-2", "转人工");
    String inbox = house.as("kefu").get("/conversations").body();
    int one = inbox.indexOf("/conversations/" + first.value() + "\"");
    int two = inbox.indexOf("/conversations/" + second.value() + "\"");
    assertThat(one).isPositive().isLessThan(two);
    assertThat(house.bean(Correspondence.class).room(peer("oWait-1"))).isNotEmpty();
    assertThat(house.bean(Correspondence.class).room(peer("oNobody"))).isEmpty();
  }

  private Peer peer(String openid) {
    return Peer.person(house.bean(Channels.class).all().iterator().next().id(), openid);
  }

  @Test
  void aMergeMovesThePersonAndIsUndoneWhole() {
    CustomerId one = says("oMerge-1", "在吗");
    CustomerId other = says("oMerge-2", "在吗");
    String order = house.bean(Trades.class).newest(Optional.empty(), 20).getLast();
    house.bean(Bindings.class).bind(order, other, "test");
    Visitor yunying = house.as("yunying");
    yunying.post("/customers/" + one.value() + "/merge", Map.of("other", other.toString()));
    assertThat(house.bean(Customers.class).recognise(peer("oMerge-2"))).isEqualTo(one);
    assertThat(house.bean(Orders.class).customerOf(order)).hasValue(one);
    assertThat(yunying.get("/customers/" + other.value()).headers().firstValue("Location"))
        .hasValueSatisfying(to -> assertThat(to).endsWith("/customers/" + one.value()));
    assertThat(yunying.get("/customers?q=c" + other.value()).body())
        .contains("/customers/" + one.value());

    CustomerBook book = house.bean(CustomerBook.class);
    long merge = book.merges(one).getFirst().id();
    yunying.post("/customers/" + one.value() + "/unmerge", Map.of("merge", String.valueOf(merge)));
    assertThat(house.bean(Customers.class).recognise(peer("oMerge-2"))).isEqualTo(other);
    assertThat(house.bean(Orders.class).customerOf(order)).hasValue(other);
    assertThat(book.undo(merge)).isFalse();
    assertThat(book.merge(one, one, "test")).isEmpty();
    assertThat(book.merge(new CustomerId(987654321), one, "test")).isEmpty();
    house.bean(Bindings.class).unbind(order, "test");
  }

  @Test
  void anErasureLeavesNoRowInTheWholeDatabase() {
    String openid = "oErase-me-0001";
    house.weChat().follows(openid, Optional.empty());
    CustomerId customer = says(openid, "我的快递到哪了");
    says(openid, "转人工");
    CustomerId twin = says("oErase-me-0002", "你好");
    String order = house.bean(Trades.class).newest(Optional.empty(), 20).get(5);
    house.bean(Bindings.class).bind(order, customer, "test");
    Visitor owner = house.as("owner");
    String page = "/customers/" + customer.value();
    owner.post(page + "/notes", Map.of("text", "喜欢白茶"));
    owner.post(page + "/merge", Map.of("other", twin.toString()));
    assertThat(owner.get(page).body()).contains("喜欢白茶");
    String exported = owner.post(page + "/export", Map.of()).body();
    assertThat(exported).contains(openid, "oErase-me-0002", order, "我的快递到哪了", "喜欢白茶");

    assertThat(owner.post(page + "/erase", Map.of("typed", "c1")).statusCode()).isEqualTo(302);
    assertThat(owner.get(page).statusCode()).isEqualTo(200);
    String proof = owner.post(page + "/erase", Map.of("typed", customer.toString())).body();
    assertThat(proof).contains("残留 0 行");
    assertThat(owner.get(page).statusCode()).isEqualTo(404);
    assertThat(house.bean(Orders.class).customerOf(order)).isEmpty();
    assertThat(house.bean(Trades.class).receiver(order).orElseThrow().name()).isEmpty();
    assertThat(everyRowWith("oErase-me-000")).isZero();
    assertThat(customer(openid)).isNotEqualTo(customer); // who comes back is somebody new
  }

  @Test
  void anErasureReachesTheListsThatWerePastedForBroadcasts() {
    String openid = "oErase-list-01";
    String phone = "13987650421";
    house.weChat().follows(openid, Optional.empty());
    CustomerId customer = says(openid, "你好");
    house
        .bean(OrderIntake.class)
        .take(
            List.of(
                new OrderIntake.Given(
                    "EL-10001",
                    "taobao",
                    Optional.of(Order.Status.WAIT_SELLER_SEND),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    new OrderIntake.GivenReceiver("xiaoyu", "林晓雨", phone, "", "", "", ""),
                    List.of(),
                    List.of())));
    house.bean(Bindings.class).bind("EL-10001", customer, "test");
    Visitor yunying = house.as("yunying");
    Visitor owner = house.as("owner");
    String list = phone + "\n" + openid + "\n" + customer + "\nEL-10001";
    String sent = broadcast(yunying, "发过的", list);
    assertThat(owner.post(sent + "/approve", Map.of("revision", "2")).statusCode()).isEqualTo(302);
    ConsoleHouse.until(() -> heard(openid).stream().anyMatch(text -> text.contains("发过的")));
    String draft = broadcast(yunying, "没发的", list);
    for (String path : List.of(sent, draft)) {
      assertThat(yunying.get(path).body()).doesNotContain(phone).doesNotContain(openid);
    }
    assertThat(everyRowWith(phone)).as("sealed with the order, and nowhere else").isZero();

    String page = "/customers/" + customer.value();
    String proof = owner.post(page + "/erase", Map.of("typed", customer.toString())).body();
    assertThat(proof).contains("残留 0 行");
    assertThat(everyRowWith(phone) + everyRowWith(openid)).isZero();
    assertThat(
            house
                .database()
                .sql("select count(*) from broadcast.named where customer = ?")
                .param(customer.value())
                .query(Long.class)
                .single())
        .isZero();
    assertThat(yunying.get(draft).body())
        .doesNotContainPattern("(?<![\\w-])" + customer + "(?![\\w-])"); // no piece of a token
    yunying.post(draft + "/reopen", Map.of());
    yunying.post(draft + "/discard", Map.of());
  }

  /** Written for a pasted list and handed over; where its page is. */
  private static String broadcast(Visitor operator, String title, String list) {
    String location =
        operator.post("/broadcasts", Map.of()).headers().firstValue("Location").orElseThrow();
    String path = location.substring(location.indexOf("/broadcasts"));
    operator.post(
        path,
        Map.of(
            "title", title, "courteous", title, "pasted", list, "holdOut", "0", "revision", "1"));
    String told = operator.get(path).body();
    assertThat(told).contains("有 2 个号码不认识").contains("13987650421");
    ConsoleHouse.until(() -> operator.get(path).body().contains(path + "/submit"));
    operator.post(path + "/submit", Map.of("revision", "2"));
    return path;
  }

  /** Looks in another way than the product does: each table as one text. */
  private long everyRowWith(String words) {
    return house
        .database()
        .sql(
            "select format('%I.%I', table_schema, table_name) from information_schema.tables"
                + " where table_type = 'BASE TABLE'"
                + " and table_schema not in ('pg_catalog', 'information_schema')")
        .query(String.class)
        .list()
        .stream()
        .mapToLong(
            table ->
                house
                    .database()
                    .sql(
                        "select count(*) from "
                            + table
                            + " t where strpos(row_to_json(t)::text, ?) > 0")
                    .param(words)
                    .query(Long.class)
                    .single())
        .sum();
  }

  @Test
  void aPhoneNumberShownIsANumberLogged() {
    CustomerId customer = says("oPhone-1", "在吗");
    String order = house.bean(Trades.class).newest(Optional.empty(), 20).get(7);
    house.bean(Bindings.class).bind(order, customer, "test");
    Visitor kefu = house.as("kefu");
    String path = "/customers/" + customer.value() + "/phone";
    assertThat(kefu.post(path, Map.of("order", order)).body()).contains("已记入操作日志");
    assertThat(house.as("owner").get("/settings/audit").body())
        .contains("查看电话")
        .contains(customer.toString())
        .contains(order);
    assertThat(kefu.post(path, Map.of("order", "1990000000000000000")).statusCode()).isEqualTo(404);
    house.bean(Bindings.class).unbind(order, "test");
  }

  @Test
  void wordsThatNobodySuppliesCannotBeSavedAndTheOldOnesComeBack() {
    Visitor yunying = house.as("yunying");
    String name = "conversation/you-are-welcome";
    String before = house.bean(cn.huitouke.wording.Wording.class).say(name, Map.of());
    for (String hostile :
        List.of(
            "{{nobody}}",
            "{{#a}}",
            "{{=<% %>=}}<%nobody%>",
            "{{{getClass.forName}}}",
            "{{>../../etc/passwd}}",
            "")) {
      var answer = yunying.post("/wording/piece", Map.of("name", name, "text", hostile));
      assertThat(answer.statusCode()).as(hostile).isEqualTo(200);
      assertThat(answer.body()).as(hostile).contains("alert-danger");
    }
    assertThat(house.bean(cn.huitouke.wording.Wording.class).say(name, Map.of())).isEqualTo(before);
    for (String literal : List.of("${7*7} #{T(java.lang.Runtime)} <#assign x=1> __${x}__ %{1}")) {
      yunying.post("/wording/piece", Map.of("name", name, "text", literal));
      assertThat(house.bean(cn.huitouke.wording.Wording.class).say(name, Map.of()))
          .isEqualTo(literal);
    }
    yunying.post("/wording/revert", Map.of("name", name));
    assertThat(house.bean(cn.huitouke.wording.Wording.class).say(name, Map.of())).isEqualTo(before);
    assertThat(yunying.get("/wording/piece?name=" + name).body()).contains("${7*7}");
  }

  @Test
  void hostileFiltersFindNobodyAndBreakNothing() {
    Visitor kankan = house.as("kankan");
    for (String hostile :
        List.of(
            "' or 1=1 --",
            "%",
            "_",
            "\\",
            "'; drop table customer.customer; --",
            "\u0000",
            "c99999999999999")) {
      for (String field : List.of("q", "product", "region", "channel")) {
        var answer =
            kankan.get(
                "/customers?"
                    + field
                    + "="
                    + java.net.URLEncoder.encode(hostile, java.nio.charset.StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(field + " " + hostile).isIn(200, 400);
        // what is nothing but unwritable filters nothing
        if (answer.statusCode() == 200
            && !hostile.equals("\u0000")
            && (field.equals("q") || field.equals("region"))) {
          assertThat(answer.body()).as(field + " " + hostile).contains("没有找到");
        }
      }
    }
    for (String strange :
        List.of("spent=1e999999", "orders=abc", "before=x", "spent=-5", "orders=99999999999")) {
      assertThat(kankan.get("/customers?" + strange).statusCode()).as(strange).isIn(200, 400);
    }
  }
}
