package cn.huitouke.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;

/** Slows down whoever guesses passwords: ten wrong ones in a quarter of an hour, then a pause. */
class LoginThrottle {

  private static final int MOST = 10;
  private static final Duration SPAN = Duration.ofMinutes(15);
  private static final int NAMES = 10_000;

  private final InstantSource clock;
  private final Map<String, Deque<Instant>> failures =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
          return size() > NAMES;
        }
      };

  LoginThrottle(InstantSource clock) {
    this.clock = clock;
  }

  synchronized boolean allows(String name) {
    Deque<Instant> times = failures.get(name);
    if (times == null) {
      return true;
    }
    Instant oldest = clock.instant().minus(SPAN);
    while (!times.isEmpty() && times.peekFirst().isBefore(oldest)) {
      times.removeFirst();
    }
    return times.size() < MOST;
  }

  @EventListener
  synchronized void failed(AbstractAuthenticationFailureEvent event) {
    failures
        .computeIfAbsent(event.getAuthentication().getName(), _ -> new ArrayDeque<>())
        .addLast(clock.instant());
  }

  @EventListener
  synchronized void succeeded(AuthenticationSuccessEvent event) {
    failures.remove(event.getAuthentication().getName());
  }
}
