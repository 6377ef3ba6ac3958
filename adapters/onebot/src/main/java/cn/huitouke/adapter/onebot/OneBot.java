package cn.huitouke.adapter.onebot;

import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.DatedRules;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.Inbox;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Probe;
import cn.huitouke.channel.RulePack;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.channel.SocketChannel;
import cn.huitouke.channel.Wire;
import cn.huitouke.hook.SocketHook;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** One QQ account behind a OneBot v11 implementation. May speak first; paced, or QQ bans it. */
public final class OneBot implements SocketChannel, Probe {

  /** The kind of its {@link ChannelId}. */
  public static final String KIND = "onebot";

  /** Messages in private and in groups. */
  public static final Wire MESSAGE = new Wire("message");

  private static final Logger log = LoggerFactory.getLogger(OneBot.class);

  private final ChannelId id;
  private final DatedRules rules;
  private final OneBotHook hook;

  public OneBot(OneBotAccount account, InstantSource clock) {
    this(account, clock, Optional.empty());
  }

  /**
   * @param rulesOverride the shop's own rule pack, in place of the one in this jar
   * @throws IllegalArgumentException naming what is wrong in the rule pack
   */
  public OneBot(OneBotAccount account, InstantSource clock, Optional<InputStream> rulesOverride) {
    id = new ChannelId(KIND, account.id());
    rules = new DatedRules(RulePack.of(OneBot.class, KIND, rulesOverride, OneBot::parsed), clock);
    hook = new OneBotHook(account, new OneBotDecoder(id, account), JsonMapper.builder().build());
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
  public SocketHook socketHook() {
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

  /** Nobody is called: the other side connects to us. */
  @Override
  public Finding probe() {
    return hook.link().isPresent()
        ? new Finding(true, id + ": QQ is connected.", Optional.empty())
        : new Finding(
            false,
            id + ": nobody has connected.",
            Optional.of("Enter the address and the token in the OneBot program, and start it."),
            Cause.NOT_CONNECTED,
            "");
  }

  @Override
  public SendOutcome send(Outbound outbound) {
    SendOutcome outcome = refusal(outbound).orElseGet(() -> sent(outbound));
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
    if (!outbound.to().address().matches("[0-9]{1,18}")) {
      return refused(Reason.UNKNOWN_PEER, "not a QQ number");
    }
    for (Segment segment : outbound.message().segments()) {
      if (rules.get().support(segment.kind()) == Capabilities.Support.NONE) {
        return refused(Reason.UNSUPPORTED, "no " + segment.kind());
      }
    }
    String text = OneBotSpeech.text(outbound.message());
    return rules.get().textLimit().allows(text)
        ? Optional.empty()
        : refused(Reason.TOO_LONG, rules.get().textLimit().length(text) + " characters");
  }

  private static Optional<SendOutcome> refused(Reason reason, String detail) {
    return Optional.of(new SendOutcome.Refused(reason, detail));
  }

  private SendOutcome sent(Outbound outbound) {
    boolean group = outbound.to().kind() == Peer.Kind.GROUP;
    Map<String, ?> params =
        Map.of(
            group ? "group_id" : "user_id",
            Long.parseLong(outbound.to().address()),
            "message",
            OneBotSpeech.segments(outbound.message(), group ? asker(outbound) : Optional.empty()));
    return hook.link()
        .map(link -> link.act(group ? "send_group_msg" : "send_private_msg", params))
        .orElseGet(() -> new SendOutcome.Deferred(Duration.ofSeconds(5), "not connected"));
  }

  /** Whom an answer in a group is for, unless the message says so itself. */
  private Optional<String> asker(Outbound outbound) {
    boolean named =
        outbound.message().segments().stream().anyMatch(Segment.Mention.class::isInstance);
    return !named && outbound.footing() instanceof Footing.InReplyTo(EventId event)
        ? hook.askerOf(event)
        : Optional.empty();
  }

  private static Map<String, ?> parsed(InputStream pack) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(pack);
  }
}
