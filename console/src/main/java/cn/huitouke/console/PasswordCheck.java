package cn.huitouke.console;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Name, password and, where an operator uses one, the code of their authenticator. */
final class PasswordCheck extends DaoAuthenticationProvider {

  /** Each takes tens of megabytes and a core: a crowd must not take the machine. */
  private static final int AT_ONCE = 2;

  private final Operators operators;
  private final LoginThrottle throttle;
  private final Audit audit;
  private final InstantSource clock;
  private final Semaphore turn = new Semaphore(AT_ONCE, true);

  PasswordCheck(
      Operators operators,
      PasswordEncoder encoder,
      LoginThrottle throttle,
      Audit audit,
      InstantSource clock) {
    super(operators);
    setPasswordEncoder(encoder);
    this.operators = operators;
    this.throttle = throttle;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public @Nullable Authentication authenticate(Authentication attempt) {
    LoginDetails details = (LoginDetails) attempt.getDetails();
    if (!details.passkey().isEmpty()) {
      return null; // who showed a passkey is judged by it
    }
    String name = attempt.getName();
    Duration wait = throttle.take(name, details.getRemoteAddress());
    if (!wait.isZero()) {
      throw new TooSoon(wait);
    }
    Authentication entered;
    try {
      entered = check(attempt, details);
    } catch (AuthenticationException e) {
      throw new WrongLogin(noted(name, details.getRemoteAddress()));
    }
    throttle.succeeded(name, details.getRemoteAddress());
    operators.entered(name);
    return entered;
  }

  private Authentication check(Authentication attempt, LoginDetails details) {
    turn.acquireUninterruptibly();
    Authentication entered;
    try {
      entered = super.authenticate(attempt);
    } finally {
      turn.release();
    }
    Optional<Totp> secondFactor = operators.secondFactor(attempt.getName());
    if (secondFactor.isPresent()) {
      OptionalLong step = secondFactor.get().step(details.code(), clock.instant());
      if (step.isEmpty() || !operators.useStep(attempt.getName(), step.getAsLong())) {
        throw new BadCredentialsException("wrong code");
      }
    }
    return entered;
  }

  /**
   * When a pause begins, and when it has become the longest, the log says so: for names that nobody
   * has too, which would else be answered sooner, but without the name, which may be a password.
   */
  private Duration noted(String name, String address) {
    LoginThrottle.Count ofName = throttle.ofName(name);
    LoginThrottle.Count ofAddress = throttle.ofAddress(address);
    String known = operators.knows(name) ? name : "?";
    if (ofName.failures() == LoginThrottle.FREE_FOR_NAME
        || ofName.failures() == LoginThrottle.LONGEST_FOR_NAME) {
      audit.note("", "login.slowed", known, ofName.failures() + " × " + address);
    }
    if (ofAddress.failures() == LoginThrottle.FREE_FROM_ADDRESS) {
      audit.note("", "login.slowed", address, String.valueOf(ofAddress.failures()));
    }
    return ofName.pause().compareTo(ofAddress.pause()) > 0 ? ofName.pause() : ofAddress.pause();
  }
}
