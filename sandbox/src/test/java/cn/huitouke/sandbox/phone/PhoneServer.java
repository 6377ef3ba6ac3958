package cn.huitouke.sandbox.phone;

import cn.huitouke.sandbox.shop.DemoShop;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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

  /** What the product says that a parcel card's code holds. */
  volatile Function<String, Optional<String>> cards = order -> Optional.of("claim-" + order);

  PhoneServer() throws IOException {
    this(0);
  }

  PhoneServer(int port) throws IOException {
    page =
        new PhonePage(
            network,
            shop,
            clock,
            order -> cards.apply(order),
            () -> Map.of("tpl-progress", "物流进度提醒"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", page.page());
    server.createContext("/phone/", page.api());
    server.start();
    address = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    page.close();
    server.stop(0);
  }
}
