package cn.huitouke.delivery;

import cn.huitouke.schedule.Sweep;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts away letters that are no longer worth sending, and says what is uncertain. */
final class OutboxSweep implements Sweep {

  private static final Logger log = LoggerFactory.getLogger(OutboxSweep.class);

  private final LetterTable letters;

  OutboxSweep(LetterTable letters) {
    this.letters = letters;
  }

  @Override
  public String name() {
    return "outbox";
  }

  @Override
  public String cron() {
    return "30 * * * * ?";
  }

  @Override
  public Optional<String> occasion() {
    return Optional.of(
        "EXISTS (SELECT 1 FROM delivery.letter WHERE due_at IS NOT NULL AND worth_until <= :now)"
            + " OR EXISTS (SELECT 1 FROM delivery.letter"
            + " WHERE doubt_since >= :now::timestamptz - interval '60 seconds')");
  }

  @Override
  public void run(Instant now) {
    int expired = letters.expire(now);
    if (expired > 0) {
      log.info("{} letters were no longer worth sending", expired);
    }
    int uncertain = letters.uncertainSince(now.minusSeconds(60));
    if (uncertain > 0) {
      log.warn("{} letters became uncertain in the last minute: see the outbox", uncertain);
    }
  }
}
