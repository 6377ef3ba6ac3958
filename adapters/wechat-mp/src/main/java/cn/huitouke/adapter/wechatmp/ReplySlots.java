package cn.huitouke.adapter.wechatmp;

import cn.huitouke.channel.EventId;
import cn.huitouke.channel.OutboundId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * The HTTP responses that are waiting for an answer. The platform hangs up after five seconds and
 * asks again, three times in all; whichever of these responses is valid ends the exchange, so all of
 * them wait for the one answer and get the same. What was answered is remembered for a minute, or for
 * as long as few others were: a request that comes later is heard again, and the inbox, which knows
 * the event, gives the recorded answer once more.
 */
final class ReplySlots {

  /** How long a request may wait: the platform's five seconds less the way back. */
  static final Duration WAIT = Duration.ofMillis(4_500);

  private static final long REMEMBERED = Duration.ofSeconds(60).toNanos();

  /** Thousands more would live just long enough to be dear to the collector. */
  private static final int MOST_REMEMBERED = 2_000;

  private final ConcurrentHashMap<EventId, Slot> slots = new ConcurrentHashMap<>();
  private final Queue<Slot> remembered = new ArrayDeque<>();
  private final Duration wait;
  private final LongSupplier nanos;

  /**
   * @param wait how long a slot stays open, normally {@link #WAIT}
   * @param nanos as {@link System#nanoTime()}
   */
  ReplySlots(Duration wait, LongSupplier nanos) {
    this.wait = wait;
    this.nanos = nanos;
  }

  /** What became of an attempt to fill a slot. */
  enum Filling {
    DONE,
    TOO_LATE
  }

  /**
   * Joins the requests that wait for the answer to this event.
   *
   * @param answerTo who gets the answer, and as whom
   * @param arrived when the request came in, in nanoseconds
   */
  Seat join(EventId event, Parties answerTo, long arrived) {
    long now = nanos.getAsLong();
    forget(now);
    Slot fresh = new Slot(event, answerTo, arrived + wait.toNanos());
    Slot slot = slots.merge(event, fresh, (there, mine) -> there.failed() ? mine : there);
    return new Seat(slot, slot == fresh);
  }

  /** Puts the answer into the slot, if somebody still waits there. */
  Filling fill(EventId event, OutboundId by, java.util.function.Function<Parties, String> answer) {
    Slot slot = slots.get(event);
    return slot != null && slot.fill(by, answer, nanos.getAsLong())
        ? Filling.DONE
        : Filling.TOO_LATE;
  }

  /** Lets those who wait go with nothing. */
  void close(EventId event) {
    Slot slot = slots.get(event);
    if (slot != null) {
      slot.close();
      remember(slot);
    }
  }

  /** Lets everybody go; nothing is remembered. */
  void clear() {
    slots.values().forEach(Slot::close);
    slots.clear();
    synchronized (remembered) {
      remembered.clear();
    }
  }

  private void remember(Slot slot) {
    synchronized (remembered) {
      if (slot.forgetAt == 0) {
        slot.forgetAt = nanos.getAsLong() + REMEMBERED;
        remembered.add(slot);
      }
    }
  }

  private void forget(long now) {
    synchronized (remembered) {
      Slot oldest = remembered.peek();
      while (oldest != null && (oldest.forgetAt - now < 0 || remembered.size() > MOST_REMEMBERED)) {
        remembered.remove();
        slots.remove(oldest.event, oldest);
        oldest = remembered.peek();
      }
    }
  }

  /**
   * Whose names stand on an answer.
   *
   * @param customer the openid
   * @param account the account's own id
   */
  record Parties(String customer, String account) {}

  /** One request's place. */
  final class Seat {

    private final Slot slot;
    private final boolean first;

    private Seat(Slot slot, boolean first) {
      this.slot = slot;
      this.first = first;
    }

    /** Whether this request opened the slot and has to hand the event on. */
    boolean first() {
      return first;
    }

    /** The event is safe: from now on the platform may be told so. */
    void recorded() {
      slot.recorded = true;
    }

    /** The event could not be made safe: everybody who waits is told so, and nothing stays. */
    void failed() {
      slots.remove(slot.event, slot);
      slot.answer.completeExceptionally(new IllegalStateException("The event was not recorded"));
    }

    /**
     * Waits for the answer.
     *
     * @return the answer; empty where there is none in time
     * @throws IllegalStateException if the event could not be made safe, or not yet: a repeated
     *     delivery must not be told that all is well while the first is still being recorded
     */
    Optional<String> await() {
      try {
        long left = Math.max(0, slot.deadline - nanos.getAsLong());
        return slot.answer.get(left, TimeUnit.NANOSECONDS);
      } catch (TimeoutException _) {
        if (!slot.recorded) {
          throw new IllegalStateException("The event is still being recorded");
        }
        slot.close();
        return slot.answer.getNow(Optional.empty()); // the answer may have come this instant
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        slot.close();
        return Optional.empty();
      } finally {
        if (slot.answer.isDone()) {
          remember(slot);
        }
      }
    }
  }

  /** The one answer to one event. */
  private static final class Slot {

    final EventId event;
    final Parties parties;
    final long deadline;
    final CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
    volatile boolean recorded;
    private Optional<OutboundId> filledBy = Optional.empty();
    long forgetAt;

    Slot(EventId event, Parties parties, long deadline) {
      this.event = event;
      this.parties = parties;
      this.deadline = deadline;
    }

    boolean failed() {
      return answer.isCompletedExceptionally();
    }

    /** True too where this very message fills it already: it is on its way once. */
    synchronized boolean fill(
        OutboundId by, java.util.function.Function<Parties, String> text, long now) {
      if (filledBy.isPresent()) {
        return filledBy.get().equals(by);
      }
      if (deadline - now <= 0 || !answer.complete(Optional.of(text.apply(parties)))) {
        return false;
      }
      filledBy = Optional.of(by);
      return true;
    }

    void close() {
      answer.complete(Optional.empty());
    }
  }
}
