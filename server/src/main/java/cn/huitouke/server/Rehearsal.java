package cn.huitouke.server;

import cn.huitouke.order.OrderImports;
import cn.huitouke.order.Orders;
import cn.huitouke.sandbox.people.Crowd;
import cn.huitouke.sandbox.shop.BusyShop;
import cn.huitouke.schedule.ShopClock;
import cn.huitouke.schedule.TimeTravel;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Plays days and months of the shop with simulated customers, in one process, against the sandbox's
 * platforms over real sockets; then writes what everybody heard, and why others did not.
 */
final class Rehearsal {

  private final RehearsalOptions options;
  private final PrintStream out;
  private final PrintStream err;

  private Rehearsal(RehearsalOptions options, PrintStream out, PrintStream err) {
    this.options = options;
    this.out = out;
    this.err = err;
  }

  /**
   * @return the exit code: 0 when it went through without a refusal for a window or quota, 1 when not,
   *     2 when the arguments could not be understood
   */
  static int run(String[] args) {
    try {
      RehearsalOptions options = RehearsalOptions.of(args);
      if (options.help()) {
        System.out.println(RehearsalOptions.USAGE);
        return 0;
      }
      OptionalInt elsewhere = RehearsalProcess.run(args);
      if (elsewhere.isPresent()) {
        return elsewhere.getAsInt();
      }
      RehearsalSummary summary = new Rehearsal(options, System.out, System.err).play();
      System.out.println(summary.inWords());
      return summary.withinTheRules() ? 0 : 1;
    } catch (RehearsalOptions.Misunderstood e) {
      System.err.println(e.getMessage());
      return 2;
    } catch (IOException | RuntimeException e) {
      System.err.println("The rehearsal broke off: " + Doctor.cause(e));
      return 1;
    }
  }

  /** Plays, and writes everything down. */
  static RehearsalSummary play(RehearsalOptions options) throws IOException {
    return new Rehearsal(options, System.out, System.err).play();
  }

  private RehearsalSummary play() throws IOException {
    long begun = System.nanoTime();
    Files.createDirectories(options.out());
    BusyShop shop =
        new BusyShop(options.from(), options.days(), options.customers(), options.seed());
    Path data = Files.createTempDirectory("huitouke-rehearsal");
    try (ConfigurableApplicationContext house = open(shop, data)) {
      return play(shop, house, begun);
    } finally {
      clear(data);
    }
  }

  private RehearsalSummary play(BusyShop shop, ConfigurableApplicationContext house, long begun)
      throws IOException {
    Playground ground = house.getBean(Playground.class);
    Orders orders = house.getBean(Orders.class);
    Witness witness = new Witness(house.getBean(ShopClock.class));
    ground.sandbox().weChat().listen(witness::sees);
    Crowd crowd =
        new Crowd(
            shop,
            ground.sandbox().weChat(),
            orders::claimCode,
            List.copyOf(new TreeSet<>(Playground.notices().keySet())),
            options.seed(),
            witness::sees);
    long opened = System.nanoTime();
    Season season =
        new Season(
            options,
            shop,
            ground.sandbox(),
            crowd,
            house.getBean(ShopClock.class),
            house.getBean(TimeTravel.class),
            house.getBean(OrderImports.class),
            day -> progress(day, begun));
    season.play();
    Duration played = Duration.ofNanos(System.nanoTime() - opened);
    String hash = new Diaries(house, witness, crowd).write(options.out().resolve("diary"));
    RehearsalSummary summary =
        RehearsalSummary.of(options, house, ground.sandbox(), season, hash, played);
    if (options.replay()) {
      summary.compare(NaiveSender.replay(house, crowd.shoppers(), witness));
    }
    summary.write(options.out());
    return summary;
  }

  private void progress(LocalDate day, long begun) {
    if (day.getDayOfMonth() == 1 || day.equals(options.start())) {
      long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
      err.println("%s  (%d s)".formatted(day, seconds));
    }
  }

  private ConfigurableApplicationContext open(BusyShop shop, Path data) throws IOException {
    Stage stage = Stage.at(options.from(), shop);
    Errands errands = new Errands();
    SpringApplication application = Huitouke.application();
    application.setLogStartupInfo(false);
    application.addInitializers(
        context -> {
          GenericApplicationContext house = (GenericApplicationContext) context;
          house.registerBean(Stage.class, () -> stage);
          house.registerBean(Errands.class, () -> errands);
        });
    return application.run(settings(data));
  }

  /** Ours outrank what the shop has set up: nothing but the sandbox is touched. */
  private String[] settings(Path data) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String setting : options.rest()) {
      int equals = setting.indexOf('=');
      settings.put(setting.substring(2, equals), setting.substring(equals + 1));
    }
    settings.put("huitouke.rehearsal", "true");
    settings.put("server.port", "0");
    settings.put("server.address", "127.0.0.1");
    settings.put("huitouke.data-dir", data.toString());
    settings.put("huitouke.database.url", "embedded");
    settings.put("huitouke.redis.url", "embedded");
    settings.put("huitouke.gateway.port", Integer.toString(freePort()));
    settings.put("huitouke.gateway.bind-address", "127.0.0.1");
    settings.put("huitouke.gateway.requests-per-second-per-address", "1000000");
    settings.put("huitouke.gateway.connections-per-address", "100000");
    settings.put("huitouke.sandbox.port", "0");
    // The carriers' limits are per parcel; how fast we ask is a matter of real seconds.
    settings.put("huitouke.logistics.questions-per-second", "1000000");
    settings.put("huitouke.logistics.questions-at-once", "1"); // whose news come first is no chance
    settings.put("spring.modulith.events.completion-mode", "delete");
    settings.put("logging.level.org.springframework.boot", "error");
    settings.put("logging.level.cn.huitouke", "error");
    return settings.entrySet().stream()
        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
        .toArray(String[]::new);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void clear(Path data) {
    try (Stream<Path> all = Files.walk(data)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // It lies in the folder for temporary things.
    }
  }
}
