package cn.huitouke.console;

import java.time.Duration;
import org.springframework.security.authentication.LockedException;

/** After wrong passwords: the next try has to wait. Nothing was looked at. */
final class TooSoon extends LockedException {

  private static final long serialVersionUID = 1;

  private final long seconds;

  TooSoon(Duration wait) {
    super("too soon after wrong passwords");
    seconds = seconds(wait);
  }

  /** Rounded up: who waits so long is not turned away again. */
  static long seconds(Duration wait) {
    return wait.plusNanos(999_999_999).toSeconds();
  }

  long seconds() {
    return seconds;
  }
}
