package cn.huitouke.broadcast;

import cn.huitouke.channel.Message;
import cn.huitouke.delivery.Mailings.Mailing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** A broadcast's words as a mailing of the outbox. */
@Component
class Words {

  private final Composer composer;

  Words(Composer composer) {
    this.composer = composer;
  }

  boolean personal(Broadcast broadcast) {
    return composer.personal(broadcast.draft());
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
