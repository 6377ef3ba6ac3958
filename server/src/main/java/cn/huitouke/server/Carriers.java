package cn.huitouke.server;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Sees to it that virtual threads go on. A virtual thread that loads a class keeps its carrier while it
 * waits; when all carriers wait so, and the one who could let them go has none, nothing moves any more:
 * no message, no reply, not even the shutdown. (Seen with a hundred sends that failed at once for the
 * first time, on two cores; JEP 491, "Future work", names the cause.) So a platform thread asks now and
 * then for a virtual one to run; while none does, there is one carrier more.
 */
@Component
final class Carriers implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Carriers.class);
  private static final int MOST = 64;

  private final Duration pause;
  private final Duration patience;
  private volatile boolean running;

  Carriers() {
    this(Duration.ofSeconds(2), Duration.ofSeconds(2));
  }

  /**
   * @param pause between two questions
   * @param patience how long a virtual thread may take to run
   */
  Carriers(Duration pause, Duration patience) {
    this.pause = pause;
    this.patience = patience;
  }

  @Override
  public void start() {
    running = true;
    Thread.ofPlatform().daemon().name("carriers").start(this::watch);
  }

  @Override
  public void stop() {
    running = false;
  }

  /** To the end: those that stop after us may need a carrier too. */
  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return Integer.MIN_VALUE;
  }

  private void watch() {
    VirtualThreadSchedulerMXBean scheduler =
        ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
    int usual = scheduler.getParallelism();
    while (running) {
      LockSupport.parkNanos(pause.toNanos());
      int present = scheduler.getParallelism();
      if (!moves()) {
        if (present < MOST) {
          log.warn(
              "No virtual thread ran for {}: there are {} carriers now", patience, present + 1);
          scheduler.setParallelism(present + 1);
        }
      } else if (present > usual) {
        scheduler.setParallelism(usual);
      }
    }
  }

  private boolean moves() {
    CountDownLatch ran = new CountDownLatch(1);
    // from a thread of its own, which has an empty queue: only a queue's first task calls for a
    // carrier
    Thread.ofPlatform()
        .daemon()
        .name("carriers-probe")
        .start(() -> Thread.ofVirtual().name("carriers-probe").start(ran::countDown));
    try {
      return ran.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
