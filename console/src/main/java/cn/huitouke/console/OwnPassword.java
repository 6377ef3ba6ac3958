package cn.huitouke.console;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/**
 * Asks somebody who is logged in for their password once more, before what a screen that was left
 * open must not allow. Guesses are slowed down as at the door.
 */
@Component
class OwnPassword {

  static final String TOO_SOON = "password.fault.wait";

  private final Operators operators;
  private final LoginThrottle throttle;

  OwnPassword(Operators operators, LoginThrottle throttle) {
    this.operators = operators;
    this.throttle = throttle;
  }

  /** The key of what is wrong; empty when it is theirs. */
  String fault(HttpServletRequest request, String name, String password) {
    String address = request.getRemoteAddr();
    if (!throttle.take(name, address).isZero()) {
      return TOO_SOON;
    }
    if (!operators.isPassword(name, password)) {
      return "password.fault.current";
    }
    throttle.succeeded(name, address);
    return "";
  }
}
