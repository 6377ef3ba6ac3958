package cn.huitouke.server;

import cn.huitouke.schedule.Settling;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.springframework.core.task.TaskDecorator;

/** Counts what listeners still do on threads of their own, so that a turned clock can wait. */
final class Errands implements TaskDecorator, Settling {

  private final AtomicInteger underWay = new AtomicInteger();

  @Override
  public Runnable decorate(Runnable errand) {
    underWay.incrementAndGet();
    return () -> {
      try {
        errand.run();
      } finally {
        underWay.decrementAndGet();
      }
    };
  }

  boolean done() {
    return underWay.get() == 0;
  }

  @Override
  public boolean awaitQuiet(Duration atMost) {
    long until = System.nanoTime() + atMost.toNanos();
    while (!done() && System.nanoTime() < until) {
      LockSupport.parkNanos(200_000);
    }
    return done();
  }
}
