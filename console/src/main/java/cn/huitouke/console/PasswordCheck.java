package cn.huitouke.console;

import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Name, password and, where an operator uses one, the code of their authenticator. */
final class PasswordCheck extends DaoAuthenticationProvider {

  /** Each takes tens of megabytes and a core: a crowd must not take the machine. */
  private static final int AT_ONCE = 2;

  private final Operators operators;
  private final LoginThrottle throttle;
  private final InstantSource clock;
  private final Semaphore turn = new Semaphore(AT_ONCE, true);

  PasswordCheck(
      Operators operators, PasswordEncoder encoder, LoginThrottle throttle, InstantSource clock) {
    super(operators);
    setPasswordEncoder(encoder);
    this.operators = operators;
    this.throttle = throttle;
    this.clock = clock;
  }

  @Override
  public Authentication authenticate(Authentication attempt) {
    LoginDetails details = (LoginDetails) attempt.getDetails();
    if (!throttle.allows(attempt.getName(), details.getRemoteAddress())) {
      throw new LockedException("too many wrong passwords");
    }
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
    throttle.succeeded(attempt.getName(), details.getRemoteAddress());
    operators.entered(attempt.getName());
    return entered;
  }
}
