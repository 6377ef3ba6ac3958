package cn.huitouke.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
@Anyone
class LoginPages {

  private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,3}");

  private final Operators operators;
  private final Passkeys passkeys;
  private final OwnPassword own;
  private final Audit audit;
  private final Words words;

  LoginPages(Operators operators, Passkeys passkeys, OwnPassword own, Audit audit, Words words) {
    this.operators = operators;
    this.passkeys = passkeys;
    this.own = own;
    this.audit = audit;
    this.words = words;
  }

  @GetMapping("/login")
  String login(
      @RequestParam(defaultValue = "") String wait,
      Model model,
      Locale locale,
      HttpServletRequest request) {
    model.addAttribute("passkeys", passkeys.offered(request.getServerName()));
    if (SECONDS.matcher(wait).matches()) {
      model.addAttribute("wait", span(Long.parseLong(wait), locale));
    }
    return "console/login";
  }

  /** Where the filter sends who came too soon; the status is set. */
  @RequestMapping(LoginFailure.TOO_SOON)
  String tooSoon(
      @RequestAttribute(name = LoginFailure.SECONDS, required = false) @Nullable Long seconds,
      Model model,
      Locale locale,
      HttpServletRequest request) {
    if (seconds == null) {
      return "redirect:/login";
    }
    model.addAttribute("passkeys", passkeys.offered(request.getServerName()));
    model.addAttribute("tooSoon", span(seconds, locale));
    return "console/login";
  }

  private String span(long seconds, Locale locale) {
    return seconds < 60
        ? words.said("login.seconds", locale, seconds)
        : words.said("login.minutes", locale, (seconds + 59) / 60);
  }

  @GetMapping("/password")
  String password() {
    return "console/password";
  }

  @PostMapping("/password")
  String changePassword(
      Principal who,
      @RequestParam String current,
      @RequestParam String password,
      @RequestParam String again,
      Model model,
      HttpServletRequest request,
      HttpServletResponse response) {
    String fault = fault(request, who.getName(), current, password, again);
    if (!fault.isEmpty()) {
      model.addAttribute("fault", fault);
      return "console/password";
    }
    operators.changePassword(who.getName(), password);
    audit.note(who.getName(), "password.changed", who.getName(), "");
    request.changeSessionId();
    Login operator = operators.loadUserByUsername(who.getName());
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        UsernamePasswordAuthenticationToken.authenticated(
            operator, null, operator.getAuthorities()));
    SecurityContextHolder.setContext(context);
    new HttpSessionSecurityContextRepository().saveContext(context, request, response);
    return "redirect:/";
  }

  private String fault(
      HttpServletRequest request, String name, String current, String password, String again) {
    String wrong = own.fault(request, name, current);
    if (!wrong.isEmpty()) {
      return wrong;
    }
    if (password.length() < Operators.SHORTEST_PASSWORD || password.length() > 200) {
      return "password.fault.short";
    }
    if (password.equals(current)) {
      return "password.fault.same";
    }
    return password.equals(again) ? "" : "password.fault.again";
  }
}
