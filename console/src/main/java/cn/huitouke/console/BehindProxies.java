package cn.huitouke.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives each request the address of the visitor in whose name a proxy asks, before anybody looks at it. */
final class BehindProxies extends OncePerRequestFilter {

  private final TrustedProxies proxies;

  BehindProxies(TrustedProxies proxies) {
    this.proxies = proxies;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String visitor =
        proxies.visitor(
            request.getRemoteAddr(), Collections.list(request.getHeaders(proxies.header())));
    chain.doFilter(
        visitor.equals(request.getRemoteAddr()) ? request : new Visit(request, visitor), response);
  }

  private static final class Visit extends HttpServletRequestWrapper {

    private final String visitor;

    Visit(HttpServletRequest request, String visitor) {
      super(request);
      this.visitor = visitor;
    }

    @Override
    public String getRemoteAddr() {
      return visitor;
    }

    @Override
    public String getRemoteHost() {
      return visitor;
    }
  }
}
