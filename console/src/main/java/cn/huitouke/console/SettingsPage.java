package cn.huitouke.console;

import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Probe;
import cn.huitouke.conversation.Conversations;
import cn.huitouke.delivery.Channels;
import cn.huitouke.hook.Hooked;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.core.env.Environment;
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
  private final String gateway;

  SettingsPage(
      Channels channels,
      Conversations conversations,
      Audit audit,
      ShopTime times,
      Words words,
      Environment environment) {
    this.channels = channels;
    this.conversations = conversations;
    this.audit = audit;
    this.times = times;
    this.words = words;
    this.gateway =
        environment.getProperty(
            "huitouke.gateway.public-url",
            "http://…:" + environment.getProperty("huitouke.gateway.port", "8090"));
  }

  /** One account. */
  record View(
      String id,
      String kind,
      String callback,
      boolean canTest,
      String heardAt,
      List<WireView> wires) {}

  record WireView(
      String name, String opening, String windows, String quotas, String since, String source) {}

  @Least(Role.VIEWER)
  @GetMapping("/settings")
  String settings(Model model, Locale locale) {
    Map<ChannelId, Instant> heard = conversations.heardOf();
    model.addAttribute(
        "channels", channels.all().stream().map(one -> view(one, heard, locale)).toList());
    return "console/settings";
  }

  private View view(Channel channel, Map<ChannelId, Instant> heard, Locale locale) {
    Instant last = heard.get(channel.id());
    return new View(
        channel.id().toString(),
        channel.id().kind(),
        channel instanceof Hooked hooked ? gateway + hooked.hook().path().path() : "",
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
  String test(Principal operator, @RequestParam String id, Model model) {
    var probe =
        channels.all().stream()
            .filter(channel -> channel.id().toString().equals(id))
            .filter(Probe.class::isInstance)
            .findFirst();
    if (probe.isPresent()) {
      Probe.Finding finding = ((Probe) probe.get()).probe();
      audit.note(operator.getName(), "channel.tested", id, finding.works() ? "works" : "fails");
      model.addAttribute("works", finding.works());
      model.addAttribute("what", finding.what());
      model.addAttribute("mend", finding.mend().orElse(""));
    }
    return "console/settings :: finding";
  }
}
