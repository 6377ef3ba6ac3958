package cn.huitouke.console;

import java.security.Principal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who works here. */
@Controller
class OperatorsPage {

  private static final String BACK = "redirect:/settings/operators";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,40}");

  private final Operators operators;
  private final LoginThrottle throttle;
  private final Audit audit;
  private final ShopTime times;

  OperatorsPage(Operators operators, LoginThrottle throttle, Audit audit, ShopTime times) {
    this.operators = operators;
    this.throttle = throttle;
    this.audit = audit;
    this.times = times;
  }

  record View(
      String name,
      Role role,
      boolean enabled,
      boolean mustChange,
      boolean secondFactor,
      int wrong,
      boolean waits,
      String enteredAt) {}

  @Least(Role.OWNER)
  @GetMapping("/settings/operators")
  String operators(Model model) {
    model.addAttribute("operators", operators.all().stream().map(this::view).toList());
    model.addAttribute("roles", Role.values());
    return "console/operators";
  }

  private View view(Operators.Row row) {
    LoginThrottle.Count wrong = throttle.ofName(row.name());
    return new View(
        row.name(),
        row.role(),
        row.enabled(),
        row.mustChange(),
        row.secondFactor(),
        wrong.failures(),
        !wrong.pause().isZero(),
        times.at(row.enteredAt()));
  }

  /** Whoever mistyped too often may try again at once. */
  @Least(Role.OWNER)
  @PostMapping("/settings/operators/unlock")
  String unlock(Principal owner, @RequestParam String name) {
    if (operators.knows(name) && throttle.forget(name) > 0) {
      audit.note(owner.getName(), "operator.unlocked", name, "");
    }
    return BACK;
  }

  @Least(Role.OWNER)
  @PostMapping("/settings/operators")
  String add(
      Principal owner,
      @RequestParam String name,
      @RequestParam Role role,
      RedirectAttributes after) {
    Optional<String> password =
        NAME.matcher(name).matches() ? operators.add(name, role) : Optional.empty();
    if (password.isEmpty()) {
      after.addFlashAttribute("fault", "operators.fault.name");
      return BACK;
    }
    audit.note(owner.getName(), "operator.added", name, role.name());
    show(after, name, password.get());
    return BACK;
  }

  @Least(Role.OWNER)
  @PostMapping("/settings/operators/role")
  String role(
      Principal owner,
      @RequestParam String name,
      @RequestParam Role role,
      RedirectAttributes after) {
    if (operators.setRole(name, role)) {
      audit.note(owner.getName(), "operator.role", name, role.name());
    } else {
      after.addFlashAttribute("fault", "operators.fault.last");
    }
    return BACK;
  }

  @Least(Role.OWNER)
  @PostMapping("/settings/operators/enabled")
  String enabled(
      Principal owner,
      @RequestParam String name,
      @RequestParam boolean enabled,
      RedirectAttributes after) {
    if (operators.setEnabled(name, enabled)) {
      audit.note(owner.getName(), enabled ? "operator.enabled" : "operator.disabled", name, "");
    } else {
      after.addFlashAttribute("fault", "operators.fault.last");
    }
    return BACK;
  }

  @Least(Role.OWNER)
  @PostMapping("/settings/operators/password")
  String resetPassword(Principal owner, @RequestParam String name, RedirectAttributes after) {
    operators
        .resetPassword(name)
        .ifPresent(
            password -> {
              audit.note(owner.getName(), "operator.password", name, "");
              show(after, name, password);
            });
    return BACK;
  }

  /** Shown once, on the page that follows. */
  private static void show(RedirectAttributes after, String name, String password) {
    after.addFlashAttribute("newName", name);
    after.addFlashAttribute("newPassword", password);
  }
}
