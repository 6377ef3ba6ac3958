package cn.huitouke.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends a session when its operator was disabled or got another role or password, on whichever node,
 * and in any case after half a day.
 */
final class SessionGuard extends OncePerRequestFilter {

  private static final Duration LONGEST = Duration.ofHours(12);

  private final Operators operators;

  SessionGuard(Operators operators) {
    this.operators = operators;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = request.getServletPath();
    return path.startsWith("/webjars/") || path.startsWith("/console/");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var who = SecurityContextHolder.getContext().getAuthentication();
    if (who != null && who.getPrincipal() instanceof Login login && !good(login)) {
      HttpSession session = request.getSession(false);
      if (session != null) {
        session.invalidate();
      }
      SecurityContextHolder.clearContext();
      Doors.toLogin(request, response, "expired");
      return;
    }
    chain.doFilter(request, response);
  }

  private boolean good(Login login) {
    return System.nanoTime() - login.since() < LONGEST.toNanos() && operators.valid(login);
  }
}
