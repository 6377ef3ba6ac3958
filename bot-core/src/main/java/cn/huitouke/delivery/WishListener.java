package cn.huitouke.delivery;

import cn.huitouke.customer.WishesChanged;
import org.springframework.scheduling.annotation.Async;
import org.springframework.transaction.event.TransactionalEventListener;

/** What a customer asked for holds at once, also for what is planned or in hand already. */
class WishListener {

  private final PostOffice office;

  WishListener(PostOffice office) {
    this.office = office;
  }

  /**
   * After the commit: before, who looks again would still see the old wishes. And on a thread of its
   * own: whoever has just committed still holds a connection, and when many say TD in one moment, all
   * would wait with one in hand for a second.
   */
  @Async
  @TransactionalEventListener(fallbackExecution = true)
  public void changed(WishesChanged event) {
    office.recall(event.customer());
  }
}
