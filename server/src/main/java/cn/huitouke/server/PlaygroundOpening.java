package cn.huitouke.server;

import cn.huitouke.adapter.wechatmp.WeChatMp;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.delivery.Channels;
import cn.huitouke.order.OrderImports;
import cn.huitouke.order.Orders;
import cn.huitouke.sandbox.phone.PhonePage;
import cn.huitouke.sandbox.world.TurnableClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Opens the sandbox behind the front door, lays the demo shop's orders on the counter, and hangs out
 * the demo account's menu.
 */
final class PlaygroundOpening implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(PlaygroundOpening.class);

  private final Playground ground;
  private final boolean demo;
  private final OrderImports imports;
  private final Channels channels;
  private final TurnableClock clock;
  private final PhonePage page;
  private byte[] laidOut = {};
  private volatile boolean running;

  PlaygroundOpening(
      Playground ground,
      TurnableClock clock,
      boolean demo,
      Orders orders,
      OrderImports imports,
      Channels channels) {
    this.ground = ground;
    this.clock = clock;
    this.demo = demo;
    this.imports = imports;
    this.channels = channels;
    this.page =
        new PhonePage(
            demo ? ground.apps() : Map.of("wechat", ground.sandbox().weChat()),
            ground.shop(),
            clock,
            order ->
                demo && orders.find(order).isPresent()
                    ? Optional.of(orders.claimCode(order))
                    : Optional.empty(),
            Playground::notices);
    ground.sandbox().mount("/", page.page());
    ground.sandbox().mount("/phone/", page.api());
  }

  @Override
  public void start() {
    layOut();
    ground.sandbox().start();
    if (demo) {
      hangOutMenu();
    }
    running = true;
  }

  /** Time went by: the carriers push what is due, and what the shop sent off is exported anew. */
  void goOn() {
    ground.sandbox().advance();
    if (running) {
      layOut();
    }
  }

  /** As an operator who imports the day's export: nothing happens while nothing changed. */
  private synchronized void layOut() {
    if (!demo) {
      return;
    }
    Instant now = clock.instant();
    byte[] export = ground.shop().orderExport(now);
    if (!Arrays.equals(export, laidOut)) {
      read(export, "ExportOrderList.csv");
      read(ground.shop().itemExport(now), "ExportOrderDetailList.csv");
      laidOut = export;
    }
  }

  private void hangOutMenu() {
    channels.all().stream()
        .filter(WeChatMp.class::isInstance)
        .map(channel -> ((WeChatMp) channel).followers().showMenu(Playground.MENU))
        .filter(outcome -> !(outcome instanceof SendOutcome.Accepted))
        .forEach(outcome -> LOG.warn("The demo account has no menu: {}", outcome));
  }

  private void read(byte[] export, String name) {
    try {
      imports.importFile(new ByteArrayInputStream(export), name, "taobao");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    page.close();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return FrontDoor.PHASE + 10;
  }
}
