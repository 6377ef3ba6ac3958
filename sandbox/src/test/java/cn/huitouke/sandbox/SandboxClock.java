package cn.huitouke.sandbox;

import cn.huitouke.sandbox.world.TurnableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes as the wall clock goes, but can be turned forward. On the way it stops wherever a follower has
 * something due, stands still until that is done, and goes on.
 */
public final class SandboxClock implements TurnableClock, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SandboxClock.class);
  private static final long SECOND = 1_000_000_000L;

  private final InstantSource wall;
  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  private final Object turning = new Object();
  private volatile Duration ahead = Duration.ZERO;
  private volatile @Nullable Instant standing;
  private volatile @Nullable Thread ticking;

  public SandboxClock(InstantSource wall) {
    this.wall = wall;
  }

  /** Whoever has something to do at certain times. */
  public interface Follower {

    /** When {@link #advance()} has something to do next; may have passed already. */
    Optional<Instant> nextDue();

    /** Does everything that is due by now, and returns when it is done. */
    void advance();

    /** Waits, not for long, for what was begun at this instant and goes on in the background. */
    default void settle() {}
  }

  /** Adds the carriers of a sandbox. */
  public void ledBy(Sandbox sandbox) {
    ledBy(
        new Follower() {
          @Override
          public Optional<Instant> nextDue() {
            return sandbox.nextDue();
          }

          @Override
          public void advance() {
            sandbox.advance();
          }

          @Override
          public void settle() {
            sandbox.settles(java.time.Duration.ofSeconds(2));
          }
        });
  }

  /** Adds a follower; at one instant the earlier ones go first. */
  public void ledBy(Follower follower) {
    followers.add(follower);
  }

  @Override
  public Instant instant() {
    Instant still = standing;
    return still == null ? wall.instant().plus(ahead) : still;
  }

  @Override
  public void turnTo(Instant to) {
    synchronized (turning) {
      Instant here = instant();
      if (to.isBefore(here)) {
        throw new IllegalArgumentException("the clock shows " + here + " and is not turned back");
      }
      try {
        standing = here;
        everybody();
        for (var stop = nextStop(to); stop.isPresent(); stop = nextStop(to)) {
          standing = stop.get();
          everybody();
        }
        standing = to;
        everybody();
      } finally {
        ahead = Duration.between(wall.instant(), instant());
        standing = null;
      }
    }
  }

  /** Strictly later than now, so that a follower who never gets done cannot hold the clock. */
  private Optional<Instant> nextStop(Instant to) {
    Instant here = instant();
    return followers.stream()
        .flatMap(follower -> follower.nextDue().stream())
        .filter(due -> due.isAfter(here) && !due.isAfter(to))
        .min(Instant::compareTo);
  }

  private void everybody() {
    followers.forEach(Follower::advance);
    followers.forEach(Follower::settle);
  }

  /** From now on followers are also led by time that passes by itself, second by second. */
  public void start() {
    ticking = Thread.ofVirtual().name("sandbox-clock").start(this::tick);
  }

  private void tick() {
    while (!Thread.interrupted()) {
      LockSupport.parkNanos(SECOND);
      synchronized (turning) {
        for (Follower follower : followers) {
          lead(follower);
        }
      }
    }
  }

  private void lead(Follower follower) {
    try {
      if (follower.nextDue().filter(due -> !due.isAfter(instant())).isPresent()) {
        follower.advance();
      }
    } catch (RuntimeException bug) {
      LOG.error("a follower of the clock failed", bug);
    }
  }

  @Override
  public void close() {
    Thread thread = ticking;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
