package cn.huitouke.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.adapter.loopback.LoopbackClock;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Purpose;
import cn.huitouke.conversation.Conversations;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.delivery.Brakes;
import cn.huitouke.delivery.Mailings;
import cn.huitouke.delivery.MassPlatform;
import cn.huitouke.delivery.Outbox;
import cn.huitouke.delivery.TestDelivery;
import cn.huitouke.order.Order;
import cn.huitouke.order.Orders;
import cn.huitouke.order.Trades;
import cn.huitouke.schedule.Strides;
import cn.huitouke.store.TestDatabase;
import cn.huitouke.tracking.Waybill;
import cn.huitouke.wording.Sayings;
import cn.huitouke.wording.Templates;
import cn.huitouke.wording.Tone;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** Broadcasts, customers and delivery on a real database; orders and conversations are twins. */
final class BroadcastStage implements AutoCloseable {

  static final Instant MORNING = Instant.parse("2026-11-23T02:00:00Z");
  static final Duration PATIENCE = Duration.ofSeconds(30);

  final LoopbackClock clock = new LoopbackClock(MORNING);
  final HikariDataSource database = new HikariDataSource();
  final MassPlatform platform = new MassPlatform();
  final Books books = new Books();
  final Ears ears = new Ears();
  final JdbcClient jdbc;

  /** After so many chunks of letters the house falls over; negative: never. */
  final AtomicInteger chunksLeft = new AtomicInteger(-1);

  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext();

  @Configuration(proxyBeanMethods = false)
  static class Shop {
    @Bean
    Templates wording(List<Sayings> sayings) {
      return new Templates(Optional.of(templates()), Tone.COURTEOUS, sayings);
    }

    @Bean
    TestDelivery delivery(
        DataSource database, MassPlatform platform, Customers customers, InstantSource clock) {
      return new TestDelivery(database, platform, customers, clock);
    }

    @Bean
    Outbox outbox(TestDelivery delivery) {
      return delivery.outbox();
    }

    @Bean
    Strides strides(DataSource database, PlatformTransactionManager transactions) {
      return new Strides(database, transactions);
    }

    @Bean
    Mailings mailings(TestDelivery delivery, AtomicInteger chunksLeft) {
      return (Mailings)
          Proxy.newProxyInstance(
              Mailings.class.getClassLoader(),
              new Class<?>[] {Mailings.class},
              (_, method, arguments) -> {
                Object answer;
                try {
                  answer = method.invoke(delivery.mailings(), arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
                if (method.getName().equals("post") && chunksLeft.getAndDecrement() == 0) {
                  throw new IllegalStateException("the house falls over");
                }
                return answer;
              });
    }
  }

  BroadcastStage(String... settings) {
    database.setDataSource(TestDatabase.fresh());
    database.setMaximumPoolSize(24);
    jdbc = JdbcClient.create(database);
    Map<String, Object> given = new HashMap<>();
    given.put("huitouke.broadcast.shop-name", "云朵山货");
    for (String setting : settings) {
      given.put(setting.split("=", 2)[0], setting.split("=", 2)[1]);
    }
    context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("given", given));
    var twins = context.getBeanFactory();
    twins.registerSingleton("database", database);
    twins.registerSingleton("jdbc", jdbc);
    twins.registerSingleton("transactions", new JdbcTransactionManager(database));
    twins.registerSingleton("clock", clock);
    twins.registerSingleton("platform", platform);
    twins.registerSingleton("books", books);
    twins.registerSingleton("conversations", ears);
    twins.registerSingleton("chunksLeft", chunksLeft);
    context.register(Shop.class);
    context.scan("cn.huitouke.broadcast", "cn.huitouke.customer");
    context.refresh();
  }

  private static Path templates() {
    return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
        .map(folder -> folder.resolve("templates"))
        .filter(folder -> Files.isDirectory(folder.resolve("zh")))
        .filter(folder -> !folder.toString().contains("bot-core"))
        .findFirst()
        .orElseThrow();
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  Broadcasts desk() {
    return bean(Broadcasts.class);
  }

  Brakes brakes() {
    return bean(TestDelivery.class).brakes();
  }

  TestDelivery delivery() {
    return bean(TestDelivery.class);
  }

  void round() {
    bean(Sending.class).run(clock.instant());
  }

  /** So many followers, who all have written before: their addresses are p0, p1, … */
  List<CustomerId> followers(int many) {
    jdbc.sql(
            """
            with fresh as (
              insert into customer.customer (id, created_at)
              select nextval('customer.customer_id'), now() from generate_series(1, ?) returning id)
            insert into customer.identity (channel, address, customer, following, heard_at)
            select 'test/mass', 'p' || (row_number() over (order by id) - 1 + ?), id, true, now()
            from fresh
            """)
        .params(many, known())
        .update();
    return jdbc
        .sql("select customer from customer.identity order by customer desc limit ?")
        .param(many)
        .query(Long.class)
        .list()
        .reversed()
        .stream()
        .map(CustomerId::new)
        .toList();
  }

  private long known() {
    return jdbc.sql("select count(*) from customer.identity").query(Long.class).single();
  }

  static Draft text(String title, String words) {
    Draft blank = Draft.blank();
    return new Draft(
        title,
        Purpose.COMMUNITY,
        Draft.Kind.TEXT,
        new Draft.Words(words, ""),
        Optional.empty(),
        "",
        "",
        "",
        blank.audience(),
        0,
        3);
  }

  static Draft with(Draft draft, Draft.Audience audience, Optional<Draft.Words> b, int holdOut) {
    return new Draft(
        draft.title(),
        draft.purpose(),
        draft.kind(),
        draft.a(),
        b,
        draft.image(),
        draft.cardTitle(),
        draft.cardUrl(),
        audience,
        holdOut,
        draft.worthDays());
  }

  static Draft.Audience pasted(String text) {
    return new Draft.Audience(text, "", false, false, 0, BigDecimal.ZERO, 0, 0, "", "");
  }

  /** Written and looked at. */
  Broadcast foreseen(Draft draft) {
    long id = desk().begin(draft, "mei");
    desk().foresee(id, Optional.empty());
    until(() -> desk().find(id).orElseThrow().foresight().isPresent());
    return desk().find(id).orElseThrow();
  }

  /** Written, looked at, submitted. */
  Broadcast submitted(Draft draft) {
    Broadcast broadcast = foreseen(draft);
    assertThat(desk().submit(broadcast.id(), broadcast.revision(), Optional.empty(), "mei"))
        .isEmpty();
    return desk().find(broadcast.id()).orElseThrow();
  }

  /** All that, approved, and every letter written. */
  Broadcast started(Draft draft) {
    Broadcast broadcast = submitted(draft);
    assertThat(desk().approve(broadcast.id(), broadcast.revision(), "lan", OptionalLong.empty()))
        .isEmpty();
    until(() -> desk().find(broadcast.id()).orElseThrow().expandedAt().isPresent());
    return desk().find(broadcast.id()).orElseThrow();
  }

  void settled() {
    delivery().courier().look();
    assertThat(delivery().courier().awaitIdle(PATIENCE)).isTrue();
  }

  static void until(BooleanSupplier so) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!so.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Override
  public void close() {
    context.close();
    database.close();
  }

  /** Who bought what. */
  static final class Books implements Orders, Trades {

    final Map<String, CustomerId> owners = new ConcurrentHashMap<>();
    final Map<CustomerId, Trade> trades =
        new TreeMap<>((a, b) -> Long.compare(b.value(), a.value()));
    final Map<CustomerId, Trade> later = new ConcurrentHashMap<>();
    final Map<CustomerId, String> names = new ConcurrentHashMap<>();

    @Override
    public List<Trade> page(Filter filter, long before, int limit) {
      return trades.values().stream()
          .filter(trade -> trade.customer().value() < before)
          .filter(trade -> trade.orders() >= filter.orders())
          .filter(trade -> trade.spent().compareTo(filter.spent()) >= 0)
          .limit(limit)
          .toList();
    }

    @Override
    public Map<CustomerId, Trade> of(Collection<CustomerId> customers) {
      return Map.of();
    }

    @Override
    public Map<CustomerId, Trade> between(
        Collection<CustomerId> customers, Instant from, Instant until) {
      Map<CustomerId, Trade> found = new HashMap<>(later);
      found.keySet().retainAll(customers);
      return found;
    }

    @Override
    public List<CustomerId> search(String words) {
      return List.of();
    }

    @Override
    public List<String> newest(Optional<Instant> before, int limit) {
      return List.of();
    }

    @Override
    public Map<CustomerId, String> names(Collection<CustomerId> customers) {
      Map<CustomerId, String> found = new HashMap<>(names);
      found.keySet().retainAll(customers);
      return found;
    }

    @Override
    public Optional<Receiver> receiver(String order) {
      return Optional.empty();
    }

    @Override
    public Optional<Order> find(String number) {
      return Optional.empty();
    }

    @Override
    public List<Order> ordersOf(CustomerId customer) {
      return List.of();
    }

    @Override
    public Optional<CustomerId> customerOf(String order) {
      return Optional.ofNullable(owners.get(order));
    }

    @Override
    public List<Order> ordersIn(Waybill waybill) {
      return List.of();
    }

    @Override
    public Optional<String> phoneTail(String order) {
      return Optional.empty();
    }

    @Override
    public Optional<String> receiverName(String order) {
      return Optional.empty();
    }

    @Override
    public String claimCode(String order) {
      return "";
    }
  }

  /** Who said something. */
  static final class Ears implements Conversations {

    final Set<Peer> spoke = ConcurrentHashMap.newKeySet();

    @Override
    public Set<Peer> spoke(Collection<Peer> peers, Instant from, Instant until) {
      Set<Peer> found = new java.util.HashSet<>(spoke);
      found.retainAll(peers);
      return found;
    }

    @Override
    public List<Heard> latest(int depth) {
      return new ArrayList<>();
    }

    @Override
    public List<Heard> with(Collection<Peer> peers, long before, int limit) {
      return List.of();
    }

    @Override
    public long newest() {
      return 0;
    }

    @Override
    public Map<ChannelId, Instant> heardOf() {
      return Map.of();
    }
  }
}
