package cn.huitouke.console;

import cn.huitouke.channel.QrCodes;
import cn.huitouke.order.Order;
import cn.huitouke.order.Orders;
import cn.huitouke.order.Trades;
import com.google.zxing.WriterException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.stereotype.Component;

/** What lies in a parcel or on its table: an order with the code that tells us whose it is. */
@Component
class Sheets {

  /** A parcel card lies in the drawer for a while before it is scanned. */
  private static final Duration LIFE = Duration.ofDays(30);

  /** Each code is asked of the platform: so many at a time. */
  private static final int AT_ONCE = 8;

  private final Orders orders;
  private final Trades trades;
  private final ShopTime times;

  Sheets(Orders orders, Trades trades, ShopTime times) {
    this.orders = orders;
    this.trades = trades;
    this.times = times;
  }

  record Sheet(
      String number, String at, String to, String region, List<Order.Line> lines, QrDrawing qr) {}

  /**
   * In the order asked for; numbers of no order are passed by.
   *
   * @param codes who makes codes that can be scanned; without, the scene itself can be typed
   */
  List<Sheet> of(List<String> numbers, Optional<QrCodes> codes) {
    try (ExecutorService hands =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      List<Future<Optional<Sheet>>> made =
          numbers.stream()
              .distinct()
              .map(number -> hands.submit(() -> sheet(number, codes)))
              .toList();
      return made.stream().map(Sheets::waitFor).flatMap(Optional::stream).toList();
    }
  }

  private static Optional<Sheet> waitFor(Future<Optional<Sheet>> sheet) {
    try {
      return sheet.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The shop is closing", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private Optional<Sheet> sheet(String number, Optional<QrCodes> codes) throws WriterException {
    Optional<Order> found = orders.find(number);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Order order = found.get();
    String scene = orders.claimCode(order.number());
    String content =
        codes
            .flatMap(maker -> maker.temporaryCode(scene, LIFE))
            .map(QrCodes.QrCode::content)
            .orElse(scene);
    return Optional.of(
        new Sheet(
            order.number(),
            times.at(order.createdAt()),
            trades.receiver(order.number()).map(to -> Mask.name(to.name())).orElse(""),
            (order.province() + " " + order.city()).strip(),
            order.lines(),
            QrDrawing.of(content)));
  }
}
