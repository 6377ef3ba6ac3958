package cn.huitouke.delivery;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One circuit for each wire of each account. When sends fail one after the other, or the platform
 * asks for a long pause, nothing more is tried for a while; then one letter goes ahead of the others
 * to see. Other accounts notice nothing.
 */
final class Circuits {

  private static final Logger log = LoggerFactory.getLogger(Circuits.class);
  private static final int FAILURES = 5;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** A pause that long is meant for everybody, not for one message. */
  private static final Duration FOR_ALL = Duration.ofMinutes(1);

  private record Key(ChannelId account, Wire wire) {}

  /**
   * @param failures one after the other
   * @param shutUntil when one may try again
   * @param pause how long it is shut each time; zero while letters flow
   * @param trying one is trying at the moment
   */
  private record State(int failures, Instant shutUntil, Duration pause, boolean trying) {
    static final State FLOWING = new State(0, Instant.MIN, Duration.ZERO, false);
  }

  private final Map<Key, State> circuits = new ConcurrentHashMap<>();

  /** How long a letter has to wait; empty when it may be tried. Asking takes the trial's turn. */
  Optional<Instant> shutUntil(Peer peer, Wire wire, Instant now) {
    Instant[] until = {Instant.MIN};
    circuits.computeIfPresent(
        new Key(peer.channel(), wire),
        (_, state) -> {
          if (state.failures() == 0) {
            return state;
          }
          if (state.shutUntil().isAfter(now)) {
            until[0] = state.shutUntil();
            return state;
          }
          return state.pause().isZero() // not open yet, only counting
              ? state
              : new State(state.failures(), now.plus(state.pause()), state.pause(), true);
        });
    return until[0].equals(Instant.MIN) ? Optional.empty() : Optional.of(until[0]);
  }

  void worked(Peer peer, Wire wire) {
    State before = circuits.remove(new Key(peer.channel(), wire));
    if (before != null && !before.pause().isZero()) {
      log.info("{} takes messages again by {}", peer.channel(), wire);
    }
  }

  /** The platform took nothing, or gave no answer. */
  void failed(Peer peer, Wire wire, Duration retryAfter, Instant now) {
    circuits.compute(
        new Key(peer.channel(), wire),
        (key, state) -> {
          State was = state == null ? State.FLOWING : state;
          boolean late = !was.pause().isZero() && !was.trying();
          if (late && retryAfter.compareTo(was.pause()) <= 0) {
            return was; // it had left before the circuit opened: no news
          }
          int failures = was.failures() + 1;
          if (failures < FAILURES && retryAfter.compareTo(FOR_ALL) < 0) {
            return new State(failures, Instant.MIN, was.pause(), false);
          }
          Duration longer = was.pause().isZero() ? FIRST_PAUSE : was.pause().multipliedBy(2);
          Duration pause = min(longer, LONGEST_PAUSE);
          if (retryAfter.compareTo(pause) > 0) {
            pause = retryAfter;
          }
          if (was.pause().isZero()) {
            log.warn("{} takes no messages by {}: trying again in {}", key.account(), wire, pause);
          }
          return new State(failures, now.plus(pause), pause, false);
        });
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
