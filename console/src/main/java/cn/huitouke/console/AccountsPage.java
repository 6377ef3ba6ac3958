package cn.huitouke.console;

import cn.huitouke.account.Account;
import cn.huitouke.account.AccountField;
import cn.huitouke.account.AccountId;
import cn.huitouke.account.AccountKind;
import cn.huitouke.account.AccountKind.Use;
import cn.huitouke.account.Accounts;
import cn.huitouke.account.Accounts.Outcome;
import cn.huitouke.account.Fault;
import cn.huitouke.channel.Probe;
import cn.huitouke.channel.QrCodes;
import com.google.zxing.WriterException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.UriComponentsBuilder;

/** Adding an account of the shop's own, step by step; testing, changing and removing it. */
@Controller
class AccountsPage {

  private static final String LIST = "redirect:/settings";

  /** As long as one needs to scan it; whoever comes back gets another. */
  private static final Duration LIFE = Duration.ofDays(7);

  private final Accounts accounts;
  private final AccountViews views;
  private final PublicAddress address;
  private final OwnPassword own;
  private final Audit audit;
  private final Words words;

  AccountsPage(
      Accounts accounts,
      AccountViews views,
      PublicAddress address,
      OwnPassword own,
      Audit audit,
      Words words) {
    this.accounts = accounts;
    this.views = views;
    this.address = address;
    this.own = own;
    this.audit = audit;
    this.words = words;
  }

  /** What can be added; or, once a kind is chosen, what has to be known of it. */
  @Least(Role.OWNER)
  @GetMapping("/settings/accounts/add")
  String add(@RequestParam(defaultValue = "") String kind, Model model, Locale locale) {
    model.addAttribute("demoed", accounts.demoed());
    Optional<AccountKind> wanted = accounts.kind(kind);
    if (wanted.isEmpty()) {
      model.addAttribute("kinds", views.kinds(locale));
      return "console/accounts-add";
    }
    Map<String, String> faults = flashed(model, "faults");
    Map<String, String> typed = flashed(model, "typed");
    model.addAttribute("kind", kind);
    model.addAttribute("label", views.label(kind, locale));
    model.addAttribute("named", wanted.get().use() == Use.CHANNEL);
    model.addAttribute("name", typed.getOrDefault(Accounts.NAME, views.freeName(kind)));
    model.addAttribute("faults", faults);
    model.addAttribute("fields", views.fields(wanted.get(), typed, faults, locale));
    accounts
        .objection(new AccountId(kind, Use.ONLY))
        .filter(fault -> fault.field().isEmpty())
        .ifPresent(
            fault ->
                model.addAttribute("closed", words.said("accounts.fault." + fault.why(), locale)));
    return "console/accounts-add";
  }

  @SuppressWarnings("unchecked") // what keep and change put there
  private static Map<String, String> flashed(Model model, String name) {
    return model.getAttribute(name) instanceof Map<?, ?> map ? (Map<String, String>) map : Map.of();
  }

  @Least(Role.OWNER)
  @PostMapping("/settings/accounts")
  String keep(
      Principal owner,
      @RequestParam String kind,
      @RequestParam(defaultValue = "") String name,
      @RequestParam Map<String, String> typed,
      Locale locale,
      RedirectAttributes after) {
    switch (accounts.add(kind, name.strip(), typed, owner.getName())) {
      case Outcome.Refused(var faults) -> {
        after.addFlashAttribute("faults", views.said(kind, faults, locale));
        after.addFlashAttribute("typed", plain(kind, typed));
        return "redirect:" + to("/settings/accounts/add", kind, "");
      }
      case Outcome.Kept(var account) -> {
        audit.note(owner.getName(), "account.added", account.id().toString(), "");
        test(owner, account);
        return page(account.id());
      }
    }
  }

  /** What may be shown again: no secret. */
  private Map<String, String> plain(String kind, Map<String, String> typed) {
    List<String> shown =
        accounts.kind(kind).stream()
            .flatMap(one -> one.fields().stream())
            .filter(field -> !field.secret())
            .map(AccountField::name)
            .toList();
    return typed.entrySet().stream()
        .filter(e -> shown.contains(e.getKey()) || e.getKey().equals(Accounts.NAME))
        .filter(e -> e.getValue().length() <= 200)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Least(Role.OWNER)
  @GetMapping("/settings/accounts/one")
  String one(@RequestParam String kind, @RequestParam String name, Model model, Locale locale) {
    AccountViews.View view =
        views
            .view(
                new AccountId(kind, name),
                flashed(model, "typed"),
                flashed(model, "faults"),
                locale)
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    model.addAttribute("one", view);
    model.addAttribute("doubt", address.doubt());
    model.addAttribute("demoed", accounts.demoed());
    return "console/account";
  }

  private Account found(String kind, String name) {
    return accounts
        .find(new AccountId(kind, name))
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }

  /** Asked again and again while the owner is busy on the platform's page. */
  @Least(Role.OWNER)
  @GetMapping("/settings/accounts/waits")
  String waits(
      @RequestParam String kind,
      @RequestParam String name,
      @RequestParam String what,
      Model model,
      HttpServletResponse response) {
    Account account = found(kind, name);
    boolean come =
        what.equals("heard") ? !views.heard(account).isEmpty() : account.calledAt().isPresent();
    if (come) {
      response.setHeader("HX-Refresh", "true");
    }
    model.addAttribute("waitsFor", what.equals("heard") ? "heard" : "called");
    model.addAttribute("kind", kind);
    model.addAttribute("name", name);
    return "console/account :: waiting";
  }

  /** The code that a customer scans to follow the account; made by the platform. */
  @Least(Role.OWNER)
  @GetMapping("/settings/accounts/code")
  String code(@RequestParam String kind, @RequestParam String name, Model model)
      throws WriterException {
    Optional<QrCodes.QrCode> code =
        views
            .open(found(kind, name).id())
            .filter(QrCodes.class::isInstance)
            .flatMap(codes -> ((QrCodes) codes).temporaryCode("hello", LIFE));
    if (code.isPresent()) {
      model.addAttribute("qr", QrDrawing.of(code.get().content()));
    }
    return "console/account :: follow";
  }

  @Least(Role.OWNER)
  @PostMapping("/settings/accounts/test")
  String test(Principal owner, @RequestParam String kind, @RequestParam String name) {
    Account account = found(kind, name);
    test(owner, account);
    return page(account.id());
  }

  private void test(Principal owner, Account account) {
    Optional<Probe> probe =
        views.open(account.id()).filter(Probe.class::isInstance).map(Probe.class::cast);
    if (probe.isEmpty()) {
      return;
    }
    Probe.Finding finding = probe.get().probe();
    if (finding.cause() == Probe.Cause.NOT_CONNECTED) {
      return;
    }
    accounts.tested(account.id(), account.revision(), finding);
    audit.note(
        owner.getName(),
        "channel.tested",
        account.id().toString(),
        finding.works() ? "works" : "fails");
  }

  @Least(Role.OWNER)
  @PostMapping("/settings/accounts/change")
  String change(
      Principal owner,
      @RequestParam String kind,
      @RequestParam String name,
      @RequestParam long revision,
      @RequestParam Map<String, String> typed,
      Locale locale,
      RedirectAttributes after) {
    Account before = found(kind, name);
    Outcome outcome = accounts.change(before.id(), revision, typed);
    if (kept(owner, before.id(), outcome, "account.changed", locale, after)) {
      test(owner, ((Outcome.Kept) outcome).account());
    } else {
      after.addFlashAttribute("typed", plain(kind, typed));
    }
    return page(before.id());
  }

  /** Other keys to enter on the platform, in the place of those of now. */
  @Least(Role.OWNER)
  @PostMapping("/settings/accounts/renew")
  String renew(
      Principal owner,
      @RequestParam String kind,
      @RequestParam String name,
      @RequestParam long revision,
      Locale locale,
      RedirectAttributes after) {
    Account before = found(kind, name);
    kept(
        owner,
        before.id(),
        accounts.renew(before.id(), revision),
        "account.renewed",
        locale,
        after);
    return page(before.id());
  }

  private boolean kept(
      Principal owner,
      AccountId who,
      Outcome outcome,
      String did,
      Locale locale,
      RedirectAttributes after) {
    return switch (outcome) {
      case Outcome.Kept _ -> {
        audit.note(owner.getName(), did, who.toString(), "");
        after.addFlashAttribute(
            "notice", did.equals("account.renewed") ? "accounts.renewed" : "accounts.changed");
        yield true;
      }
      case Outcome.Refused(List<Fault> faults) -> {
        after.addFlashAttribute("faults", views.said(who.kind(), faults, locale));
        yield false;
      }
    };
  }

  @Least(Role.OWNER)
  @PostMapping("/settings/accounts/remove")
  String remove(
      Principal owner,
      @RequestParam String kind,
      @RequestParam String name,
      @RequestParam(defaultValue = "") String password,
      HttpServletRequest request,
      RedirectAttributes after) {
    Account account = found(kind, name);
    String fault = own.fault(request, owner.getName(), password);
    if (!fault.isEmpty()) {
      after.addFlashAttribute("fault", fault);
      return page(account.id());
    }
    if (accounts.remove(account.id())) {
      audit.note(owner.getName(), "account.removed", account.id().toString(), "");
      after.addFlashAttribute("notice", "accounts.removed");
    }
    return LIST;
  }

  private static String page(AccountId who) {
    return "redirect:" + to("/settings/accounts/one", who.kind(), who.name());
  }

  private static String to(String path, String kind, String name) {
    UriComponentsBuilder to = UriComponentsBuilder.fromPath(path).queryParam("kind", "{kind}");
    return (name.isEmpty() ? to : to.queryParam("name", "{name}"))
        .encode()
        .buildAndExpand(Map.of("kind", kind, "name", name))
        .toUriString();
  }
}
