package cn.huitouke.adapter.qqbot;

import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.Inbox;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.RulePack;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.channel.WebhookChannel;
import cn.huitouke.channel.Wire;
import cn.huitouke.hook.Hook;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** One official QQ bot: answers by {@code msg_id} within the platform's passive windows. */
public final class QqBot implements WebhookChannel {

  private static final Wire PASSIVE = new Wire("passive");
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  private final ChannelId id;
  private final Capabilities capabilities;
  private final QqHook hook;
  private final QqApi api;

  public QqBot(QqBotAccount account, InstantSource clock) {
    id = new ChannelId("qq-bot", account.id());
    capabilities = rules(clock);
    JsonMapper json = JsonMapper.builder().build();
    hook =
        new QqHook(account, new QqSignature(account.secret()), new QqEventDecoder(id), clock, json);
    api = new QqApi(account, clock, json);
  }

  @Override
  public ChannelId id() {
    return id;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Hook hook() {
    return hook;
  }

  @Override
  public void start(Inbox inbox) {
    hook.open(inbox);
  }

  @Override
  public void stop() {
    hook.open(null);
  }

  @Override
  public SendOutcome send(Outbound outbound) {
    Capabilities.WireRules rules = capabilities.wire(outbound.wire()).orElse(null);
    if (rules == null || !(outbound.footing() instanceof Footing.InReplyTo(var event))) {
      return new SendOutcome.Refused(Reason.WINDOW_CLOSED, "only answers are possible here");
    }
    if (outbound.message().segments().stream()
        .anyMatch(segment -> rules.support(segment.kind()) == Capabilities.Support.NONE)) {
      return new SendOutcome.Refused(Reason.UNSUPPORTED, outbound.message().toString());
    }
    String text = text(outbound);
    if (!rules.textLimit().allows(text)) {
      return new SendOutcome.Refused(Reason.TOO_LONG, rules.textLimit().length(text) + " long");
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("content", text);
    body.put("msg_type", 0);
    body.put("msg_id", event.value());
    // From the id, so that the same message is recognised and another one is not.
    body.put("msg_seq", 1 + Math.floorMod(outbound.id().value().hashCode(), 1_000_000));
    String whom = outbound.to().kind() == Peer.Kind.GROUP ? "groups" : "users";
    return api.post("/v2/" + whom + "/" + outbound.to().address() + "/messages", body);
  }

  /** {@code <} is written wide: the platform reads tags in what customers wrote. */
  private static String text(Outbound outbound) {
    return outbound.message().segments().stream()
        .map(
            segment ->
                switch (segment) {
                  case Segment.Text(String text) -> text;
                  case Segment.Link link -> link.title() + "\n" + link.url();
                  case Segment.Card card -> card.title() + "\n" + card.description();
                  case Segment.Choices choices -> choices.asText();
                  default -> "";
                })
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n"))
        .replace('<', '＜');
  }

  private static Capabilities rules(InstantSource clock) {
    try (InputStream pack =
        Objects.requireNonNull(
            QqBot.class.getResourceAsStream("/platform-rules/qq-bot.yml"), "rule pack")) {
      Map<String, ?> tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(pack);
      return RulePack.read(tree, clock.instant().atZone(SHANGHAI).toLocalDate());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
