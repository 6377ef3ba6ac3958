package cn.huitouke.logistics;

import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Inbox;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.delivery.Channels;
import cn.huitouke.delivery.Outbox;
import cn.huitouke.delivery.TestDelivery;
import cn.huitouke.delivery.TestPlatform;
import cn.huitouke.schedule.Strides;
import cn.huitouke.store.TestDatabase;
import cn.huitouke.tracking.TrackingSource;
import cn.huitouke.wording.Templates;
import cn.huitouke.wording.Tone;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The real orders, customers, desk, outbox and courier around the parcels, filled with many of them. */
final class BigShop implements AutoCloseable {

  final HikariDataSource database = new HikariDataSource();
  final JdbcTemplate jdbc = new JdbcTemplate(database);
  final TestPlatform platform = new TestPlatform();
  final AnnotationConfigApplicationContext house = new AnnotationConfigApplicationContext();

  /**
   * @param faster by how much its clock runs faster than the machine's
   * @param perSecond what the account may send in a second of the shop's clock
   */
  BigShop(InstantSource clock, double faster, double perSecond, TrackingSource source) {
    database.setDataSource(TestDatabase.fresh());
    database.setMaximumPoolSize(40);
    house
        .getEnvironment()
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "test",
                Map.of(
                    "huitouke.logistics.questions-per-second",
                    5,
                    "huitouke.logistics.questions-at-once",
                    16,
                    "huitouke.logistics.compensation",
                    "none.yml")));
    Channel line = platform.line();
    house.registerBean(JdbcClient.class, () -> JdbcClient.create(database));
    house.registerBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(database));
    house.registerBean("dataSource", javax.sql.DataSource.class, () -> database);
    house.registerBean("clock", InstantSource.class, () -> clock);
    house.registerBean(ParcelStage.PlainVault.class);
    house.registerBean(Strides.class);
    house.registerBean(
        Channels.class, () -> TestDelivery.only(new Paced(line, perSecond, (int) perSecond * 2)));
    house.registerBean(
        TestDelivery.class,
        () ->
            new TestDelivery(
                database,
                new Paced(line, perSecond * faster, (int) (perSecond * 2 * faster)),
                house.getBean(cn.huitouke.customer.Customers.class),
                clock));
    house.registerBean(Outbox.class, () -> house.getBean(TestDelivery.class).outbox());
    house.registerBean("sources", TrackingSources.class, () -> () -> List.of(source));
    house.registerBean(
        "wording",
        Templates.class,
        () ->
            new Templates(
                Optional.of(ParcelStage.templates()),
                Tone.COURTEOUS,
                List.of(LogisticsSayings.sayings())));
    register("cn.huitouke.customer.JdbcCustomers");
    register("cn.huitouke.order.OrderStore");
    register("cn.huitouke.order.ClaimCodes");
    register("cn.huitouke.order.JdbcOrders");
    register("cn.huitouke.desk.DeskTable");
    house.scan("cn.huitouke.logistics");
    house.refresh();
  }

  private void register(String type) {
    try {
      house.register(Class.forName(type));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  <T> T the(Class<T> type) {
    return house.getBean(type);
  }

  /** So many open parcels of which nothing was heard since yesterday evening. */
  void fill(int parcels, int customers, Instant now) {
    Timestamp at = Timestamp.from(now);
    jdbc.update(
        "INSERT INTO customer.customer (id, created_at) SELECT n, ? FROM generate_series(1, ?) n",
        at,
        customers);
    jdbc.update(
        "INSERT INTO customer.identity (channel, address, customer, following, changed_at,"
            + " heard_at) SELECT ?, 'p' || n, n, true, ?, ? FROM generate_series(1, ?) n",
        TestPlatform.ID.toString(),
        at,
        at,
        customers);
    Timestamp left = Timestamp.from(now.minus(Duration.ofHours(40)));
    jdbc.update(
        """
        INSERT INTO orders.orders (number, source, listed, status, paid_amount, refund_amount, province,
          city, created_at, paid_at, shipped_at, presale, no_logistics, titles, quantity, person,
          imported_at, changed_at, customer, bound_at, bound_by)
        SELECT 'o' || n, 'taobao', true, 'WAIT_BUYER_CONFIRM', 39.90, 0, '浙江省', '杭州市', t, t, t,
               false, false, '桂花乌龙茶', 1, ?, t, t, 1 + n % ?, t, 'test'
        FROM generate_series(1, ?) n, (SELECT ?::timestamptz AS t) AS times
        """,
        new ParcelStage.PlainVault().seal("{}", "orders.person"), customers, parcels, left);
    jdbc.update(
        """
        INSERT INTO logistics.parcel (carrier, number, destination, origin, known_at, shipped_at,
          collected_at, state, latest_at, latest_text, reported_at, watch, watch_at, look_at)
        SELECT 'yuantong', 'YT' || (9900000000000 + n), '浙江省 杭州市', '苏州市', t, t, t, 'IN_TRANSIT',
               heard, '【苏州转运中心】 已发出', heard, 'WATCHING', t, t
        FROM generate_series(1, ?) n,
             (SELECT ?::timestamptz AS t, ?::timestamptz AS heard) AS times
        """,
        parcels,
        left,
        Timestamp.from(now.minus(Duration.ofHours(9))));
    jdbc.execute(
        "INSERT INTO logistics.parcel_order (parcel, order_number) SELECT id, 'o' ||"
            + " (substring(number FROM 3)::bigint - 9900000000000) FROM logistics.parcel");
    jdbc.execute("VACUUM ANALYZE");
  }

  @Override
  public void close() {
    house.close();
    database.close();
  }

  /** The same line at another pace. */
  private record Paced(Channel line, double perSecond, int burst) implements Channel {

    @Override
    public ChannelId id() {
      return line.id();
    }

    @Override
    public Capabilities capabilities() {
      return new Capabilities(line.capabilities().wires().stream().map(this::paced).toList());
    }

    private Capabilities.WireRules paced(Capabilities.WireRules rules) {
      return new Capabilities.WireRules(
          rules.wire(),
          rules.since(),
          rules.source(),
          rules.opening(),
          rules.windows(),
          rules.quotas(),
          rules.purposes(),
          rules.carries(),
          rules.textLimit(),
          rules.idempotentFor(),
          new Capabilities.Pace(perSecond, burst),
          rules.needsPerson(),
          rules.cost(),
          rules.forms());
    }

    @Override
    public void start(Inbox inbox) {
      line.start(inbox);
    }

    @Override
    public SendOutcome send(Outbound outbound) {
      return line.send(outbound);
    }

    @Override
    public void stop() {
      line.stop();
    }
  }
}
