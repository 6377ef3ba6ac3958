package cn.huitouke.server;

import cn.huitouke.order.OrderImports;
import cn.huitouke.order.Orders;
import cn.huitouke.sandbox.phone.PhonePage;
import cn.huitouke.sandbox.world.TurnableClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.SmartLifecycle;

/** Opens the sandbox behind the front door, and lays the demo shop's orders on the counter. */
final class PlaygroundOpening implements SmartLifecycle {

  private final Playground ground;
  private final boolean demo;
  private final OrderImports imports;
  private final PhonePage page;
  private volatile boolean running;

  PlaygroundOpening(
      Playground ground, TurnableClock clock, boolean demo, Orders orders, OrderImports imports) {
    this.ground = ground;
    this.demo = demo;
    this.imports = imports;
    this.page =
        new PhonePage(
            ground.sandbox().weChat(),
            ground.shop(),
            clock,
            order ->
                demo && orders.find(order).isPresent()
                    ? Optional.of(orders.claimCode(order))
                    : Optional.empty(),
            Map::of);
    ground.sandbox().mount("/", page.page());
    ground.sandbox().mount("/phone/", page.api());
  }

  @Override
  public void start() {
    if (demo) {
      // Idempotent: on the same data nothing changes.
      read(ground.shop().orderExport(), "ExportOrderList.csv");
      read(ground.shop().itemExport(), "ExportOrderDetailList.csv");
    }
    ground.sandbox().start();
    running = true;
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
