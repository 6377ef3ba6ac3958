package cn.huitouke.console;

import cn.huitouke.store.Backup;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Everything the shop has, to take home. */
@Controller
class BackupPage {

  private static final String MADE = "backup.made";
  private static final int SHORTEST = 10;
  private static final int LONGEST = 200;

  private final Backup backup;
  private final OwnPassword own;
  private final Audit audit;
  private final ShopTime times;

  /** It reads every table: one at a time is enough for any shop. */
  private final ReentrantLock turn = new ReentrantLock();

  BackupPage(Backup backup, OwnPassword own, Audit audit, ShopTime times) {
    this.backup = backup;
    this.own = own;
    this.audit = audit;
    this.times = times;
  }

  @Least(Role.OWNER)
  @GetMapping("/settings/backup")
  String page(Model model) {
    model.addAttribute(
        "last",
        audit
            .latest(MADE)
            .map(entry -> times.at(entry.at()) + " · " + entry.operator())
            .orElse(""));
    return "console/backup";
  }

  /** Null: it has been written into the answer. */
  @Least(Role.OWNER)
  @PostMapping("/settings/backup")
  @Nullable String make(
      @RequestParam String password,
      @RequestParam String passphrase,
      @RequestParam String again,
      Principal owner,
      HttpServletRequest request,
      HttpServletResponse response,
      RedirectAttributes after)
      throws IOException {
    String fault = fault(request, owner.getName(), password, passphrase, again);
    if (!fault.isEmpty() || !turn.tryLock()) {
      after.addFlashAttribute("fault", fault.isEmpty() ? "backup.fault.busy" : fault);
      return "redirect:/settings/backup";
    }
    try {
      audit.note(owner.getName(), MADE, "", "");
      String day = times.today().toString();
      response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
      response.setHeader(
          HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"huitouke-" + day + ".backup\"");
      backup.write(passphrase.toCharArray(), response.getOutputStream());
      return null;
    } finally {
      turn.unlock();
    }
  }

  private String fault(
      HttpServletRequest request, String name, String password, String words, String again) {
    if (words.length() < SHORTEST || words.length() > LONGEST) {
      return "backup.fault.short";
    }
    if (!words.equals(again)) {
      return "backup.fault.again";
    }
    return own.fault(request, name, password);
  }
}
