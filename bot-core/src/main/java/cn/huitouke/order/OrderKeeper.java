package cn.huitouke.order;

import java.time.InstantSource;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Adds what is told of orders to what is known, in one transaction with the news of it. */
@Component
class OrderKeeper {

  private final OrderStore store;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final InstantSource clock;

  OrderKeeper(
      OrderStore store,
      PlatformTransactionManager transactions,
      ApplicationEventPublisher events,
      InstantSource clock) {
    this.store = store;
    this.transaction = new TransactionTemplate(transactions);
    this.events = events;
    this.clock = clock;
  }

  Chunk keep(List<Found> found) {
    return transaction.execute(
        _ -> {
          store.lock();
          Chunk done = new Chunk(found, store.load(Chunk.numbers(found)));
          store.save(done.changed(), done.before(), clock.instant());
          List<OrderEvent> news = done.news();
          if (!news.isEmpty()) {
            events.publishEvent(new OrderNews(news));
          }
          return done;
        });
  }
}
