package cn.huitouke.console;

import cn.huitouke.account.AccountId;
import cn.huitouke.account.AccountKind.Use;
import cn.huitouke.account.Accounts;
import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Probe;
import cn.huitouke.channel.SocketChannel;
import cn.huitouke.conversation.Conversations;
import cn.huitouke.delivery.Channels;
import cn.huitouke.hook.Hooked;
import cn.huitouke.logistics.TrackingSources;
import cn.huitouke.tracking.TrackingSource;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The accounts: what they may do, where they are called back, and whether they work. */
@Controller
class SettingsPage {

  private final Channels channels;
  private final Conversations conversations;
  private final Audit audit;
  private final ShopTime times;
  private final Words words;
  private final AccountViews views;
  private final Accounts accounts;
  private final ObjectProvider<TrackingSources> sources;
  private final PublicAddress address;

  SettingsPage(
      Channels channels,
      Conversations conversations,
      Audit audit,
      ShopTime times,
      Words words,
      AccountViews views,
      Accounts accounts,
      ObjectProvider<TrackingSources> sources,
      PublicAddress address) {
    this.channels = channels;
    this.conversations = conversations;
    this.audit = audit;
    this.times = times;
    this.words = words;
    this.views = views;
    this.accounts = accounts;
    this.sources = sources;
    this.address = address;
  }

  /**
   * One account.
   *
   * @param from {@code kept} (added here), {@code file} or {@code demo}
   * @param unfinished whether the platform has not called yet
   */
  record View(
      String id,
      String kind,
      String name,
      String from,
      boolean unfinished,
      String callback,
      boolean canTest,
      String heardAt,
      List<WireView> wires) {}

  /** An account that was added here, but is not open. */
  record Shut(String id, String kind, String name, String why) {}

  record WireView(
      String name, String opening, String windows, String quotas, String since, String source) {}

  @Least(Role.VIEWER)
  @GetMapping("/settings")
  String settings(Model model, Locale locale) {
    Map<ChannelId, Instant> heard = conversations.heardOf();
    model.addAttribute(
        "channels", channels.all().stream().map(one -> view(one, heard, locale)).toList());
    model.addAttribute("sources", sources(locale));
    model.addAttribute("shut", shut(locale));
    return "console/settings";
  }

  private List<View> sources(Locale locale) {
    TrackingSources asked = sources.getIfAvailable();
    return asked == null
        ? List.of()
        : asked.all().stream().map(source -> view(source, locale)).toList();
  }

  private View view(TrackingSource source, Locale locale) {
    AccountId who = new AccountId(source.name(), Use.ONLY);
    return new View(
        who.toString(),
        who.kind(),
        who.name(),
        from(who),
        false,
        callback(source),
        source instanceof Probe,
        words.said("accounts.carriers", locale),
        List.of());
  }

  private String callback(Object one) {
    if (one instanceof SocketChannel speaking) {
      return address.of(speaking.socketHook().path(), true);
    }
    return one instanceof Hooked hooked ? address.of(hooked.hook().path(), false) : "";
  }

  private String from(AccountId who) {
    if (accounts.inFile(who)) {
      return "file";
    }
    return accounts.find(who).isPresent() ? "kept" : "demo";
  }

  private boolean unfinished(AccountId who) {
    return accounts.find(who).filter(account -> account.calledAt().isEmpty()).isPresent();
  }

  private List<Shut> shut(Locale locale) {
    return accounts.all().stream()
        .filter(account -> account.trouble().isPresent())
        .map(
            account ->
                new Shut(
                    account.id().toString(),
                    account.id().kind(),
                    account.id().name(),
                    words.said("accounts.trouble." + account.trouble().get().why(), locale)))
        .toList();
  }

  private View view(Channel channel, Map<ChannelId, Instant> heard, Locale locale) {
    Instant last = heard.get(channel.id());
    return new View(
        channel.id().toString(),
        channel.id().kind(),
        channel.id().name(),
        from(AccountViews.id(channel)),
        unfinished(AccountViews.id(channel)),
        callback(channel),
        channel instanceof Probe,
        last == null ? "" : times.at(last),
        channel.capabilities().wires().stream().map(rules -> view(rules, locale)).toList());
  }

  private WireView view(WireRules rules, Locale locale) {
    return new WireView(
        rules.wire().name(),
        rules.opening().name(),
        String.join(
            " · ",
            rules.windows().stream()
                .map(w -> times.span(w.lasts(), locale) + " × " + w.messages())
                .toList()),
        String.join(
            " · ",
            rules.quotas().stream()
                .map(q -> words.said("quota." + q.span(), locale, String.valueOf(q.messages())))
                .toList()),
        rules.since().toString(),
        rules.source());
  }

  /** Asks the platform once whether the account's settings work. */
  @Least(Role.OPERATOR)
  @PostMapping("/settings/channels/test")
  String test(Principal operator, @RequestParam String id, Model model, Locale locale) {
    int slash = id.indexOf('/');
    AccountId who = new AccountId(id.substring(0, Math.max(0, slash)), id.substring(slash + 1));
    if (views.open(who).orElse(null) instanceof Probe probe) {
      Probe.Finding finding = probe.probe();
      audit.note(
          operator.getName(),
          "channel.tested",
          who.toString(),
          finding.works() ? "works" : "fails");
      model.addAttribute("works", finding.works());
      model.addAttribute("what", views.cause(who.kind(), finding, locale));
      model.addAttribute("mend", finding.about());
    }
    return "console/settings :: finding";
  }
}
