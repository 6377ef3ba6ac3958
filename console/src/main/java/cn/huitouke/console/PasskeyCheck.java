package cn.huitouke.console;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** A passkey instead of name, password and code. It cannot be guessed, so nothing slows it down. */
final class PasskeyCheck implements AuthenticationProvider {

  private final Passkeys passkeys;
  private final Operators operators;
  private final Audit audit;

  PasskeyCheck(Passkeys passkeys, Operators operators, Audit audit) {
    this.passkeys = passkeys;
    this.operators = operators;
    this.audit = audit;
  }

  @Override
  public @Nullable Authentication authenticate(Authentication attempt) {
    LoginDetails details = (LoginDetails) attempt.getDetails();
    if (details.passkey().isEmpty()) {
      return null;
    }
    Optional<Login> who =
        passkeys
            .entered(details.challenge(), details.passkey())
            .map(operators::loadUserByUsername)
            .filter(Login::isEnabled);
    if (who.isEmpty()) {
      throw new WrongLogin(Duration.ZERO);
    }
    Login login = who.get();
    operators.entered(login.getUsername());
    audit.note(login.getUsername(), "passkey.used", login.getUsername(), "");
    var entered =
        UsernamePasswordAuthenticationToken.authenticated(login, null, login.getAuthorities());
    entered.setDetails(
        new WebAuthenticationDetails(details.getRemoteAddress(), details.getSessionId()));
    return entered;
  }

  @Override
  public boolean supports(Class<?> attempt) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(attempt);
  }
}
