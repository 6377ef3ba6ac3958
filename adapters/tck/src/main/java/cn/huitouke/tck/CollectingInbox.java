package cn.huitouke.tck;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Inbox;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The engine's side of a contract test: keeps what it is given, or is full and says so. */
public final class CollectingInbox implements Inbox {

  private final LinkedBlockingQueue<InboundEvent> events = new LinkedBlockingQueue<>();
  private volatile boolean broken;

  @Override
  public void accept(InboundEvent event) {
    if (broken) {
      throw new IllegalStateException("the disk is full");
    }
    events.add(event);
  }

  /** From now on nothing can be made safe. */
  public void breaks() {
    broken = true;
  }

  public void isMended() {
    broken = false;
  }

  /** The next event; fails when none comes in time. */
  public InboundEvent next(Duration within) {
    InboundEvent event = poll(within);
    assertThat(event).as("an event within %s", within).isNotNull();
    return java.util.Objects.requireNonNull(event);
  }

  @Nullable InboundEvent poll(Duration within) {
    try {
      return events.poll(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public boolean isEmpty() {
    return events.isEmpty();
  }
}
