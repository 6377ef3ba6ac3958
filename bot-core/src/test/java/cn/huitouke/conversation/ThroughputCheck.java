package cn.huitouke.conversation;

import static cn.huitouke.delivery.TestPlatform.says;

import cn.huitouke.channel.Answering;
import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Inbox;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.Wire;
import cn.huitouke.delivery.MemoryCustomers;
import cn.huitouke.delivery.TestDelivery;
import cn.huitouke.delivery.TestPlatform;
import cn.huitouke.store.Migrations;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How many messages a second go the whole way in this process, with a PostgreSQL that flushes every
 * commit. Printed, not asserted: it depends on the machine. Run as a test of the deep profile, or by
 * its main method.
 */
class ThroughputCheck {

  private static final int CALLERS = Integer.getInteger("callers", 64);
  private static final int MESSAGES = Integer.getInteger("messages", 60_000);

  @Test
  @Tag("deep")
  void echoesASecond() throws Exception {
    main(new String[0]);
  }

  public static void main(String[] args) throws Exception {
    ((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("ROOT"))
        .setLevel(ch.qos.logback.classic.Level.WARN);
    PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out));
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "4GB")
                .start();
        HikariDataSource database = pool(postgres)) {
      Migrations.run(database);
      Slots channel = new Slots();
      InstantSource clock = InstantSource.system();
      MemoryCustomers customers = new MemoryCustomers();
      TestDelivery delivery = new TestDelivery(database, channel, customers, clock);
      Reception reception =
          new Reception(
              TestDelivery.only(channel),
              customers,
              House::understand,
              new MemorySessions(1000, clock),
              List.of(new EchoSkill()),
              List.of(),
              delivery.replies(),
              delivery.contacts(),
              clock);
      InboundDesk desk =
          new InboundDesk(database, delivery.clerk(), reception, clock, Duration.ofSeconds(25));
      desk.start();
      channel.start(desk);
      long backend =
          new JdbcTemplate(database).queryForObject("select pg_backend_pid()", Long.class);
      ProcessHandle server = ProcessHandle.of(backend).orElseThrow().parent().orElseThrow();
      for (int round = 0; round < 4; round++) {
        round(channel, round, server, out);
      }
      if (Boolean.getBoolean("backends")) {
        new JdbcTemplate(database)
            .queryForList(
                "select pid, left(regexp_replace(query, '\\s+', ' ', 'g'), 60) as query"
                    + " from pg_stat_activity where backend_type = 'client backend'")
            .forEach(
                row ->
                    out.println(
                        ProcessHandle.of(((Integer) row.get("pid")).longValue())
                                .flatMap(process -> process.info().totalCpuDuration())
                                .map(used -> used.toMillis() * 1000 / (4.0 * MESSAGES))
                            + " us callers: "
                            + row.get("query")));
        new JdbcTemplate(database)
            .queryForList(
                "select relname, seq_scan, seq_tup_read, idx_scan, n_tup_upd, n_tup_hot_upd from"
                    + " pg_stat_user_tables where n_tup_ins > 10")
            .forEach(row -> out.println("callers " + row));
      }
      desk.stop();
      delivery.close();
    }
  }

  private static void round(Slots channel, int round, ProcessHandle server, PrintStream out)
      throws Exception {
    long[] nanos = new long[MESSAGES];
    AtomicInteger next = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(CALLERS);
    Cpu before = Cpu.now(server);
    long begun = System.nanoTime();
    for (int caller = 0; caller < CALLERS; caller++) {
      Thread.ofVirtual()
          .start(
              () -> {
                int i;
                while ((i = next.getAndIncrement()) < MESSAGES) {
                  long from = System.nanoTime();
                  String id = round + "-" + (24561255354251345L + i);
                  channel.ask(says("o-customer-" + i % 20_000, id, "我的快递到哪了" + i, Instant.now()));
                  nanos[i] = System.nanoTime() - from;
                }
                done.countDown();
              });
    }
    done.await();
    double seconds = (System.nanoTime() - begun) / 1e9;
    Arrays.sort(nanos);
    out.printf(
        "%d callers: %,.0f messages/s, p50 %.2f ms, p99 %.2f ms; CPU a message: %s%n",
        CALLERS,
        MESSAGES / seconds,
        nanos[MESSAGES / 2] / 1e6,
        nanos[(int) (MESSAGES * 0.99)] / 1e6,
        Cpu.now(server).since(before));
  }

  /** What this process and the database it started have used, in milliseconds. */
  private record Cpu(long java, long postgres) {
    static Cpu now(ProcessHandle server) {
      return new Cpu(used(ProcessHandle.current()), server.children().mapToLong(Cpu::used).sum());
    }

    private static long used(ProcessHandle process) {
      return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
    }

    String since(Cpu before) {
      return "java %.1f us, postgres %.1f us"
          .formatted(
              (java - before.java) * 1e3 / MESSAGES, (postgres - before.postgres) * 1e3 / MESSAGES);
    }
  }

  private static HikariDataSource pool(EmbeddedPostgres postgres) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
    config.setMaximumPoolSize(12);
    return new HikariDataSource(config);
  }

  /** A channel with reply slots and nothing else. */
  private static final class Slots implements Channel, Answering {

    private final Map<EventId, CompletableFuture<String>> open = new ConcurrentHashMap<>();
    private volatile Inbox inbox = _ -> {};

    void ask(InboundEvent event) {
      CompletableFuture<String> slot = new CompletableFuture<>();
      open.put(event.id(), slot);
      inbox.accept(event);
      slot.join();
      open.remove(event.id());
    }

    @Override
    public ChannelId id() {
      return TestPlatform.ID;
    }

    @Override
    public Capabilities capabilities() {
      return TestPlatform.RULES;
    }

    @Override
    public void start(Inbox opened) {
      inbox = opened;
    }

    @Override
    public SendOutcome send(Outbound outbound) {
      EventId event = ((Footing.InReplyTo) outbound.footing()).event();
      open.get(event).complete(outbound.message().text());
      return new SendOutcome.Accepted("");
    }

    @Override
    public void stop() {}

    @Override
    public Wire replyWire() {
      return TestPlatform.REPLY;
    }

    @Override
    public void nothingMore(EventId event) {}
  }
}
