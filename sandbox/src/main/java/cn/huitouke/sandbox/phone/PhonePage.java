package cn.huitouke.sandbox.phone;

import cn.huitouke.sandbox.shop.DemoShop;
import cn.huitouke.sandbox.world.PhoneNetwork;
import cn.huitouke.sandbox.world.TurnableClock;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * The phone page: pick a customer of the demo shop, and chat as they would. Mount {@link #page()} at
 * {@code /} and {@link #api()} at {@code /phone/}. Requests are answered on threads of their own, so
 * any executor of the server will do.
 */
public final class PhonePage implements AutoCloseable {

  /** A page where a customer allows notices: the phone page opens it on the phone. */
  public static final String ALLOW = "/phone/allow";

  private static final Logger LOG = LoggerFactory.getLogger(PhonePage.class);

  private final PageFiles files = new PageFiles();
  private final DemoShop shop;
  private final TurnableClock clock;
  private final LiveFeed feed;
  private final PhoneWorld world;
  private final PhoneActions actions;

  /**
   * @param cards what the QR code on an order's parcel card says, once the product knows the order
   * @param notices templates that a customer can be asked to consent to: template id and title
   */
  public PhonePage(
      PhoneNetwork network,
      DemoShop shop,
      TurnableClock clock,
      Function<String, Optional<String>> cards,
      Supplier<Map<String, String>> notices) {
    this(Map.of("wechat", network), shop, clock, cards, notices);
  }

  /**
   * With several apps on each phone.
   *
   * @param networks by the app's name on the page: {@code wechat}, {@code kf}, {@code qq}, {@code
   *     group}; the first is the one that is open at first
   */
  public PhonePage(
      Map<String, PhoneNetwork> networks,
      DemoShop shop,
      TurnableClock clock,
      Function<String, Optional<String>> cards,
      Supplier<Map<String, String>> notices) {
    this.shop = shop;
    this.clock = clock;
    Apps apps = new Apps(networks);
    this.feed = new LiveFeed(apps, clock);
    this.world = new PhoneWorld(apps, shop, clock, cards, notices);
    this.actions = new PhoneActions(apps, clock, cards, feed, world::knows);
  }

  /** Without parcel cards and without notices. */
  public PhonePage(PhoneNetwork network, DemoShop shop, TurnableClock clock) {
    this(network, shop, clock, order -> Optional.empty(), Map::of);
  }

  /** The page itself, for {@code /}. */
  public HttpHandler page() {
    return exchange -> apart(exchange, this::showPage);
  }

  /** What the page asks for, for {@code /phone/}. */
  public HttpHandler api() {
    return exchange -> apart(exchange, this::route);
  }

  /** Ends the live connections of open pages. */
  @Override
  public void close() {
    feed.close();
  }

  private void showPage(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestURI().getPath().equals("/")) {
      Replies.problem(exchange, 404, "unknown");
      return;
    }
    files.page(exchange);
  }

  private void route(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring("/phone/".length());
    if (exchange.getRequestMethod().equals("POST")) {
      actions.perform(exchange, path);
      return;
    }
    switch (path) {
      case "world" -> Replies.json(exchange, 200, world.everybody());
      case "person" ->
          Replies.json(
              exchange,
              200,
              world.person(Replies.query(exchange, "id"), Replies.query(exchange, "app")));
      case "events" -> feed.stream(exchange);
      case "allow" -> files.page(exchange);
      case "orders.csv" ->
          files.download(exchange, "ExportOrderList.csv", shop.orderExport(clock.instant()));
      case "items.csv" ->
          files.download(exchange, "ExportOrderDetailList.csv", shop.itemExport(clock.instant()));
      default -> files.file(exchange, path);
    }
  }

  private static void apart(HttpExchange exchange, HttpHandler handler) {
    Thread.ofVirtual().name("phone-page").start(() -> guarded(exchange, handler));
  }

  private static void guarded(HttpExchange exchange, HttpHandler handler) {
    try {
      Replies.harden(exchange.getResponseHeaders());
      handler.handle(exchange);
    } catch (JacksonException malformed) {
      Replies.lastWord(exchange, 400, "malformed");
    } catch (IllegalArgumentException | IllegalStateException refused) {
      LOG.debug("the platform refused", refused);
      Replies.lastWord(exchange, 409, "refused");
    } catch (IOException gone) {
      LOG.debug("the page went away", gone);
    } catch (RuntimeException broken) {
      LOG.error("the phone page failed", broken);
      Replies.lastWord(exchange, 500, "broken");
    } finally {
      exchange.close();
    }
  }
}
