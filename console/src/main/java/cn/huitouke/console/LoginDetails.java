package cn.huitouke.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** From where somebody enters, and the code that they gave beside the password. */
final class LoginDetails extends WebAuthenticationDetails {

  private static final long serialVersionUID = 1;

  private final String code;

  LoginDetails(HttpServletRequest request) {
    super(request);
    code = Optional.ofNullable(request.getParameter("code")).orElse("");
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
