package cn.huitouke.console;

import cn.huitouke.console.AddressGuard.Finding;
import cn.huitouke.console.Webhooks.Event;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Which of the shop's own systems hear of what, and what they could not be told. */
@Controller
class WebhooksPage {

  private static final String BACK = "redirect:/settings/webhooks";
  private static final int LONGEST = 500;
  private static final int LETTERS = 50;

  private final Webhooks hooks;
  private final AddressGuard guard;
  private final Audit audit;
  private final ShopTime times;

  WebhooksPage(Webhooks hooks, AddressGuard guard, Audit audit, ShopTime times) {
    this.hooks = hooks;
    this.guard = guard;
    this.audit = audit;
    this.times = times;
  }

  record HookView(
      long id, String url, List<String> events, String madeAt, String madeBy, long dead) {}

  record LetterView(
      long id, String url, String event, boolean dead, int attempts, String error, String at) {}

  @Least(Role.OWNER)
  @GetMapping("/settings/webhooks")
  String webhooks(Model model) {
    model.addAttribute(
        "hooks",
        hooks.all().stream()
            .map(
                hook ->
                    new HookView(
                        hook.id(),
                        hook.url(),
                        hook.events().stream().map(EventType::word).sorted().toList(),
                        times.at(hook.madeAt()),
                        hook.madeBy(),
                        hook.dead()))
            .toList());
    model.addAttribute(
        "letters",
        hooks.troubled(LETTERS).stream()
            .map(
                letter ->
                    new LetterView(
                        letter.id(),
                        letter.url(),
                        letter.event(),
                        letter.state().equals("DEAD"),
                        letter.attempts(),
                        letter.error(),
                        times.at(letter.at())))
            .toList());
    model.addAttribute(
        "types",
        Arrays.stream(EventType.values())
            .filter(type -> type != EventType.TEST_PING)
            .map(EventType::word)
            .toList());
    return "console/webhooks";
  }

  @Least(Role.OWNER)
  @PostMapping("/settings/webhooks")
  String add(
      Principal owner,
      @RequestParam String url,
      @RequestParam(defaultValue = "") String[] event,
      RedirectAttributes after) {
    Set<EventType> events =
        Arrays.stream(event)
            .flatMap(word -> EventType.of(word).stream())
            .collect(Collectors.toSet());
    if (events.isEmpty() || url.length() > LONGEST) {
      after.addFlashAttribute("fault", "webhooks.fault.events");
      return BACK;
    }
    switch (guard.look(url)) {
      case Finding.Refused(String why) -> after.addFlashAttribute("fault", "webhooks.fault." + why);
      case Finding.Fine(var address) -> {
        after.addFlashAttribute("secret", hooks.add(address.toString(), events, owner.getName()));
        audit.note(owner.getName(), "webhook.added", address.getHost(), "");
      }
    }
    return BACK;
  }

  @Least(Role.OWNER)
  @PostMapping("/settings/webhooks/end")
  String end(Principal owner, @RequestParam long id) {
    if (hooks.end(id)) {
      audit.note(owner.getName(), "webhook.ended", String.valueOf(id), "");
    }
    return BACK;
  }

  /** Something to see whether it arrives. */
  @Least(Role.OWNER)
  @PostMapping("/settings/webhooks/test")
  String test(@RequestParam long id, RedirectAttributes after) {
    String name = "test.ping:" + UUID.randomUUID();
    hooks.ping(id, new Event(name, EventType.TEST_PING, "test", Map.of("hello", "你好"), null));
    after.addFlashAttribute("notice", "webhooks.tested");
    return BACK;
  }

  /** One that was given up, or all of them where none is named. */
  @Least(Role.OWNER)
  @PostMapping("/settings/webhooks/resend")
  String resend(
      Principal owner, @RequestParam(defaultValue = "0") long id, RedirectAttributes after) {
    int sent = hooks.resend(id == 0 ? Optional.empty() : Optional.of(id));
    audit.note(owner.getName(), "webhook.resent", id == 0 ? "all" : String.valueOf(id), "" + sent);
    after.addFlashAttribute("notice", "webhooks.resent");
    return BACK;
  }
}
