package cn.huitouke.console;

import java.util.List;
import java.util.OptionalLong;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who did what. */
@Controller
class AuditPage {

  private static final int PAGE = 50;

  private final Audit audit;
  private final ShopTime times;

  AuditPage(Audit audit, ShopTime times) {
    this.audit = audit;
    this.times = times;
  }

  record View(long seq, String at, String operator, String action, String subject, String detail) {}

  @Least(Role.OWNER)
  @GetMapping("/settings/audit")
  String audit(@RequestParam(defaultValue = "9223372036854775807") long before, Model model) {
    List<View> entries =
        audit.page(before, PAGE).stream()
            .map(
                entry ->
                    new View(
                        entry.seq(),
                        times.at(entry.at()),
                        entry.operator(),
                        entry.action(),
                        entry.subject(),
                        entry.detail()))
            .toList();
    model.addAttribute("entries", entries);
    model.addAttribute("older", entries.size() == PAGE ? entries.getLast().seq() : 0);
    return "console/audit";
  }

  @Least(Role.OWNER)
  @PostMapping("/settings/audit/check")
  String check(RedirectAttributes after) {
    OptionalLong broken = audit.firstBroken();
    after.addFlashAttribute("notice", broken.isEmpty() ? "audit.whole" : "audit.broken");
    after.addFlashAttribute("noticeAbout", broken.orElse(0));
    return "redirect:/settings/audit";
  }
}
