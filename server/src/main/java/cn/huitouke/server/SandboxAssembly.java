package cn.huitouke.server;

import cn.huitouke.account.AccountBook;
import cn.huitouke.account.AccountKind.Use;
import cn.huitouke.care.CreditPage;
import cn.huitouke.delivery.Channels;
import cn.huitouke.order.OrderImports;
import cn.huitouke.order.Orders;
import cn.huitouke.sandbox.shop.DemoShop;
import cn.huitouke.schedule.Settling;
import cn.huitouke.schedule.ShopClock;
import cn.huitouke.schedule.Sweep;
import cn.huitouke.schedule.TimeTravel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The sandbox, while no real channel is configured or where it is asked for; and the clock. */
@Configuration(proxyBeanMethods = false)
class SandboxAssembly {

  private static final String START = "sandbox-start";
  private static final String OFFSET = "sandbox-clock";

  /** Whether the sandbox runs, and whether its demo account is the shop's only one. */
  record SandboxSwitch(boolean on, boolean demo) {}

  /** Asks the database, before there is a clock: accounts of the shop's own may be kept there. */
  @Bean
  SandboxSwitch sandboxSwitch(
      ServerSettings settings,
      ChannelSettings channels,
      ObjectProvider<Stage> stage,
      ObjectProvider<AccountBook> book) {
    if (stage.getIfAvailable() != null) {
      return new SandboxSwitch(true, false);
    }
    Boolean wanted = settings.sandbox().enabled();
    boolean none = channels.empty() && !book.getObject().any(Use.CHANNEL);
    boolean on = wanted == null ? none : wanted;
    return new SandboxSwitch(on, on && none);
  }

  /** Whether a demo has ever been played in this folder. */
  static boolean demoed(DataFolder folder) {
    return Files.exists(folder.path().resolve(START));
  }

  /** The shop's time: the machine's, moved on by what the sandbox has turned it. */
  @Bean
  ShopClock shopClock(SandboxSwitch sandbox, DataFolder folder, ObjectProvider<Stage> stage) {
    Stage rehearsed = stage.getIfAvailable();
    if (rehearsed != null) {
      return rehearsed.clock();
    }
    Duration offset =
        sandbox.on()
            ? read(folder.path().resolve(OFFSET)).map(Duration::parse).orElse(Duration.ZERO)
            : Duration.ZERO;
    return new ShopClock(InstantSource.system(), offset);
  }

  @Bean
  @Nullable Playground playground(
      SandboxSwitch sandbox,
      ServerSettings settings,
      ShopClock clock,
      DataFolder folder,
      ObjectProvider<Stage> stage) {
    if (!sandbox.on()) {
      return null;
    }
    Path file = folder.path().resolve(START);
    Instant start = read(file).map(Instant::parse).orElseGet(clock::instant);
    write(file, start.toString());
    DemoShop shop = new DemoShop(start);
    Stage rehearsed = stage.getIfAvailable();
    return new Playground(settings, clock, shop, rehearsed == null ? shop : rehearsed.parcels());
  }

  @Bean
  @Nullable PlaygroundOpening playgroundOpening(
      ObjectProvider<Playground> playground,
      SandboxSwitch sandbox,
      ShopClock clock,
      DataFolder folder,
      ObjectProvider<TimeTravel> travel,
      Orders orders,
      OrderImports imports,
      Channels channels,
      ObjectProvider<AccountBook> book) {
    Playground ground = playground.getIfAvailable();
    if (ground == null) {
      return null;
    }
    TurningClock turning =
        new TurningClock(
            clock,
            travel::getObject,
            ground.sandbox(),
            () -> Arrays.stream(Use.values()).anyMatch(book.getObject()::any),
            offset -> write(folder.path().resolve(OFFSET), offset.toString()));
    return new PlaygroundOpening(ground, turning, sandbox.demo(), orders, imports, channels);
  }

  /**
   * Where the demo's customers allow a later notice: the sandbox's stand-in for the page with the
   * platform's subscribe button. In a rehearsal its address is always the same.
   */
  @Bean
  @Nullable CreditPage creditPage(
      SandboxSwitch sandbox, ObjectProvider<Playground> playground, ObjectProvider<Stage> stage) {
    if (stage.getIfAvailable() != null) {
      return (_, _) ->
          java.util.Optional.of(Playground.allowPage(URI.create("https://shop.example")));
    }
    Playground ground = sandbox.demo() ? playground.getIfAvailable() : null;
    return ground == null
        ? null
        : (_, _) -> java.util.Optional.of(Playground.allowPage(ground.sandbox().base("")));
  }

  /** The sandbox goes on with the time, whoever turns the clock. */
  @Bean
  Sweep sandboxParcels(ObjectProvider<PlaygroundOpening> opening) {
    return new Sweep() {
      @Override
      public String name() {
        return "sandbox-parcels";
      }

      @Override
      public String cron() {
        return "0 * * * * ?";
      }

      @Override
      public void run(Instant now) {
        opening.ifAvailable(PlaygroundOpening::goOn);
      }
    };
  }

  /** A turned clock waits for what the platforms are just telling the shop: it would come too late. */
  @Bean
  Settling sandboxSettling(ObjectProvider<Playground> playground) {
    Playground ground = playground.getIfAvailable(); // once: it is asked at every stop of the clock
    return atMost -> ground == null || ground.sandbox().settles(atMost);
  }

  private static java.util.Optional<String> read(Path file) {
    try {
      return Files.exists(file)
          ? java.util.Optional.of(Files.readString(file).strip())
          : java.util.Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      // Moved into place whole: a crash leaves the old text or the new one.
      Path draft = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(draft, text);
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
