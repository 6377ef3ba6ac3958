package cn.huitouke.customer;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Peer;
import cn.huitouke.store.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class JdbcCustomersTest {

  private static final ChannelId SHOP = new ChannelId("wechat-mp", "shop");
  private static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");

  private final HikariDataSource database = new HikariDataSource();
  private final List<Object> published = new ArrayList<>();
  private final Queue<JdbcCustomers> opened = new ConcurrentLinkedQueue<>();
  private final Time time = new Time();
  private JdbcCustomers customers;

  /** A clock that the test turns. */
  static final class Time implements InstantSource {
    Instant now = NOON;

    @Override
    public Instant instant() {
      return now;
    }
  }

  @BeforeEach
  void connect() {
    database.setDataSource(TestDatabase.fresh());
    database.setMaximumPoolSize(30);
    customers = customers();
  }

  @AfterEach
  void disconnect() {
    opened.forEach(JdbcCustomers::close);
    database.close();
  }

  @Test
  void aPeerIsTheSameCustomerForEver() {
    CustomerId mei = customers.recognise(peer("mei"));

    assertThat(customers.recognise(peer("mei"))).isEqualTo(mei);
    assertThat(customers().recognise(peer("mei"))).isEqualTo(mei);
    assertThat(customers().find(peer("mei"))).contains(mei);
    assertThat(customers.recognise(peer("lan"))).isNotEqualTo(mei);
    assertThat(customers.find(peer("nobody"))).isEmpty();
  }

  @Test
  void fiftyAtOnceGetOneCustomer() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    List<JdbcCustomers> nodes = Stream.generate(this::customers).limit(10).toList();
    List<Future<CustomerId>> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        JdbcCustomers node = nodes.get(i % nodes.size());
        answers.add(
            threads.submit(
                () -> {
                  go.await();
                  return node.recognise(peer("mei"));
                }));
      }
      go.countDown();
    }
    CustomerId mei = customers.recognise(peer("mei"));
    for (Future<CustomerId> answer : answers) {
      assertThat(answer.get()).isEqualTo(mei);
    }
    assertThat(count("customer.customer")).isEqualTo(1);
  }

  @Test
  void aCustomerTakenBackWithItsTransactionIsNotRemembered() {
    new TransactionTemplate(new JdbcTransactionManager(database))
        .executeWithoutResult(
            transaction -> {
              customers.recognise(peer("mei"));
              transaction.setRollbackOnly();
            });

    CustomerId mei = customers.recognise(peer("mei"));
    assertThat(customers().find(peer("mei"))).contains(mei);
  }

  @Test
  void aLateUnfollowIsIgnored() {
    customers.followed(peer("mei"), Optional.of("scene"), NOON);
    customers.unfollowed(peer("mei"), NOON.minusSeconds(5));

    CustomerId mei = customers.recognise(peer("mei"));
    assertThat(customers.identities(mei)).singleElement().matches(Customers.Identity::following);
    assertThat(published)
        .containsExactly(new CustomerFollowed(mei, peer("mei"), Optional.of("scene"), NOON));
  }

  @Test
  void whoTakesBackTheLeaveToUseTheirDataHearsFactsOnlyFromNowOn() {
    CustomerId mei = customers.recognise(peer("mei"));
    customers.withdrew(peer("mei"), "event:7", NOON);
    assertThat(customers.wishes(mei)).isEqualTo(customers.wishes(mei).factsOnly());
    assertThat(published)
        .containsExactly(
            new WishesChanged(mei, customers.wishes(mei)),
            new AuthorizationWithdrawn(mei, peer("mei"), NOON));
  }

  @Test
  void leavingAndComingBackIsToldOnceEach() {
    CustomerId mei = customers.recognise(peer("mei"));
    customers.followed(peer("mei"), Optional.empty(), NOON);
    customers.followed(peer("mei"), Optional.empty(), NOON);
    customers.unfollowed(peer("mei"), NOON.plusSeconds(1));
    customers.unfollowed(peer("mei"), NOON.plusSeconds(1));
    customers.followed(peer("mei"), Optional.empty(), NOON.plusSeconds(2));

    assertThat(published)
        .containsExactly(
            new CustomerFollowed(mei, peer("mei"), Optional.empty(), NOON),
            new CustomerUnfollowed(mei, peer("mei"), NOON.plusSeconds(1)),
            new CustomerFollowed(mei, peer("mei"), Optional.empty(), NOON.plusSeconds(2)));
  }

  /** Events of one second may come in the wrong order, and a follow may never come. */
  @Test
  void whoWritesToUsHasNotLeft() {
    customers.followed(peer("mei"), Optional.empty(), NOON);
    customers.unfollowed(peer("mei"), NOON);
    CustomerId mei = customers.wrote(peer("mei"), NOON.minusSeconds(1));
    assertThat(follows(mei)).as("that was before she left").isFalse();

    assertThat(customers.wrote(peer("mei"), NOON.plusSeconds(9))).isEqualTo(mei);

    assertThat(follows(mei)).isTrue();
    assertThat(published)
        .last()
        .isEqualTo(new CustomerFollowed(mei, peer("mei"), Optional.empty(), NOON.plusSeconds(9)));
    customers.wrote(peer("mei"), NOON.plusSeconds(10));
    assertThat(published).hasSize(3);

    customers().unfollowed(peer("mei"), NOON.plusSeconds(11));
    assertThat(follows(mei)).isFalse();
    time.now = NOON.plus(Duration.ofHours(7));
    customers.wrote(peer("mei"), NOON.plusSeconds(20));
    assertThat(follows(mei)).as("another node had heard that she left").isTrue();
  }

  private boolean follows(CustomerId customer) {
    return customers.identities(customer).getFirst().following();
  }

  @Test
  void theIdentityHeardOfLatestComesFirst() {
    CustomerId mei = customers.recognise(peer("old"));
    customers.recognise(peer("new"));
    JdbcClient.create(database)
        .sql("UPDATE customer.identity SET customer = " + mei.value())
        .update();
    time.now = NOON.plus(Duration.ofHours(7));
    customers.recognise(peer("old"));

    assertThat(customers().identities(mei))
        .extracting(identity -> identity.peer().address())
        .containsExactly("old", "new");
  }

  @Test
  void wishesAreKept() {
    CustomerId mei = customers.recognise(peer("mei"));
    assertThat(customers.wishes(mei)).isEqualTo(Wishes.NONE);
    Wishes nights =
        Wishes.NONE
            .withArrivalOnly(true)
            .withQuiet(
                Optional.of(new Wishes.QuietHours(LocalTime.of(20, 0), LocalTime.of(9, 30))));

    customers.wish(mei, nights, "said:1", NOON);
    customers.wish(mei, nights.withMarketing(true), "said:2", NOON);

    assertThat(customers().wishes(mei)).isEqualTo(nights.withMarketing(true));
    assertThat(customers().wishHistory(mei))
        .extracting(Customers.Wished::source)
        .containsExactly("said:2", "said:1");
  }

  @Test
  void theMemoryIsBounded() {
    RecentPeers recent = new RecentPeers(2);
    var known = new RecentPeers.Known(new CustomerId(1), NOON, NOON, NOON);
    recent.put(peer("a"), known);
    recent.put(peer("b"), known);
    recent.get(peer("a"));
    recent.put(peer("c"), known);

    assertThat(recent.get(peer("a"))).isNotNull();
    assertThat(recent.get(peer("b"))).isNull();
  }

  @Test
  void aRushOfNewPeersAreCustomersEachOnce() throws Exception {
    List<Future<CustomerId>> rush = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 400; i++) {
        Peer peer = peer("rush-" + i % 200);
        rush.add(threads.submit(() -> customers.recognise(peer)));
      }
    }
    for (int i = 0; i < 200; i++) {
      assertThat(rush.get(i).get()).isEqualTo(rush.get(i + 200).get());
    }
    assertThat(count("customer.customer")).isEqualTo(200);
    assertThat(count("customer.identity")).isEqualTo(200);
  }

  private long count(String table) {
    return JdbcClient.create(database)
        .sql("SELECT count(*) FROM " + table)
        .query(Long.class)
        .single();
  }

  private static Peer peer(String address) {
    return Peer.person(SHOP, address);
  }

  private JdbcCustomers customers() {
    JdbcCustomers fresh =
        new JdbcCustomers(
            database,
            JdbcClient.create(database),
            new JdbcTransactionManager(database),
            published::add,
            time);
    opened.add(fresh);
    return fresh;
  }
}
