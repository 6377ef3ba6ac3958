package cn.huitouke.broadcast;

import cn.huitouke.schedule.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Counts what came of the broadcasts before anybody asks. */
@Component
class Reckoning implements Sweep {

  private static final int MOST = 200;

  /** Counting is nobody's first need: the rest waits for the next round. */
  private static final Duration AT_ONCE = Duration.ofSeconds(20);

  private final BroadcastTable table;
  private final Reporter reporter;

  Reckoning(BroadcastTable table, Reporter reporter) {
    this.table = table;
    this.reporter = reporter;
  }

  @Override
  public String name() {
    return "broadcast-reports";
  }

  @Override
  public String cron() {
    return "40 0/4 * * * ?";
  }

  @Override
  public Optional<String> occasion() {
    return Optional.of(
        "EXISTS (SELECT 1 FROM broadcast.broadcast b WHERE started_at IS NOT NULL AND NOT EXISTS"
            + " (SELECT 1 FROM broadcast.report r WHERE r.broadcast = b.id AND r.complete))");
  }

  @Override
  public void run(Instant now) {
    long end = System.nanoTime() + AT_ONCE.toNanos();
    for (Broadcast broadcast : table.uncounted(MOST, now)) {
      if (System.nanoTime() > end) {
        return;
      }
      reporter.prepare(broadcast);
    }
  }
}
