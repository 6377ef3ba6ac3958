package cn.huitouke.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/** Lets in whoever shows a token as a bearer, at the pace that a token may have. */
class ApiTokenFilter extends OncePerRequestFilter {

  static final String READ = "ROLE_API_READ";
  static final String WRITE = "ROLE_API_WRITE";
  private static final String BEARER = "Bearer ";

  private final ApiToken whole;
  private final ApiTokens tokens;
  private final RequestPace pace;
  private final JsonMapper json;

  ApiTokenFilter(ApiToken whole, ApiTokens tokens, RequestPace pace, JsonMapper json) {
    this.whole = whole;
    this.tokens = tokens;
    this.pace = pace;
    this.json = json;
  }

  private record Caller(String name, Set<Scope> scopes) {}

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String header = request.getHeader("Authorization");
    if (header != null && header.startsWith(BEARER)) {
      // Guessing is paced too: by address, before the token is looked up.
      Optional<Caller> caller = caller(header.substring(BEARER.length()));
      String who = caller.map(Caller::name).orElse("address:" + request.getRemoteAddr());
      if (!pace.allows(who)) {
        tooFast(response);
        return;
      }
      caller.ifPresent(ApiTokenFilter::enter);
    }
    chain.doFilter(request, response);
  }

  private Optional<Caller> caller(String token) {
    if (whole.matches(token)) {
      return Optional.of(new Caller("api", EnumSet.allOf(Scope.class)));
    }
    Optional<ApiTokens.Row> found = tokens.find(token);
    found.ifPresent(row -> tokens.used(row.id()));
    return found.map(row -> new Caller("token:" + row.id(), row.scopes()));
  }

  private static void enter(Caller caller) {
    SecurityContextHolder.getContext()
        .setAuthentication(
            UsernamePasswordAuthenticationToken.authenticated(
                caller.name(),
                null,
                Stream.concat(
                        caller.scopes().stream().map(Scope::authority),
                        caller.scopes().stream().anyMatch(Scope::writes)
                            ? Stream.of(READ, WRITE)
                            : Stream.of(READ))
                    .map(SimpleGrantedAuthority::new)
                    .toList()));
  }

  private void tooFast(HttpServletResponse response) throws IOException {
    ProblemDetail problem = ProblemDetail.forStatus(429);
    problem.setTitle("Too many requests");
    problem.setDetail("A token may ask " + RequestPace.PER_SECOND + " times a second.");
    response.setStatus(429);
    response.setHeader("Retry-After", "1");
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.getOutputStream().write(json.writeValueAsBytes(problem));
  }
}
