package cn.huitouke.console;

import cn.huitouke.channel.QrCodes;
import cn.huitouke.delivery.Channels;
import cn.huitouke.order.Order;
import cn.huitouke.order.Orders;
import cn.huitouke.order.Trades;
import com.google.zxing.WriterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Packing slips and parcel cards, several to an A4: pages that the browser prints. */
@Controller
class PrintPage {

  private static final int MOST = 60;

  /** A parcel card lies in the drawer for a while before it is scanned. */
  private static final Duration LIFE = Duration.ofDays(30);

  private final Orders orders;
  private final Trades trades;
  private final Channels channels;
  private final ShopTime times;

  PrintPage(Orders orders, Trades trades, Channels channels, ShopTime times) {
    this.orders = orders;
    this.trades = trades;
    this.channels = channels;
    this.times = times;
  }

  record Sheet(
      String number, String at, String to, String region, List<Order.Line> lines, QrDrawing qr) {}

  @Least(Role.OPERATOR)
  @GetMapping("/orders/print")
  String print(
      @RequestParam(defaultValue = "") List<String> number,
      @RequestParam(defaultValue = "cards") String what,
      Model model)
      throws WriterException {
    Optional<QrCodes> codes =
        channels.all().stream()
            .filter(QrCodes.class::isInstance)
            .map(QrCodes.class::cast)
            .findFirst();
    List<Sheet> sheets = new ArrayList<>();
    for (String one : number.stream().distinct().limit(MOST).toList()) {
      Optional<Order> order = orders.find(one);
      if (order.isPresent()) {
        sheets.add(sheet(order.get(), codes));
      }
    }
    model.addAttribute("sheets", sheets);
    model.addAttribute("slips", what.equals("slips"));
    return "console/print";
  }

  private Sheet sheet(Order order, Optional<QrCodes> codes) throws WriterException {
    String scene = orders.claimCode(order.number());
    // Without an account that makes scannable codes the scene itself can be typed or scanned.
    String content =
        codes
            .flatMap(maker -> maker.temporaryCode(scene, LIFE))
            .map(QrCodes.QrCode::content)
            .orElse(scene);
    return new Sheet(
        order.number(),
        times.at(order.createdAt()),
        trades.receiver(order.number()).map(to -> Mask.name(to.name())).orElse(""),
        (order.province() + " " + order.city()).strip(),
        order.lines(),
        QrDrawing.of(content));
  }
}
