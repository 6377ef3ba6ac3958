package cn.huitouke.care;

import cn.huitouke.adapter.loopback.LoopbackClock;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Purpose;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.customer.Wishes;
import cn.huitouke.delivery.Brakes;
import cn.huitouke.delivery.Contacts;
import cn.huitouke.delivery.Letter;
import cn.huitouke.delivery.LetterStatus;
import cn.huitouke.delivery.LetterStatus.State;
import cn.huitouke.delivery.Outbox;
import cn.huitouke.delivery.Ways;
import cn.huitouke.desk.Briefing;
import cn.huitouke.desk.Desk;
import cn.huitouke.desk.Task;
import cn.huitouke.desk.TaskDone;
import cn.huitouke.logistics.ParcelDelivered;
import cn.huitouke.order.Order;
import cn.huitouke.order.OrderBound;
import cn.huitouke.order.OrderEvent;
import cn.huitouke.order.OrderNews;
import cn.huitouke.order.Orders;
import cn.huitouke.schedule.Sweep;
import cn.huitouke.store.TestDatabase;
import cn.huitouke.store.Vault;
import cn.huitouke.tracking.Waybill;
import cn.huitouke.wording.Sayings;
import cn.huitouke.wording.Templates;
import cn.huitouke.wording.Tone;
import com.zaxxer.hikari.HikariDataSource;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

/** Care's own beans on a real database; everybody else is a twin that a test can look into. */
final class CareStage implements AutoCloseable {

  static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
  static final CustomerId MEI = new CustomerId(1);
  static final CustomerId LAN = new CustomerId(2);

  final LoopbackClock clock = new LoopbackClock(china("2026-03-02 09:00"));
  final HikariDataSource database = new HikariDataSource();
  final Books books = new Books();
  final Post post = new Post();
  final Pedals brakes = new Pedals();
  final Counter desk = new Counter();
  final People people = new People();
  final Map<CustomerId, Ways.Outlook> outlooks = new HashMap<>();
  final JdbcClient jdbc;
  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext();
  private final TransactionTemplate transaction;

  @Configuration(proxyBeanMethods = false)
  @EnableTransactionManagement
  static class Shop {
    @Bean
    Templates wording(List<Sayings> sayings) {
      return new Templates(Optional.of(folder("templates")), Tone.COURTEOUS, sayings);
    }
  }

  CareStage(String... settings) {
    database.setDataSource(TestDatabase.fresh());
    database.setMaximumPoolSize(6);
    jdbc = JdbcClient.create(database);
    JdbcTransactionManager transactions = new JdbcTransactionManager(database);
    transaction = new TransactionTemplate(transactions);
    Map<String, Object> given = new HashMap<>();
    given.put("huitouke.care.plans", folder("config/care").toString());
    given.put("huitouke.templates", folder("templates").toString());
    given.put("huitouke.care.hold-out-from", "1000000");
    for (String setting : settings) {
      given.put(setting.split("=", 2)[0], setting.split("=", 2)[1]);
    }
    context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("given", given));
    var twins = context.getBeanFactory();
    twins.registerSingleton("jdbc", jdbc);
    twins.registerSingleton("transactions", transactions);
    twins.registerSingleton("clock", clock);
    twins.registerSingleton("vault", new TurningVault());
    twins.registerSingleton("orders", books);
    twins.registerSingleton("customers", people);
    twins.registerSingleton("outbox", post);
    twins.registerSingleton("brakes", brakes);
    twins.registerSingleton("desk", desk);
    twins.registerSingleton("ways", (Ways) (_, _, _) -> outlooks);
    twins.registerSingleton("contacts", new NoContacts());
    context.register(Shop.class);
    context.scan("cn.huitouke.care");
    context.refresh();
  }

  static Path folder(String name) {
    return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
        .map(folder -> folder.resolve(name))
        .filter(Files::isDirectory)
        .filter(folder -> !folder.toString().contains("bot-core"))
        .findFirst()
        .orElseThrow();
  }

  static Instant china(String time) {
    return LocalDateTime.parse(time.replace(' ', 'T')).atZone(CHINA).toInstant();
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  Instant now() {
    return clock.instant();
  }

  void publish(Object event) {
    transaction.executeWithoutResult(_ -> context.publishEvent(event));
  }

  // ---- the shop

  /** An order paid just now, of these products, by a customer who is known. */
  void pays(CustomerId customer, String order, String... titles) {
    books.orders.put(order, order(order, now(), Optional.empty(), titles));
    books.owners.put(order, customer);
    people.all.add(customer);
    publish(new OrderNews(List.of(new OrderEvent.OrderPaid(order, now()))));
  }

  void ships(String order) {
    Order paid = books.orders.get(order);
    books.orders.put(
        order,
        order(
            order,
            paid.paidAt().orElseThrow(),
            Optional.of(now()),
            paid.lines().stream().map(Order.Line::title).toArray(String[]::new)));
    publish(
        new OrderNews(
            List.of(
                new OrderEvent.ParcelShipped(
                    order, waybill(order), Optional.empty(), "浙江省 杭州市", Optional.of(now())))));
  }

  void arrives(String order) {
    publish(new ParcelDelivered(waybill(order), List.of(order), now()));
  }

  void refunds(String order) {
    publish(new OrderNews(List.of(new OrderEvent.OrderRefunded(order, "39.90", true))));
  }

  void binds(String order, CustomerId customer) {
    books.owners.put(order, customer);
    publish(new OrderBound(order, customer));
  }

  static Waybill waybill(String order) {
    return new Waybill("yuantong", "YT99" + order);
  }

  private static Order order(
      String number, Instant paid, Optional<Instant> shipped, String... titles) {
    return new Order(
        number,
        "taobao",
        shipped.isPresent() ? Order.Status.WAIT_BUYER_CONFIRM : Order.Status.WAIT_SELLER_SEND,
        new BigDecimal("39.90"),
        BigDecimal.ZERO,
        "浙江省",
        "杭州市",
        Optional.of(paid),
        Optional.of(paid),
        shipped,
        Optional.empty(),
        false,
        false,
        Stream.of(titles)
            .map(title -> new Order.Line(title, "", new BigDecimal("39.90"), 1, ""))
            .toList(),
        List.of(waybill(number)));
  }

  // ---- time

  /** Lets time go by, running care's sweeps as they are due, and the courier twice a day. */
  void passes(Duration time) {
    Instant until = now().plus(time);
    while (now().isBefore(until)) {
      Instant next = now().plus(Duration.ofMinutes(30));
      clock.turnTo(next.isAfter(until) ? until : next);
      sweepAll();
    }
  }

  /** The same in steps of so long, for a year. */
  void passesQuickly(Duration time, Duration step) {
    Instant until = now().plus(time);
    while (now().isBefore(until)) {
      clock.turnTo(now().plus(step));
      sweepAll();
    }
  }

  void sweepAll() {
    int hour = now().atZone(CHINA).getHour();
    sweep("care-plans");
    if (hour >= 6 && hour <= 13) {
      sweep("care-calendar");
    }
    if (hour >= 8 && hour <= 20) {
      sweep("care-round");
      sweep("care-silence");
    }
    post.leaves(now());
  }

  void sweep(String name) {
    context.getBeansOfType(Sweep.class).values().stream()
        .filter(sweep -> sweep.name().equals(name))
        .findFirst()
        .orElseThrow()
        .run(now());
  }

  CareBook book() {
    return bean(CareBook.class);
  }

  @Override
  public void close() {
    context.close();
    database.close();
  }

  /** Nobody says anything here. */
  private static final class NoContacts implements Contacts {
    @Override
    public void noted(
        CustomerId customer, Peer peer, cn.huitouke.channel.Capabilities.Opener by, Instant at) {}

    @Override
    public void consented(
        CustomerId customer,
        Peer peer,
        cn.huitouke.channel.EventId event,
        List<cn.huitouke.channel.InboundEvent.Consent> consents,
        Instant at) {}

    @Override
    public void reported(cn.huitouke.channel.InboundEvent.MassReported report) {}

    @Override
    public void reported(cn.huitouke.channel.InboundEvent.DeliveryReported report) {}

    @Override
    public void settle() {}
  }

  // ---- twins

  static final class Books implements Orders {

    @Override
    public List<String> numbersAfter(String number, int most) {
      return orders.keySet().stream()
          .filter(one -> one.compareTo(number) > 0)
          .sorted()
          .limit(most)
          .toList();
    }

    final Map<String, Order> orders = new LinkedHashMap<>();
    final Map<String, CustomerId> owners = new HashMap<>();

    @Override
    public Optional<Order> find(String number) {
      return Optional.ofNullable(orders.get(number));
    }

    @Override
    public List<Order> ordersOf(CustomerId customer) {
      return orders.values().stream()
          .filter(order -> customer.equals(owners.get(order.number())))
          .toList();
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

  /** An outbox whose letters leave when the test lets them. */
  static final class Post implements Outbox {

    record Sent(Letter letter, Instant at) {}

    final Map<String, Letter> waiting = new LinkedHashMap<>();
    final Map<String, Sent> sent = new LinkedHashMap<>();
    final Map<String, String> withheld = new LinkedHashMap<>();
    final Map<String, String> withdrawn = new LinkedHashMap<>();
    final Set<String> everPosted = new HashSet<>();
    final List<String> postedTwice = new ArrayList<>();
    boolean closed;
    boolean crashesAfterwards;

    @Override
    public int post(List<Letter> letters) {
      int fresh = 0;
      for (Letter letter : letters) {
        String id = letter.id().value();
        if (known(id)) {
          postedTwice.add(id);
        } else {
          waiting.put(id, letter);
          everPosted.add(id);
          fresh++;
        }
      }
      if (crashesAfterwards) {
        crashesAfterwards = false;
        throw new IllegalStateException("crash");
      }
      return fresh;
    }

    private boolean known(String id) {
      return everPosted.contains(id) || withheld.containsKey(id);
    }

    @Override
    public int withhold(List<Letter> letters, String rule, String about) {
      int fresh = 0;
      for (Letter letter : letters) {
        if (!known(letter.id().value())) {
          withheld.put(letter.id().value(), rule);
          fresh++;
        }
      }
      return fresh;
    }

    @Override
    public int withdraw(Collection<OutboundId> letters, String rule, String about) {
      int back = 0;
      for (OutboundId id : letters) {
        if (waiting.remove(id.value()) != null) {
          withdrawn.put(id.value(), rule);
          back++;
        }
      }
      return back;
    }

    /** Everything that waits leaves, unless the way is closed; what is stale is dropped. */
    void leaves(Instant now) {
      waiting.values().removeIf(letter -> !letter.worthUntil().isAfter(now));
      if (closed) {
        return;
      }
      for (Letter letter : List.copyOf(waiting.values())) {
        waiting.remove(letter.id().value());
        if (letter.worthUntil().isAfter(now)) {
          sent.put(letter.id().value(), new Sent(letter, now));
        }
      }
    }

    @Override
    public Optional<LetterStatus> status(OutboundId id) {
      String name = id.value();
      if (sent.containsKey(name)) {
        return Optional.of(status(id, State.ACCEPTED));
      }
      return waiting.containsKey(name) ? Optional.of(status(id, State.HELD)) : Optional.empty();
    }

    private static LetterStatus status(OutboundId id, State state) {
      return new LetterStatus(
          id,
          MEI,
          Purpose.CARE,
          state,
          Optional.empty(),
          Optional.empty(),
          Instant.EPOCH,
          Instant.EPOCH,
          "",
          "");
    }

    @Override
    public List<LetterStatus.Step> life(OutboundId id) {
      return List.of();
    }

    @Override
    public List<LetterStatus> lettersOf(CustomerId customer, int limit) {
      return List.of();
    }

    @Override
    public List<LetterStatus> recent(int limit) {
      return List.of();
    }

    String text(String id) {
      return sent.get(id).letter().message().text();
    }

    List<Sent> of(CustomerId customer) {
      return sent.values().stream()
          .filter(one -> one.letter().customer().equals(customer))
          .sorted(Comparator.comparing(Sent::at))
          .toList();
    }
  }

  static final class Pedals implements Brakes {
    final Map<CustomerId, Set<String>> pulled = new HashMap<>();

    @Override
    public void pull(CustomerId customer, String cause, Kind kind, Instant at) {
      pulled.computeIfAbsent(customer, _ -> new HashSet<>()).add(cause);
    }

    @Override
    public void release(CustomerId customer, String cause, Instant at) {
      pulled.getOrDefault(customer, new HashSet<>()).remove(cause);
    }

    @Override
    public boolean pulled(CustomerId customer) {
      return !pulled.getOrDefault(customer, Set.of()).isEmpty();
    }
  }

  final class Counter implements Desk {
    final Map<String, String> tasks = new LinkedHashMap<>();

    @Override
    public void open(String key, String kind, Optional<CustomerId> customer, Briefing briefing) {
      tasks.putIfAbsent(key, kind + " | " + briefing.title() + " | " + briefing.detail());
    }

    @Override
    public boolean close(String key, String outcome, String operator) {
      String task = tasks.remove(key);
      if (task != null) {
        publish(new TaskDone(key, task.split(" ")[0], outcome, operator));
      }
      return task != null;
    }

    @Override
    public List<Task> openTasks(int limit) {
      return List.of();
    }
  }

  static final class People implements Customers {
    final Set<CustomerId> all = new HashSet<>();
    final Map<CustomerId, Wishes> wishes = new HashMap<>();

    @Override
    public CustomerId recognise(Peer person) {
      return MEI;
    }

    @Override
    public CustomerId wrote(Peer person, Instant at) {
      return MEI;
    }

    @Override
    public Optional<CustomerId> find(Peer person) {
      return Optional.empty();
    }

    @Override
    public List<Identity> identities(CustomerId customer) {
      return List.of();
    }

    @Override
    public void followed(Peer person, Optional<String> invitation, Instant at) {}

    @Override
    public void unfollowed(Peer person, Instant at) {}

    @Override
    public void withdrew(Peer person, String source, Instant at) {}

    @Override
    public Wishes wishes(CustomerId customer) {
      return wishes.getOrDefault(customer, Wishes.NONE);
    }

    @Override
    public void wish(CustomerId customer, Wishes wishes, String source, Instant at) {}

    @Override
    public List<Wished> wishHistory(CustomerId customer) {
      return List.of();
    }
  }

  /** Turns the bytes round, so that a plain text in the database would be noticed. */
  static final class TurningVault implements Vault {

    @Override
    public byte[] seal(String text, String about) {
      return new StringBuilder(about + text).reverse().toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String open(byte[] bytes, String about) {
      return new StringBuilder(new String(bytes, StandardCharsets.UTF_8))
          .reverse()
          .substring(about.length());
    }

    @Override
    public byte[] fingerprint(String text, String about) {
      return seal(text, about);
    }
  }
}
