package cn.huitouke.broadcast;

import cn.huitouke.channel.Message;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.Mailings.Mailing;
import cn.huitouke.order.Trades;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** A broadcast's words as a mailing of the outbox. */
@Component
class Phrasing {

  private final Composer composer;
  private final Trades trades;

  Phrasing(Composer composer, Trades trades) {
    this.composer = composer;
    this.trades = trades;
  }

  boolean personal(Broadcast broadcast) {
    return composer.personal(broadcast.draft());
  }

  /** Those of them who get words of their own: by a name, where the words say it and it is known. */
  Set<CustomerId> named(Broadcast broadcast, List<CustomerId> people) {
    if (!personal(broadcast)) {
      return Set.of();
    }
    return trades.names(people).entrySet().stream()
        .filter(entry -> Composer.isName(entry.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Where the words are personal: as who has no name gets them. */
  Mailing mailing(Broadcast broadcast, boolean second, Instant start) {
    return new Mailing(
        broadcast.mailing(),
        broadcast.draft().purpose(),
        message(broadcast, second, ""),
        Optional.empty(),
        start,
        start.plus(Duration.ofDays(broadcast.draft().worthDays())),
        "broadcast " + broadcast.id());
  }

  Message message(Broadcast broadcast, boolean second, String name) {
    return composer.message(broadcast.draft(), second, composer.tone(), name);
  }
}
