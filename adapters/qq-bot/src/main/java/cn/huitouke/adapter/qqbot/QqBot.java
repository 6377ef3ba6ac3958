package cn.huitouke.adapter.qqbot;

import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.DatedRules;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.Inbox;
import cn.huitouke.channel.NoToken;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Probe;
import cn.huitouke.channel.RulePack;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.channel.WebhookChannel;
import cn.huitouke.channel.Wire;
import cn.huitouke.hook.Hook;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/**
 * One official QQ bot: answers by {@code msg_id} within the platform's windows, and speaks of its own
 * accord where the platform and the user let it.
 */
public final class QqBot implements WebhookChannel, Probe {

  /** The kind of its {@link ChannelId}. */
  public static final String KIND = "qq-bot";

  /** Answers to a message or event. */
  public static final Wire PASSIVE = new Wire("passive");

  /** What the bot says of its own accord. */
  public static final Wire PROACTIVE = new Wire("proactive");

  private static final Logger log = LoggerFactory.getLogger(QqBot.class);

  private final ChannelId id;
  private final DatedRules rules;
  private final QqHook hook;
  private final QqApi api;
  private final QqSender sender;

  public QqBot(QqBotAccount account, InstantSource clock) {
    this(account, clock, Optional.empty());
  }

  /**
   * @param rulesOverride the shop's own rule pack, in place of the one in this jar
   * @throws IllegalArgumentException naming what is wrong in the rule pack
   */
  public QqBot(QqBotAccount account, InstantSource clock, Optional<InputStream> rulesOverride) {
    id = new ChannelId(KIND, account.id());
    rules = new DatedRules(RulePack.of(QqBot.class, KIND, rulesOverride, QqBot::parsed), clock);
    JsonMapper json = JsonMapper.builder().build();
    hook =
        new QqHook(account, new QqSignature(account.secret()), new QqEventDecoder(id), clock, json);
    api = new QqApi(account, clock, json);
    sender = new QqSender(api, new QqFiles(api, clock));
  }

  @Override
  public ChannelId id() {
    return id;
  }

  @Override
  public Capabilities capabilities() {
    return rules.now();
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
  public Finding probe() {
    try {
      api.prove();
      return new Finding(true, id + ": QQ gave a token.", Optional.empty());
    } catch (NoToken none) {
      return switch (none.outcome()) {
        case SendOutcome.Refused no ->
            new Finding(
                false,
                id + ": QQ refused the account: " + no.detail(),
                Optional.of("Check app-id and secret (q.qq.com, 开发设置)."),
                Cause.WRONG_SECRET,
                "");
        case SendOutcome.Accepted _, SendOutcome.Deferred _, SendOutcome.Uncertain _ ->
            unreachable();
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unreachable();
    }
  }

  private Finding unreachable() {
    return new Finding(
        false,
        id + ": QQ was not reached.",
        Optional.of("Check the network, then try again."),
        Cause.UNREACHABLE,
        "");
  }

  @Override
  public SendOutcome send(Outbound outbound) {
    SendOutcome outcome = refusal(outbound).orElseGet(() -> sender.send(outbound));
    if (!(outcome instanceof SendOutcome.Accepted)) {
      log.info("{}: {} on {}: {}", id, outbound.id(), outbound.wire(), outcome);
    }
    return outcome;
  }

  private Optional<SendOutcome> refusal(Outbound outbound) {
    Optional<Capabilities.WireRules> rules = this.rules.now().wire(outbound.wire());
    if (rules.isEmpty() || !outbound.to().channel().equals(id)) {
      return refused(Reason.UNSUPPORTED, "not a wire and a peer of " + id);
    }
    if (outbound.wire().equals(PASSIVE) && !(outbound.footing() instanceof Footing.InReplyTo)) {
      return refused(Reason.WINDOW_CLOSED, "a reply needs an event to reply to");
    }
    for (Segment segment : outbound.message().segments()) {
      if (rules.get().support(segment.kind()) == Capabilities.Support.NONE) {
        return refused(Reason.UNSUPPORTED, "no " + segment.kind());
      }
    }
    String text = QqSpeech.text(outbound.message(), outbound.to().kind() == Peer.Kind.GROUP);
    if (text.isBlank() && QqSpeech.pictures(outbound.message()).isEmpty()) {
      return refused(Reason.UNSUPPORTED, "nothing to be said in text");
    }
    return rules.get().textLimit().allows(text)
        ? Optional.empty()
        : refused(Reason.TOO_LONG, rules.get().textLimit().length(text) + " characters");
  }

  private static Optional<SendOutcome> refused(Reason reason, String detail) {
    return Optional.of(new SendOutcome.Refused(reason, detail));
  }

  private static Map<String, ?> parsed(InputStream pack) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(pack);
  }
}
