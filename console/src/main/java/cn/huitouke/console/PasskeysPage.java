package cn.huitouke.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** An operator's own passkeys, and the question that a passkey answers at the login. */
@Controller
class PasskeysPage {

  private static final String ASKED = PasskeysPage.class.getName();
  private static final String BACK = "redirect:/settings/second-factor";

  private final Passkeys passkeys;
  private final OwnPassword own;
  private final Audit audit;
  private final Words words;

  PasskeysPage(Passkeys passkeys, OwnPassword own, Audit audit, Words words) {
    this.passkeys = passkeys;
    this.own = own;
    this.audit = audit;
    this.words = words;
  }

  /** The question for a login; answered with the login form. */
  @Anyone
  @PostMapping("/login/passkey")
  ResponseEntity<Map<String, Object>> toEnter(HttpSession session) {
    String challenge = Ceremony.challenge();
    session.setAttribute(LoginDetails.CHALLENGE, challenge);
    return ResponseEntity.ok(passkeys.toEnter(challenge));
  }

  /** The question for a new one: only for who knows the password, not for who found a screen open. */
  @Least(Role.VIEWER)
  @PostMapping("/settings/passkeys/question")
  ResponseEntity<Map<String, Object>> toMake(
      Principal who,
      @RequestParam String password,
      HttpServletRequest request,
      HttpSession session,
      Locale locale) {
    String name = who.getName();
    String fault = own.fault(request, name, password);
    if (!fault.isEmpty()) {
      return ResponseEntity.status(
              fault.equals(OwnPassword.TOO_SOON)
                  ? HttpStatus.TOO_MANY_REQUESTS
                  : HttpStatus.UNPROCESSABLE_CONTENT)
          .body(Map.of("fault", words.said(fault, locale)));
    }
    String challenge = Ceremony.challenge();
    session.setAttribute(ASKED, challenge);
    return ResponseEntity.ok(passkeys.toMake(name, challenge));
  }

  @Least(Role.VIEWER)
  @PostMapping("/settings/passkeys")
  String add(
      Principal who,
      @RequestParam String label,
      @RequestParam String passkey,
      HttpSession session,
      RedirectAttributes after) {
    Object challenge = session.getAttribute(ASKED);
    session.removeAttribute(ASKED);
    String called = label.strip();
    if (challenge instanceof String asked
        && !called.isEmpty()
        && called.length() <= Passkeys.LONGEST_LABEL
        && passkeys.add(who.getName(), called, asked, passkey)) {
      audit.note(who.getName(), "passkey.added", who.getName(), called);
      after.addFlashAttribute("notice", "passkeys.added");
    } else {
      after.addFlashAttribute("fault", "passkeys.fault.add");
    }
    return BACK;
  }

  @Least(Role.VIEWER)
  @PostMapping("/settings/passkeys/remove")
  String remove(Principal who, @RequestParam String id) {
    passkeys
        .remove(who.getName(), id)
        .ifPresent(label -> audit.note(who.getName(), "passkey.removed", who.getName(), label));
    return BACK;
  }
}
