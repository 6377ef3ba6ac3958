package cn.huitouke.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Asks before every handler of the console whether this operator's role is enough. */
final class RoleCheck implements HandlerInterceptor {

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws IOException {
    if (!(handler instanceof HandlerMethod method)
        || !method.getBeanType().getPackageName().equals(RoleCheck.class.getPackageName())
        || allows(method)) {
      return true;
    }
    response.sendError(HttpServletResponse.SC_FORBIDDEN);
    return false;
  }

  private static boolean allows(HandlerMethod method) {
    if (method.hasMethodAnnotation(Anyone.class)
        || AnnotatedElementUtils.hasAnnotation(method.getBeanType(), Anyone.class)) {
      return true;
    }
    Least least = method.getMethodAnnotation(Least.class);
    var who = SecurityContextHolder.getContext().getAuthentication();
    return least != null
        && who != null
        && who.getPrincipal() instanceof Login login
        && login.role().atLeast(least.value());
  }
}
