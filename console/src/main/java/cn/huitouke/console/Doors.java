package cn.huitouke.console;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import tools.jackson.databind.json.JsonMapper;

/** Who may enter where: a token for {@code /api}, a password for the pages. */
@Configuration(proxyBeanMethods = false)
class Doors {

  private static final String CONTENT_POLICY =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
          + " frame-ancestors 'none'; form-action 'self'";

  @Bean
  @Order(1)
  SecurityFilterChain api(HttpSecurity http, ApiToken token, JsonMapper json) throws Exception {
    return http.securityMatcher("/api/**")
        .csrf(csrf -> csrf.disable())
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .authorizeHttpRequests(rules -> rules.anyRequest().hasRole("API"))
        .addFilterBefore(new ApiTokenFilter(token), UsernamePasswordAuthenticationFilter.class)
        .exceptionHandling(
            on ->
                on.authenticationEntryPoint(
                    (_, response, _) -> {
                      ProblemDetail problem = ProblemDetail.forStatus(401);
                      problem.setTitle("No or wrong token");
                      problem.setDetail(
                          "Send the header Authorization: Bearer TOKEN with the token of the"
                              + " setting huitouke.api.token.");
                      response.setStatus(401);
                      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
                      response.getOutputStream().write(json.writeValueAsBytes(problem));
                    }))
        .build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain pages(
      HttpSecurity http, Operators operators, PasswordEncoder encoder, LoginThrottle throttle)
      throws Exception {
    DaoAuthenticationProvider passwords = throttled(operators, throttle);
    passwords.setPasswordEncoder(encoder);
    return http.authenticationProvider(passwords)
        .authorizeHttpRequests(
            rules ->
                rules
                    .requestMatchers(
                        "/login",
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
                    .hasRole("OPERATOR"))
        .formLogin(form -> form.loginPage("/login").defaultSuccessUrl("/", false))
        .logout(logout -> logout.logoutSuccessUrl("/login?bye"))
        .exceptionHandling(
            on ->
                on.accessDeniedHandler(
                    (request, response, _) ->
                        response.sendRedirect(
                            request.isUserInRole("OPERATOR") ? "/?denied" : "/password")))
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_POLICY))
                    .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
        .build();
  }

  private static DaoAuthenticationProvider throttled(Operators operators, LoginThrottle throttle) {
    return new DaoAuthenticationProvider(operators) {
      @Override
      public Authentication authenticate(Authentication attempt) throws AuthenticationException {
        if (!throttle.allows(attempt.getName())) {
          throw new LockedException("too many wrong passwords");
        }
        return super.authenticate(attempt);
      }
    };
  }
}
