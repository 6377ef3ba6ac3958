package cn.huitouke.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

/**
 * How fast the courier empties the outbox, every state durable, against a far end that answers at once
 * and one that takes 50 ms; next to it, in the same run, a bare HTTP client with as many connections.
 * Then how fast due letters are claimed, next to the plainest claim that PostgreSQL can do.
 *
 * <p>The product runs as its jar, with its own PostgreSQL; letters are put into its outbox by SQL.
 */
final class CourierBenchmark {

  /** As many connections as the official account's adapter keeps. */
  private static final int CONNECTIONS = 100;

  private static final String BODY =
      "{\"touser\":\"oBenchmark0000001\",\"template_id\":\"benchmark-template\",\"client_msg_id\":"
          + "\"0123456789abcdef0123456789abcdef\",\"data\":{\"thing1\":{\"value\":\"words\"}}}";

  private final Arguments arguments;
  private final Path data;
  private final int letters;
  private final int port;

  private CourierBenchmark(Arguments arguments) {
    this.arguments = arguments;
    this.data = arguments.path("data", "benchmarks/target/courier-data");
    this.letters = arguments.number("letters", 100_000);
    this.port = arguments.number("far-port", 18_200);
  }

  static void main(String... words) throws Exception {
    new CourierBenchmark(Arguments.of(words)).run();
  }

  private void run() throws Exception {
    try (InstantFarEnd farEnd = new InstantFarEnd(port)) {
      writeRules();
      Process product = start();
      try (Connection database = database(product)) {
        System.out.println(
            "| far end | bare client msg/s | courier msg/s | ratio | seconds | CPU us |");
        System.out.println("|---|---|---|---|---|---|");
        send(database, farEnd, "warm", 20_000);
        for (int delay : new int[] {0, 50}) {
          farEnd.delay = delay;
          measure(database, farEnd, product, delay);
        }
        claims(database);
      } finally {
        product.destroy();
        product.waitFor();
      }
    }
  }

  private void measure(Connection database, InstantFarEnd farEnd, Process product, int delay)
      throws Exception {
    int many = delay == 0 ? letters : letters / 4;
    double bare = bareClient(delay == 0 ? 40_000 : 15_000);
    String batch = "d" + delay + "-" + farEnd.taken();
    CpuClock.Reading before = CpuClock.read(product.toHandle(), data);
    long begun = System.nanoTime();
    send(database, farEnd, batch, many);
    double seconds = (System.nanoTime() - begun) / 1e9;
    CpuClock.Reading spent = CpuClock.read(product.toHandle(), data).since(before);
    System.out.printf(
        Locale.ROOT,
        "| %s | %,.0f | %,.0f | %.0f %% | %.1f for %,d | server %.0f, store %.0f |%n",
        delay == 0 ? "answers at once" : delay + " ms",
        bare,
        many / seconds,
        many / seconds / bare * 100,
        seconds,
        many,
        spent.server() / many * 1e6,
        spent.stores() / many * 1e6);
  }

  /** Messages a second of nothing but posting. */
  private double bareClient(int messages) throws Exception {
    var pool =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnPerRoute(CONNECTIONS)
            .setMaxConnTotal(CONNECTIONS)
            .build();
    URI url = URI.create("http://127.0.0.1:" + port + "/cgi-bin/message/template/send");
    AtomicInteger left = new AtomicInteger(messages);
    long[] begun = {0};
    try (CloseableHttpClient client = HttpClients.custom().setConnectionManager(pool).build()) {
      for (int warm = 0; warm < 2; warm++) {
        left.set(warm == 0 ? messages / 4 : messages);
        begun[0] = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
          threads.add(Thread.ofVirtual().start(() -> post(client, url, left)));
        }
        for (Thread thread : threads) {
          thread.join();
        }
      }
    }
    return messages / ((System.nanoTime() - begun[0]) / 1e9);
  }

  private static void post(CloseableHttpClient client, URI url, AtomicInteger left) {
    while (left.getAndDecrement() > 0) {
      HttpPost post = new HttpPost(url);
      post.setEntity(new StringEntity(BODY, ContentType.APPLICATION_JSON));
      try {
        client.execute(post, response -> EntityUtils.toString(response.getEntity()));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** One letter a customer, due now. */
  private static void fill(Connection database, String batch, int letters) throws SQLException {
    database.setAutoCommit(false);
    try (Statement sql = database.createStatement()) {
      sql.execute(
          "insert into customer.customer (id, created_at) select n, now() from generate_series(1, "
              + letters
              + ") n on conflict do nothing");
      sql.execute(
          "insert into customer.identity (channel, address, customer, following, heard_at) select"
              + " 'wechat-mp/shop', 'o' || n, n, true, now() from generate_series(1, "
              + letters
              + ") n on conflict do nothing");
      sql.execute(letters(batch, letters, 1, "now()"));
    }
    database.commit();
    database.setAutoCommit(true);
  }

  private static String letters(String batch, int many, int lane, String due) {
    return """
    insert into delivery.letter (id, customer, purpose, lane, state, message, form, because,
      not_before, worth_until, planned_at, changed_at, due_at, why)
    select '%s:' || n, n, 'SERVICE', %d, 'PLANNED', '[{"k":"TEXT","t":"words"}]',
      '{"k":"FORM","f":"parcel-progress","v":{"title":"words"}}', 'benchmark',
      now(), now() + interval '90 days', now(), now(), %s, 'planned'
    from generate_series(1, %d) n
    """
        .formatted(batch, lane, due, many);
  }

  /** Returns when all are on record as accepted. */
  private static void send(Connection database, InstantFarEnd farEnd, String batch, int letters)
      throws SQLException {
    long enough = farEnd.taken() + letters;
    fill(database, batch, letters);
    long patience = System.nanoTime() + Duration.ofMinutes(10).toNanos();
    // the far end is asked first: counting rows is work that would be measured
    while (farEnd.taken() < enough && System.nanoTime() < patience) {
      LockSupport.parkNanos(20_000_000);
    }
    try (PreparedStatement count =
        database.prepareStatement(
            "select count(*) from delivery.letter where state = 'ACCEPTED' and id like ?")) {
      count.setString(1, batch + ":%");
      while (System.nanoTime() < patience) {
        try (ResultSet row = count.executeQuery()) {
          row.next();
          if (row.getInt(1) == letters) {
            return;
          }
        }
        LockSupport.parkNanos(200_000_000);
      }
    }
    throw new IllegalStateException("Not all letters of " + batch + " were accepted");
  }

  /** Letters of next month, so that nobody else takes them. */
  private static void claims(Connection database) throws SQLException {
    int many = 50_000;
    try (Statement sql = database.createStatement()) {
      sql.execute(letters("claim", many, 2, "now() + interval '30 days'"));
      sql.execute(
          "create temp table raw as select seq, due_at, null::bigint as owner"
              + " from delivery.letter where id like 'claim:%'");
      sql.execute("create index on raw (due_at, seq) where owner is null");
      sql.execute("analyze raw; analyze delivery.letter");
    }
    double raw =
        claims(
            database,
            "with due as (select seq from raw where owner is null and due_at <= now() + interval"
                + " '60 days' order by due_at, seq limit 100 for update skip locked) update raw set"
                + " owner = 1 from due where raw.seq = due.seq returning raw.*",
            many);
    double ours =
        claims(
            database, "select * from delivery.claim(2, now() + interval '60 days', 100, 1)", many);
    System.out.printf(
        Locale.ROOT,
        "%nDue claims, 100 a statement, one connection: raw SKIP LOCKED %,.0f/s, the outbox"
            + " %,.0f/s%n",
        raw,
        ours);
  }

  private static double claims(Connection database, String sql, int many) throws SQLException {
    long begun = System.nanoTime();
    int claimed = 0;
    try (PreparedStatement claim = database.prepareStatement(sql)) {
      while (claimed < many) {
        int before = claimed;
        try (ResultSet rows = claim.executeQuery()) {
          while (rows.next()) {
            claimed++;
          }
        }
        if (claimed == before) {
          break;
        }
      }
    }
    return claimed / ((System.nanoTime() - begun) / 1e9);
  }

  /** The platform's own pace is what is not measured here. */
  private void writeRules() throws IOException {
    Path rules = data.resolve("config/platform-rules/wechat-mp.yml");
    Files.createDirectories(rules.getParent());
    Files.writeString(
        rules,
        """
        wires:
          template:
            - since: 2013-01-01
              source: benchmark
              opening: free
              purposes: [service]
              carries: {form: full}
              text-limit: {unit: characters, max: 20}
              idempotent-for: 10m
              pace: {per-second: 1000000, burst: 1000000}
        """);
  }

  private Process start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Stream.of(arguments.text("java-options", "-Xmx1g -XX:+UseSerialGC").split(" "))
        .forEach(command::add);
    Account account = arguments.account();
    String channel = "--huitouke.channels.wechat-mp[0].";
    command.addAll(
        List.of(
            "-jar",
            arguments.path("jar", "server/target/huitouke.jar").toString(),
            "--huitouke.data-dir=" + data.resolve("data"),
            "--server.port=" + arguments.number("console-port", 18_280),
            "--huitouke.gateway.port=" + arguments.number("gateway-port", 18_290),
            "--huitouke.sandbox.enabled=false",
            channel + "id=shop",
            channel + "app-id=" + account.appId(),
            channel + "original-id=" + account.originalId(),
            channel + "secret=x",
            channel + "token=" + account.token(),
            channel + "aes-key=" + account.aesKey(),
            channel + "api-base=http://127.0.0.1:" + port,
            channel + "forms.parcel-progress.template-id=benchmark-template",
            channel + "forms.parcel-progress.fields.thing1=title"));
    Process product =
        new ProcessBuilder(command)
            .directory(data.toFile())
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("product.log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(product::destroy));
    return product;
  }

  private Connection database(Process product) throws Exception {
    Path pid = data.resolve("data/postgres/postmaster.pid");
    long patience = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    while (System.nanoTime() < patience && product.isAlive()) {
      if (Files.exists(data.resolve("product.log"))
          && Files.readString(data.resolve("product.log")).contains("Ctrl-C")) {
        String dbPort = Files.readAllLines(pid).get(3).strip();
        return DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:" + dbPort + "/postgres?user=postgres");
      }
      LockSupport.parkNanos(200_000_000);
    }
    throw new IllegalStateException(
        "The product did not start: see " + data.resolve("product.log"));
  }
}
