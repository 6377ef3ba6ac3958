package cn.huitouke.console;

import cn.huitouke.broadcast.Broadcast;
import cn.huitouke.broadcast.Broadcasts;
import cn.huitouke.broadcast.Trouble;
import cn.huitouke.customer.CustomerBook;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.Mailings;
import java.security.Principal;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What is done with a broadcast; each act is written into the audit log. */
@Controller
class BroadcastActs {

  private final Broadcasts broadcasts;
  private final BroadcastsPage page;
  private final CustomerBook book;
  private final Audit audit;

  BroadcastActs(Broadcasts broadcasts, BroadcastsPage page, CustomerBook book, Audit audit) {
    this.broadcasts = broadcasts;
    this.page = page;
    this.book = book;
    this.audit = audit;
  }

  private Broadcast find(long number) {
    return broadcasts
        .find(number)
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }

  /** A second person, or the only one, who types how many it goes to. */
  @Least(Role.OPERATOR)
  @PostMapping("/broadcasts/{number}/approve")
  String approve(
      @PathVariable long number,
      @RequestParam int revision,
      @RequestParam(defaultValue = "-1") long typed,
      Principal operator,
      RedirectAttributes after) {
    Broadcast broadcast = find(number);
    boolean own = broadcast.submittedBy().filter(operator.getName()::equals).isPresent();
    OptionalLong count = own && page.alone() ? OptionalLong.of(typed) : OptionalLong.empty();
    Optional<Trouble> trouble = broadcasts.approve(number, revision, operator.getName(), count);
    if (trouble.isPresent()) {
      after.addFlashAttribute("fault", "broadcasts.trouble." + trouble.get());
    } else {
      audit.note(
          operator.getName(),
          "broadcast.approved",
          broadcast.mailing(),
          broadcast.foresight().map(seen -> seen.letters() + "").orElse(""));
      after.addFlashAttribute("notice", "broadcasts.approved");
    }
    return BroadcastsPage.back(number);
  }

  @Least(Role.OPERATOR)
  @PostMapping("/broadcasts/{number}/reopen")
  String reopen(@PathVariable long number, Principal operator, RedirectAttributes after) {
    return done(number, broadcasts.reopen(number), "reopened", operator, after);
  }

  @Least(Role.OPERATOR)
  @PostMapping("/broadcasts/{number}/pause")
  String pause(@PathVariable long number, Principal operator, RedirectAttributes after) {
    return done(number, broadcasts.pause(number), "paused", operator, after);
  }

  @Least(Role.OPERATOR)
  @PostMapping("/broadcasts/{number}/resume")
  String resume(@PathVariable long number, Principal operator, RedirectAttributes after) {
    return done(number, broadcasts.resume(number), "resumed", operator, after);
  }

  @Least(Role.OPERATOR)
  @PostMapping("/broadcasts/{number}/cancel")
  String cancel(@PathVariable long number, Principal operator, RedirectAttributes after) {
    return done(
        number, broadcasts.cancel(number, operator.getName()), "cancelled", operator, after);
  }

  private String done(
      long number, boolean done, String act, Principal operator, RedirectAttributes after) {
    Broadcast broadcast = find(number);
    if (done) {
      audit.note(operator.getName(), "broadcast." + act, broadcast.mailing(), "");
      after.addFlashAttribute("notice", "broadcasts." + act);
    } else {
      after.addFlashAttribute("fault", "broadcasts.trouble.CHANGED_MEANWHILE");
    }
    return BroadcastsPage.back(number);
  }

  @Least(Role.OPERATOR)
  @PostMapping("/broadcasts/{number}/recall")
  String recall(@PathVariable long number, Principal operator, RedirectAttributes after) {
    Broadcast broadcast = find(number);
    Mailings.Recall recall = broadcasts.recall(number);
    audit.note(
        operator.getName(),
        "broadcast.recalled",
        broadcast.mailing(),
        recall.taken() + "/" + (recall.taken() + recall.not()));
    if (recall.taken() > 0) {
      after.addFlashAttribute("notice", "broadcasts.recalled");
      after.addFlashAttribute("noticeAbout", recall.taken());
    } else {
      after.addFlashAttribute("fault", "broadcasts.recall.not");
    }
    return BroadcastsPage.back(number);
  }

  @Least(Role.OPERATOR)
  @PostMapping("/broadcasts/{number}/discard")
  String discard(@PathVariable long number, Principal operator, RedirectAttributes after) {
    Broadcast broadcast = find(number);
    if (!broadcasts.discard(number)) {
      after.addFlashAttribute("fault", "broadcasts.trouble.CHANGED_MEANWHILE");
      return BroadcastsPage.back(number);
    }
    audit.note(
        operator.getName(), "broadcast.discarded", broadcast.mailing(), broadcast.draft().title());
    after.addFlashAttribute("notice", "broadcasts.discarded");
    return "redirect:/broadcasts";
  }

  /** The same once more, to be changed. */
  @Least(Role.OPERATOR)
  @PostMapping("/broadcasts/{number}/copy")
  String copy(@PathVariable long number, Principal operator) {
    Broadcast broadcast = find(number);
    long id = broadcasts.begin(broadcast.draft(), operator.getName());
    audit.note(operator.getName(), "broadcast.begun", "broadcast:" + id, broadcast.mailing());
    return BroadcastsPage.back(id);
  }

  // ---- trying it out

  @Least(Role.OPERATOR)
  @PostMapping("/broadcasts/{number}/testers")
  String tester(
      @PathVariable long number,
      @RequestParam String customer,
      @RequestParam(defaultValue = "true") boolean is,
      Principal operator,
      RedirectAttributes after) {
    Optional<CustomerId> found =
        Optional.of(customer.strip())
            .filter(text -> text.matches("[cC]?\\d{1,15}"))
            .map(text -> new CustomerId(Long.parseLong(text.replaceFirst("^[cC]", ""))))
            .flatMap(book::present);
    if (found.isEmpty()) {
      after.addFlashAttribute("fault", "broadcasts.tester.unknown");
    } else {
      broadcasts.tester(found.get(), is, operator.getName());
      audit.note(
          operator.getName(),
          is ? "broadcast.tester.added" : "broadcast.tester.removed",
          found.get().toString(),
          "");
    }
    return BroadcastsPage.back(number);
  }

  @Least(Role.OPERATOR)
  @PostMapping("/broadcasts/{number}/show")
  String show(
      @PathVariable long number,
      @RequestParam long customer,
      Principal operator,
      RedirectAttributes after) {
    Broadcast broadcast = find(number);
    Optional<Mailings.Look> look = broadcasts.show(number, new CustomerId(customer));
    audit.note(operator.getName(), "broadcast.shown", broadcast.mailing(), "c" + customer);
    if (look.filter(Mailings.Look::arrived).isPresent()) {
      after.addFlashAttribute("notice", "broadcasts.shown");
    } else {
      after.addFlashAttribute("fault", "broadcasts.show.not");
    }
    return BroadcastsPage.back(number);
  }
}
