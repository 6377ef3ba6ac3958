package cn.huitouke.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** From where somebody enters, and what they gave beside the password, or instead of it. */
final class LoginDetails extends WebAuthenticationDetails {

  private static final long serialVersionUID = 1;

  /** The attribute of the session with what a passkey is asked to answer. */
  static final String CHALLENGE = "cn.huitouke.console.passkey.challenge";

  private final String code;
  private final String passkey;
  private final String challenge;

  LoginDetails(HttpServletRequest request) {
    super(request);
    code = Optional.ofNullable(request.getParameter("code")).orElse("");
    passkey = Optional.ofNullable(request.getParameter("passkey")).orElse("");
    challenge = passkey.isEmpty() ? "" : asked(request.getSession(false));
  }

  /** Good for one answer. */
  private static String asked(@Nullable HttpSession session) {
    if (session == null || !(session.getAttribute(CHALLENGE) instanceof String challenge)) {
      return "";
    }
    session.removeAttribute(CHALLENGE);
    return challenge;
  }

  /** A passkey's answer, as the browser wrote it; empty for who types a password. */
  String passkey() {
    return passkey;
  }

  /** What it was asked to answer; empty when nothing was asked. */
  String challenge() {
    return challenge;
  }

  String code() {
    return code;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
