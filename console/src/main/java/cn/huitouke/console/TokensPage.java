package cn.huitouke.console;

import java.security.Principal;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What the shop's own systems enter with. */
@Controller
class TokensPage {

  private static final String BACK = "redirect:/settings/tokens";
  private static final int LONGEST_NAME = 60;

  private final ApiTokens tokens;
  private final Audit audit;
  private final ShopTime times;

  TokensPage(ApiTokens tokens, Audit audit, ShopTime times) {
    this.tokens = tokens;
    this.audit = audit;
    this.times = times;
  }

  record View(
      long id,
      String name,
      String scopes,
      String madeAt,
      String madeBy,
      String usedAt,
      boolean revoked) {}

  @Least(Role.OWNER)
  @GetMapping("/settings/tokens")
  String tokens(Model model) {
    model.addAttribute(
        "tokens",
        tokens.all().stream()
            .map(
                row ->
                    new View(
                        row.id(),
                        row.name(),
                        row.scopes().stream().map(Scope::word).collect(Collectors.joining(", ")),
                        times.at(row.madeAt()),
                        row.madeBy(),
                        times.at(row.usedAt()),
                        row.revoked()))
            .toList());
    model.addAttribute("scopes", Arrays.stream(Scope.values()).map(Scope::word).toList());
    return "console/tokens";
  }

  @Least(Role.OWNER)
  @PostMapping("/settings/tokens")
  String make(
      Principal owner,
      @RequestParam String name,
      @RequestParam(defaultValue = "") String[] scope,
      RedirectAttributes after) {
    String called = name.strip();
    if (called.isEmpty() || called.length() > LONGEST_NAME) {
      after.addFlashAttribute("fault", "tokens.fault.name");
      return BACK;
    }
    Set<Scope> scopes = Scope.of(scope);
    if (scopes.isEmpty()) {
      scopes = Scope.reading();
    }
    after.addFlashAttribute("newToken", tokens.make(called, scopes, owner.getName()));
    String said = scopes.stream().map(Scope::word).collect(Collectors.joining(", "));
    audit.note(owner.getName(), "token.made", called, said);
    return BACK;
  }

  @Least(Role.OWNER)
  @PostMapping("/settings/tokens/revoke")
  String revoke(Principal owner, @RequestParam long id) {
    if (tokens.revoke(id)) {
      audit.note(owner.getName(), "token.revoked", String.valueOf(id), "");
    }
    return BACK;
  }
}
