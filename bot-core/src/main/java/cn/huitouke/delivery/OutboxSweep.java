package cn.huitouke.delivery;

import cn.huitouke.schedule.Sweep;
import java.time.Instant;
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
