package cn.huitouke.sandbox.phone;

import cn.huitouke.sandbox.shop.DemoShop;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The page on a port of its own, before a platform on paper. */
final class PhoneServer implements AutoCloseable {

  /** Saturday noon in the shop. */
  static final Instant START = Instant.parse("2026-11-21T04:00:00Z");

  final HandClock clock = new HandClock(START);
  final PaperNetwork network = new PaperNetwork(clock);
  final DemoShop shop = new DemoShop(START);
  final String address;
  private final PhonePage page;
  private final HttpServer server;

  PhoneServer() throws IOException {
    page =
        new PhonePage(
            network,
            shop,
            clock,
            order -> Optional.of("claim-" + order).filter(code -> shop.orders().size() == 20),
            () -> Map.of("tpl-progress", "物流进度提醒"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", page.page());
    server.createContext("/phone/", page.api());
    server.start();
    address = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    page.close();
    server.stop(0);
  }
}
