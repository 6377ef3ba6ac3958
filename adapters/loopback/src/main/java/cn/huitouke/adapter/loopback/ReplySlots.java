package cn.huitouke.adapter.loopback;

import cn.huitouke.channel.EventId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The callbacks whose response is still open. A slot is filled or closed exactly once; redeliveries
 * of one event find the slot of the first, open or not.
 */
final class ReplySlots {

  private static final int REMEMBERED = 1000;

  private final Duration open;
  private final Map<EventId, CompletableFuture<Optional<byte[]>>> slots =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(
            Map.Entry<EventId, CompletableFuture<Optional<byte[]>>> eldest) {
          return size() > REMEMBERED;
        }

        private static final long serialVersionUID = 1;
      };

  ReplySlots(Duration open) {
    this.open = open;
  }

  CompletableFuture<Optional<byte[]>> open(EventId event) {
    synchronized (slots) {
      return slots.computeIfAbsent(
          event,
          _ ->
              new CompletableFuture<Optional<byte[]>>()
                  .completeOnTimeout(Optional.empty(), open.toNanos(), TimeUnit.NANOSECONDS));
    }
  }

  /** The event was not kept: its next delivery is a new one. */
  void forget(EventId event) {
    synchronized (slots) {
      slots.remove(event);
    }
  }

  /** Answers in the response, if it is still open: otherwise nothing happens. */
  boolean fill(EventId event, Optional<byte[]> answer) {
    CompletableFuture<Optional<byte[]>> slot;
    synchronized (slots) {
      slot = slots.get(event);
    }
    return slot != null && slot.complete(answer);
  }

  void closeAll() {
    synchronized (slots) {
      slots.values().forEach(slot -> slot.complete(Optional.empty()));
    }
  }
}
