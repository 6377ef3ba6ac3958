package cn.huitouke.conversation;

import cn.huitouke.schedule.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Moves the mark from which a start looks for events that are not handled. */
final class InboxSweep implements Sweep {

  /** A row that is not visible by then was never committed. */
  private static final Duration SETTLED_AFTER = Duration.ofSeconds(60);

  private final EventTable table;
  private long newest;
  private long lookedAt;
  private boolean looked;

  InboxSweep(EventTable table) {
    this.table = table;
  }

  @Override
  public String name() {
    return "inbox-mark";
  }

  @Override
  public String cron() {
    return "15 * * * * ?";
  }

  @Override
  public synchronized Optional<String> occasion() {
    return settling() ? Optional.of("false") : Optional.empty();
  }

  @Override
  public synchronized void run(Instant now) {
    if (settling()) {
      return;
    }
    if (looked) {
      table.moveMark(newest);
    }
    newest = table.newest();
    lookedAt = System.nanoTime();
    looked = true;
  }

  /** By real time, not the shop's: what matters is how long a transaction can take. */
  private boolean settling() {
    return looked && System.nanoTime() - lookedAt < SETTLED_AFTER.toNanos();
  }
}
