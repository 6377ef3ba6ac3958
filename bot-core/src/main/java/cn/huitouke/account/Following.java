package cn.huitouke.account;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Opens the kept accounts before anybody looks for one, and follows what other nodes change. No sweep: a
 * sweep runs on one node, this has to on each.
 */
@Component
class Following implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Following.class);
  private static final long PAUSE = Duration.ofSeconds(10).toNanos();

  private final Accounts accounts;
  private volatile @Nullable Thread walker;

  Following(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public void start() {
    accounts.follow();
    Thread walking = Thread.ofVirtual().name("accounts").unstarted(this::walk);
    walker = walking;
    walking.start();
  }

  private void walk() {
    while (true) {
      LockSupport.parkNanos(PAUSE);
      if (walker != Thread.currentThread()) {
        return;
      }
      try {
        accounts.follow();
      } catch (RuntimeException e) {
        LOG.warn("The kept accounts could not be looked at: {}", e.getClass().getName());
      }
    }
  }

  @Override
  public void stop() {
    Thread walking = walker;
    walker = null;
    if (walking != null) {
      LockSupport.unpark(walking);
    }
  }

  @Override
  public boolean isRunning() {
    return walker != null;
  }

  /** Before everybody else. */
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE + 1_000;
  }
}
