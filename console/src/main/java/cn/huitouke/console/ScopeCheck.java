package cn.huitouke.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Asks before every handler of the interface whether the token was made for it. */
final class ScopeCheck implements HandlerInterceptor {

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws IOException {
    if (!(handler instanceof HandlerMethod method)
        || !method.getBeanType().getPackageName().equals(ScopeCheck.class.getPackageName())) {
      return true;
    }
    Needs needs = method.getMethodAnnotation(Needs.class);
    var who = SecurityContextHolder.getContext().getAuthentication();
    boolean may =
        needs != null
            && who != null
            && who.getAuthorities().stream()
                .anyMatch(given -> needs.value().authority().equals(given.getAuthority()));
    if (may) {
      return true;
    }
    ProblemDetail problem = ProblemDetail.forStatus(HttpStatus.FORBIDDEN);
    problem.setTitle("This token was not made for that");
    problem.setDetail(
        needs == null
            ? "Nobody may."
            : "It needs the scope " + needs.value().word() + ". Make one in the console.");
    throw new ErrorResponseException(HttpStatus.FORBIDDEN, problem, null);
  }
}
