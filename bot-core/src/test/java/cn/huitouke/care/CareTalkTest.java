package cn.huitouke.care;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.adapter.loopback.LoopbackChannel;
import cn.huitouke.adapter.loopback.LoopbackClock;
import cn.huitouke.adapter.loopback.LoopbackPlatform;
import cn.huitouke.adapter.loopback.Shopper;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Inbox;
import cn.huitouke.channel.Peer;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.delivery.Brakes;
import cn.huitouke.delivery.Courier;
import cn.huitouke.delivery.Outbox;
import cn.huitouke.delivery.TestDelivery;
import cn.huitouke.desk.Desk;
import cn.huitouke.desk.Task;
import cn.huitouke.logistics.ParcelDelivered;
import cn.huitouke.order.OrderEvent;
import cn.huitouke.order.OrderNews;
import cn.huitouke.schedule.Sweep;
import cn.huitouke.store.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

/** What customers say to care and what they hear, through the whole house and the loopback platform. */
class CareTalkTest {

  private static final String ORDER = "1990000000000000004";

  private final LoopbackClock clock = new LoopbackClock(CareStage.china("2026-05-11 10:00"));
  private final LoopbackPlatform platform = new LoopbackPlatform(clock);
  private final Channel channel =
      new LoopbackChannel(new ChannelId("loopback", "shop"), platform, Set.of());
  private final CareStage.Books books = new CareStage.Books();
  private final HikariDataSource database = new HikariDataSource();
  private final AnnotationConfigApplicationContext house = new AnnotationConfigApplicationContext();
  private final Shopper mei = platform.shopper("mei");
  private TransactionTemplate transaction;
  private CustomerId customer;

  @Configuration(proxyBeanMethods = false)
  @EnableTransactionManagement
  static class Shop {}

  @BeforeEach
  void open() {
    database.setDataSource(TestDatabase.fresh());
    database.setMaximumPoolSize(16);
    JdbcTransactionManager transactions = new JdbcTransactionManager(database);
    transaction = new TransactionTemplate(transactions);
    Map<String, Object> given = new HashMap<>();
    given.put("huitouke.care.plans", CareStage.folder("config/care").toString());
    given.put("huitouke.templates", CareStage.folder("templates").toString());
    given.put("huitouke.care.credit-page", "https://shop.example/allow");
    house.getEnvironment().getPropertySources().addFirst(new MapPropertySource("given", given));
    var twins = house.getBeanFactory();
    twins.registerSingleton("database", database);
    twins.registerSingleton("jdbc", JdbcClient.create(database));
    twins.registerSingleton("transactions", transactions);
    twins.registerSingleton("clock", clock);
    twins.registerSingleton("vault", new CareStage.TurningVault());
    twins.registerSingleton("orders", books);
    twins.registerSingleton("channels", TestDelivery.only(channel));
    house.register(Shop.class);
    house.scan(
        "cn.huitouke.care",
        "cn.huitouke.conversation",
        "cn.huitouke.customer",
        "cn.huitouke.delivery",
        "cn.huitouke.desk",
        "cn.huitouke.store",
        "cn.huitouke.understanding",
        "cn.huitouke.wording");
    house.refresh();
    channel.start(house.getBean(Inbox.class));
    customer =
        house
            .getBean(Customers.class)
            .recognise(Peer.person(new ChannelId("loopback", "shop"), "mei"));
    house
        .getBean(Customers.class)
        .followed(
            Peer.person(new ChannelId("loopback", "shop"), "mei"),
            Optional.empty(),
            clock.instant());
  }

  @AfterEach
  void close() {
    channel.stop();
    house.close();
    platform.close();
    database.close();
  }

  /** Her teapot came three hours ago, and she is asked how it is. */
  private void wasAskedAboutHerTeapot() {
    mei.says("你好");
    mei.hears("…");
    buys("手工柴烧土陶茶壶 300ml");
    arrives();
    passes(Duration.ofHours(4));
    mei.hears("柴烧壶到您手上了吧…温水慢慢烫一遍…");
  }

  private void buys(String title) {
    books.orders.put(
        ORDER,
        new cn.huitouke.order.Order(
            ORDER,
            "taobao",
            cn.huitouke.order.Order.Status.WAIT_BUYER_CONFIRM,
            new BigDecimal("268.00"),
            BigDecimal.ZERO,
            "浙江省",
            "杭州市",
            Optional.of(clock.instant().minus(Duration.ofDays(4))),
            Optional.of(clock.instant().minus(Duration.ofDays(4))),
            Optional.of(clock.instant().minus(Duration.ofDays(3))),
            Optional.empty(),
            false,
            false,
            List.of(new cn.huitouke.order.Order.Line(title, "", new BigDecimal("268"), 1, "")),
            List.of(CareStage.waybill(ORDER))));
    books.owners.put(ORDER, customer);
    publish(new OrderNews(List.of(new OrderEvent.OrderPaid(ORDER, clock.instant()))));
  }

  private void arrives() {
    publish(new ParcelDelivered(CareStage.waybill(ORDER), List.of(ORDER), clock.instant()));
  }

  private void publish(Object event) {
    transaction.executeWithoutResult(_ -> house.publishEvent(event));
  }

  private void passes(Duration time) {
    clock.turn(time);
    for (String name : List.of("care-plans", "care-calendar", "care-round", "care-silence")) {
      sweep(name);
    }
    sweep("outbox");
    assertThat(house.getBean(Courier.class).awaitIdle(Duration.ofSeconds(20))).isTrue();
  }

  private void sweep(String name) {
    house.getBeansOfType(Sweep.class).values().stream()
        .filter(sweep -> sweep.name().startsWith(name))
        .forEach(sweep -> sweep.run(clock.instant()));
  }

  private List<String> tasks() {
    return house.getBean(Desk.class).openTasks(20).stream().map(Task::kind).toList();
  }

  private List<CareNote> notes() {
    return house.getBean(CareBook.class).notesOf(customer, 20);
  }

  private boolean braked() {
    return house.getBean(Brakes.class).pulled(customer);
  }

  @Test
  void praiseIsKeptAndAnswered() {
    wasAskedAboutHerTeapot();
    mei.says("挺好的，我很喜欢");
    mei.hears("听您这么说真高兴，柴烧壶没白挑…");
    assertThat(notes()).extracting(CareNote::feeling).containsExactly(Feeling.GOOD);
    assertThat(notes().getFirst().order()).contains(ORDER);
    assertThat(notes().getFirst().words()).contains("我很喜欢");
    assertThat(braked()).isFalse();
  }

  @Test
  void aFaultBecomesACaseAndTheCustomerHearsWhatHappensNext() {
    wasAskedAboutHerTeapot();
    mei.says("有点掉色");
    mei.hears("真对不起，柴烧壶没让您满意…24 小时之内一定有人来跟您说怎么办…");
    assertThat(tasks()).containsExactly("care-case");
    assertThat(braked()).isTrue();
    mei.says("气死我了，垃圾");
    mei.hears("您说的我补记上了…");
    assertThat(tasks()).hasSize(1);
    assertThat(notes()).extracting(CareNote::feeling).containsOnly(Feeling.BAD);

    passes(Duration.ofDays(8));
    mei.hearsNothing();
    assertThat(house.getBean(Outbox.class).lettersOf(customer, 20))
        .anyMatch(letter -> letter.why().contains("不满意"));

    house.getBean(Desk.class).close("care-case:" + customer, "done", "operator");
    assertThat(braked()).isFalse();
    assertThat(house.getBean(CareBook.class).casesOf(customer, 5))
        .allMatch(one -> one.closedAt().isPresent());
    passes(Duration.ofDays(8));
    mei.says("在吗");
    mei.hears("您好…");
    mei.hearsNothing();
    passes(Duration.ofMinutes(4));
    mei.hears("上次让您不满意的那件事…");
  }

  @Test
  void aDoubtIsAskedAfterAndItsSilenceNoticed() {
    wasAskedAboutHerTeapot();
    mei.says("还行吧");
    mei.hears("…是哪里还差点意思呢…");
    assertThat(tasks()).isEmpty();
    passes(Duration.ofDays(3).plusHours(1));
    assertThat(tasks()).contains("care-silence");
  }

  @Test
  void aDoubtThatIsExplainedIsKept() {
    wasAskedAboutHerTeapot();
    mei.says("还行吧");
    mei.hears("…是哪里还差点意思呢…");
    mei.says("盖子的声音听着怪怪的");
    mei.hears("记下了…");
    assertThat(notes())
        .extracting(CareNote::feeling)
        .containsExactly(Feeling.UNCLEAR, Feeling.FINE);
  }

  @Test
  void aPictureIsAskedAfterWithTwoAnswersToTap() {
    wasAskedAboutHerTeapot();
    sendsPicture();
    mei.hears("…照片收到了…是觉得挺满意，还是哪里有点问题…");
    mei.taps("care:bad", "有点问题");
    mei.hears("真对不起…");
    assertThat(tasks()).containsExactly("care-case");
    assertThat(notes()).anyMatch(CareNote::photo);
  }

  private void sendsPicture() {
    house
        .getBean(Inbox.class)
        .accept(
            new cn.huitouke.channel.InboundEvent.MessageReceived(
                new cn.huitouke.channel.EventId("picture-1"),
                Peer.person(channel.id(), "mei"),
                "mei",
                clock.instant(),
                cn.huitouke.channel.Message.of(
                    new cn.huitouke.channel.Segment.Image("media-1", Optional.empty())),
                Optional.empty()));
  }

  @Test
  void aComplaintThatNobodyAskedForIsHeardToo() {
    mei.says("你们这什么垃圾店，我要投诉");
    mei.hears("真对不起…");
    assertThat(tasks()).containsExactly("care-case");
    assertThat(braked()).isTrue();
  }

  @Test
  void aRefundWishOfABuyerStopsCareAndOfAStrangerDoesNot() {
    mei.says("我要退货");
    mei.hears("…");
    assertThat(braked()).isFalse();
    buys("手工柴烧土陶茶壶 300ml");
    mei.says("我要退款");
    mei.hears("好的，退换的事我这就交给店里的同事，24 小时之内一定有人来…");
    assertThat(braked()).isTrue();
  }

  @Test
  void otherBusinessIsLeftToOthersThoughAQuestionIsOpen() {
    wasAskedAboutHerTeapot();
    mei.says("转人工");
    mei.hears("…叫店里的同事…");
    mei.says("谢谢");
    mei.hears("不客气…");
    assertThat(notes()).isEmpty();
    mei.says("还没用呢");
    mei.hears("不着急…");
  }

  @Test
  void aPromiseThatIsNotKeptIsEscalated() {
    mei.says("什么破东西，骗人的吧，差评");
    mei.hears("真对不起…");
    passes(Duration.ofHours(25));
    assertThat(tasks()).containsExactlyInAnyOrder("care-case", "care-overdue");
  }

  @Test
  void aBirthdayIsNotedGreetedAndForgottenOnAWord() {
    mei.says("我的生日是5月12号");
    mei.hears("记下啦，您的生日是5 月 12 日…");
    clock.turnTo(CareStage.china("2026-05-13 07:00"));
    passes(Duration.ofHours(3));
    mei.hearsNothing(); // the twelfth of May is a day of mourning
    mei.says("我的生日是农历三月二十八");
    mei.hears("记下啦，您的生日是农历 3 月 28 日…");
    passes(Duration.ofMinutes(4));
    clock.turnTo(CareStage.china("2026-05-14 07:00"));
    passes(Duration.ofHours(3));
    mei.hears("生日快乐…");
    mei.says("忘了我的生日吧");
    mei.hears("好的，已经忘掉了。");
  }
}
