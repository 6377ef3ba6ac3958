package cn.huitouke.console;

import java.time.Duration;
import org.springframework.security.authentication.BadCredentialsException;

/** Name, password or code is wrong: which of them, and whether there is such a name, is not said. */
final class WrongLogin extends BadCredentialsException {

  private static final long serialVersionUID = 1;

  private final long seconds;

  WrongLogin(Duration pause) {
    super("wrong name, password or code");
    seconds = TooSoon.seconds(pause);
  }

  /** Until the next try. */
  long seconds() {
    return seconds;
  }
}
