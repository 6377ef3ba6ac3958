package cn.huitouke.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import tools.jackson.databind.json.JsonMapper;

/** Who may enter where: a token for {@code /api}, a password for the pages. */
@Configuration(proxyBeanMethods = false)
class Doors {

  private static final String CONTENT_POLICY =
      "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; object-src 'none'; base-uri 'none';"
          + " frame-ancestors 'none'; form-action 'self'";

  @Bean
  @Order(1)
  SecurityFilterChain api(
      HttpSecurity http,
      ApiToken token,
      ApiTokens tokens,
      RequestPace pace,
      JdbcClient database,
      InstantSource clock,
      JsonMapper json)
      throws Exception {
    return http.securityMatcher("/api/**")
        .csrf(csrf -> csrf.disable())
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .authorizeHttpRequests(
            rules ->
                rules
                    .requestMatchers(HttpMethod.GET)
                    .hasAuthority(ApiTokenFilter.READ)
                    .anyRequest()
                    .hasAuthority(ApiTokenFilter.WRITE))
        .addFilterBefore(
            new ApiTokenFilter(token, tokens, pace, json),
            UsernamePasswordAuthenticationFilter.class)
        .addFilterAfter(new SameAnswer(database, clock, json), AuthorizationFilter.class)
        .exceptionHandling(
            on ->
                on.authenticationEntryPoint(
                        (_, response, _) ->
                            problem(
                                response,
                                json,
                                401,
                                "No or wrong token",
                                "Send the header Authorization: Bearer TOKEN with the token of the"
                                    + " setting huitouke.api.token, or one from the console."))
                    .accessDeniedHandler(
                        (_, response, _) ->
                            problem(
                                response,
                                json,
                                403,
                                "This token may only read",
                                "Make one that may write in the console.")))
        .build();
  }

  private static void problem(
      HttpServletResponse response, JsonMapper json, int status, String title, String detail)
      throws IOException {
    ProblemDetail problem = ProblemDetail.forStatus(status);
    problem.setTitle(title);
    problem.setDetail(detail);
    response.setStatus(status);
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.getOutputStream().write(json.writeValueAsBytes(problem));
  }

  @Bean
  @Order(2)
  SecurityFilterChain pages(
      HttpSecurity http,
      Operators operators,
      PasswordEncoder encoder,
      LoginThrottle throttle,
      Passkeys passkeys,
      Audit audit,
      InstantSource clock)
      throws Exception {
    return http.authenticationManager(
            // The only ways in: a manager of its own has no parent that would ask for less.
            new ProviderManager(
                new PasskeyCheck(passkeys, operators, audit),
                new PasswordCheck(operators, encoder, throttle, audit, clock)))
        .authorizeHttpRequests(
            rules ->
                rules
                    .requestMatchers(
                        "/login",
                        LoginFailure.TOO_SOON,
                        "/login/passkey",
                        "/webjars/**",
                        "/console/**",
                        "/favicon.ico",
                        "/error",
                        "/actuator/health",
                        "/actuator/health/**",
                        "/v3/api-docs",
                        "/v3/api-docs/**",
                        "/v3/api-docs.yaml")
                    .permitAll()
                    .requestMatchers("/password")
                    .authenticated()
                    .anyRequest()
                    .hasAuthority(Operators.OPERATOR))
        .addFilterBefore(new SessionGuard(operators), AuthorizationFilter.class)
        .formLogin(
            form ->
                form.loginPage("/login")
                    .failureHandler(new LoginFailure())
                    .authenticationDetailsSource(LoginDetails::new)
                    .defaultSuccessUrl("/", false))
        .logout(logout -> logout.logoutSuccessUrl("/login?bye"))
        .exceptionHandling(
            on ->
                on.authenticationEntryPoint(
                        (request, response, _) -> toLogin(request, response, ""))
                    .accessDeniedHandler((request, response, _) -> turnAway(request, response)))
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_POLICY))
                    // The console's host only: what else the shop's domain serves is not ours.
                    .httpStrictTransportSecurity(hsts -> hsts.includeSubDomains(false))
                    .permissionsPolicyHeader(
                        policy -> policy.policy("camera=(), microphone=(), geolocation=()"))
                    .crossOriginOpenerPolicy(
                        policy ->
                            policy.policy(
                                org.springframework.security.web.header.writers
                                    .CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy
                                    .SAME_ORIGIN))
                    .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
        .build();
  }

  /** A part of a page cannot show the login: the whole page goes there. */
  static void toLogin(HttpServletRequest request, HttpServletResponse response, String why)
      throws IOException {
    String login = request.getContextPath() + "/login" + (why.isEmpty() ? "" : "?" + why);
    if (request.getHeader("HX-Request") != null) {
      response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
      response.setHeader("HX-Redirect", login);
    } else {
      response.sendRedirect(login);
    }
  }

  private static void turnAway(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean mustChange =
        request.getUserPrincipal() instanceof org.springframework.security.core.Authentication who
            && who.getAuthorities().stream()
                .anyMatch(authority -> Operators.MUST_CHANGE.equals(authority.getAuthority()));
    if (mustChange && request.getMethod().equals("GET")) {
      response.sendRedirect(request.getContextPath() + "/password");
    } else {
      response.sendError(HttpServletResponse.SC_FORBIDDEN);
    }
  }
}
