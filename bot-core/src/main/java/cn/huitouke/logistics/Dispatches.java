package cn.huitouke.logistics;

import cn.huitouke.order.Order;
import cn.huitouke.order.OrderEvent;
import cn.huitouke.order.OrderNews;
import cn.huitouke.order.Orders;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/** Hears what an import changed: parcels that left, and orders that are off. */
@Component
class Dispatches {

  private final ParcelBook book;
  private final ToldBook told;
  private final Notices notices;
  private final Unshipped unshipped;
  private final Orders orders;
  private final InstantSource clock;

  Dispatches(
      ParcelBook book,
      ToldBook told,
      Notices notices,
      Unshipped unshipped,
      Orders orders,
      InstantSource clock) {
    this.book = book;
    this.told = told;
    this.notices = notices;
    this.unshipped = unshipped;
    this.orders = orders;
    this.clock = clock;
  }

  /** All that left is written down before anything is said: a parcel of two orders is one news. */
  @ApplicationModuleListener
  void on(OrderNews news) {
    Instant now = clock.instant();
    Set<Long> left = new LinkedHashSet<>();
    for (OrderEvent event : news.events()) {
      switch (event) {
        case OrderEvent.ParcelShipped shipped -> {
          long parcel = ship(shipped, now);
          unshipped.settled(shipped.order());
          if (told.note(parcel, NoticeKind.SHIPPED, isNews(shipped, now), now)) {
            left.add(parcel);
          }
        }
        case OrderEvent.OrderClosed closed -> off(closed.order());
        case OrderEvent.OrderRefunded refunded -> {
          if (refunded.whole()) {
            off(refunded.order());
          }
        }
        case OrderEvent.OrderPaid paid -> unshipped.paid(paid.order(), paid.at());
        case OrderEvent.OrderFinished finished -> unshipped.settled(finished.order());
      }
    }
    notices.tell(left);
  }

  private void off(String order) {
    book.close(order);
    unshipped.settled(order);
  }

  private long ship(OrderEvent.ParcelShipped shipped, Instant now) {
    return book.ship(shipped.waybill(), shipped.order(), shipped.destination(), shipped.at(), now);
  }

  /** An import of last month's orders is no news. Without a time of shipping, the payment's counts. */
  private boolean isNews(OrderEvent.ParcelShipped shipped, Instant now) {
    Optional<Order> order = orders.find(shipped.order());
    Optional<Instant> at = shipped.at().or(() -> order.flatMap(Order::paidAt));
    boolean going = order.filter(o -> o.status() == Order.Status.WAIT_BUYER_CONFIRM).isPresent();
    return going && at.filter(t -> t.isAfter(now.minus(NoticeKind.SHIPPED.fresh()))).isPresent();
  }
}
