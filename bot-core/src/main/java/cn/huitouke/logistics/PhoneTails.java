package cn.huitouke.logistics;

import cn.huitouke.order.Orders;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The last four digits that some carriers ask for: what the customer told us, else the order's. */
@Component
class PhoneTails {

  private final ParcelBook book;
  private final Orders orders;

  PhoneTails(ParcelBook book, Orders orders) {
    this.book = book;
    this.orders = orders;
  }

  Optional<String> of(Parcel parcel) {
    return book.tail(parcel.id())
        .or(
            () ->
                book.openOrders(parcel.id()).stream()
                    .map(orders::phoneTail)
                    .flatMap(Optional::stream)
                    .findFirst());
  }

  /** Whether a question for this parcel would be in vain without one that we do not have. */
  boolean missing(Parcel parcel) {
    return (parcel.tailWanted() || Carriers.demandsTail(parcel.waybill().carrier()))
        && (parcel.tailWanted() || of(parcel).isEmpty());
  }
}
