package cn.huitouke.console;

import com.google.zxing.WriterException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.time.InstantSource;
import java.util.OptionalLong;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** An operator's own ways in: their authenticator, their passkeys. */
@Controller
class SecondFactorPage {

  private static final String WAITING = SecondFactorPage.class.getName();
  private static final String BACK = "redirect:/settings/second-factor";

  private final Operators operators;
  private final Passkeys passkeys;
  private final ConsoleSettings settings;
  private final OwnPassword own;
  private final Audit audit;
  private final ShopTime times;
  private final InstantSource clock;

  SecondFactorPage(
      Operators operators,
      Passkeys passkeys,
      ConsoleSettings settings,
      OwnPassword own,
      Audit audit,
      ShopTime times,
      InstantSource clock) {
    this.operators = operators;
    this.passkeys = passkeys;
    this.settings = settings;
    this.own = own;
    this.audit = audit;
    this.times = times;
    this.clock = clock;
  }

  record PasskeyView(String id, String label, String madeAt, String usedAt) {}

  @Least(Role.VIEWER)
  @GetMapping("/settings/second-factor")
  String secondFactor(Principal who, HttpServletRequest request, HttpSession session, Model model)
      throws WriterException {
    model.addAttribute(
        "passkeys",
        passkeys.of(who.getName()).stream()
            .map(
                row ->
                    new PasskeyView(
                        row.id(), row.label(), times.at(row.madeAt()), times.at(row.usedAt())))
            .toList());
    model.addAttribute("passkeysWork", passkeys.worksAt(request.getServerName()));
    model.addAttribute("passkeysAt", settings.address(request.getServerPort()));
    boolean used = operators.secondFactor(who.getName()).isPresent();
    model.addAttribute("used", used);
    if (!used) {
      if (session.getAttribute(WAITING) == null) {
        session.setAttribute(WAITING, Totp.fresh().secret());
      }
      Totp totp = new Totp((String) session.getAttribute(WAITING));
      model.addAttribute("secret", totp.secret());
      model.addAttribute("qr", QrDrawing.of(totp.address(who.getName())));
    }
    return "console/second-factor";
  }

  @Least(Role.VIEWER)
  @PostMapping("/settings/second-factor")
  String use(
      Principal who, @RequestParam String code, HttpSession session, RedirectAttributes after) {
    if (!(session.getAttribute(WAITING) instanceof String secret)) {
      return BACK;
    }
    Totp totp = new Totp(secret);
    OptionalLong step = totp.step(code, clock.instant());
    if (step.isEmpty()) {
      after.addFlashAttribute("fault", "second.fault.code");
      return BACK;
    }
    operators.useSecondFactor(who.getName(), totp);
    operators.useStep(who.getName(), step.getAsLong());
    session.removeAttribute(WAITING);
    audit.note(who.getName(), "second-factor.on", who.getName(), "");
    return BACK;
  }

  @Least(Role.VIEWER)
  @PostMapping("/settings/second-factor/drop")
  String drop(
      Principal who,
      @RequestParam String password,
      HttpServletRequest request,
      RedirectAttributes after) {
    String fault = own.fault(request, who.getName(), password);
    if (!fault.isEmpty()) {
      after.addFlashAttribute("fault", fault);
      return BACK;
    }
    operators.dropSecondFactor(who.getName());
    audit.note(who.getName(), "second-factor.off", who.getName(), "");
    return BACK;
  }
}
