package cn.huitouke.delivery;

import cn.huitouke.customer.WishesChanged;
import org.springframework.transaction.event.TransactionalEventListener;

/** What a customer asked for holds at once, also for what is planned or in hand already. */
class WishListener {

  private final PostOffice office;

  WishListener(PostOffice office) {
    this.office = office;
  }

  /** After the commit: before, who looks again would still see the old wishes. */
  @TransactionalEventListener(fallbackExecution = true)
  public void changed(WishesChanged event) {
    office.recall(event.customer());
  }
}
