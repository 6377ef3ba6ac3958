package cn.huitouke.console;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/** Says what was wrong, and how long to wait, in the words of the login page. */
final class LoginFailure implements AuthenticationFailureHandler {

  /** The page that is shown to who came too soon. */
  static final String TOO_SOON = "/login/wait";

  static final String SECONDS = "cn.huitouke.console.login.seconds";

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException, ServletException {
    if (why instanceof TooSoon soon) {
      response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(soon.seconds()));
      request.setAttribute(SECONDS, soon.seconds());
      request.getRequestDispatcher(TOO_SOON).forward(request, response);
      return;
    }
    long wait = why instanceof WrongLogin wrong ? wrong.seconds() : 0;
    response.sendRedirect(
        request.getContextPath() + "/login?error" + (wait > 0 ? "&wait=" + wait : ""));
  }
}
