package cn.huitouke.adapter.onebot;

import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Inbox;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.RulePack;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.channel.SocketChannel;
import cn.huitouke.channel.Wire;
import cn.huitouke.hook.SocketHook;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** One QQ account behind a OneBot v11 implementation. May speak first; paced, or QQ bans it. */
public final class OneBot implements SocketChannel {

  private static final Wire MESSAGE = new Wire("message");
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  private final ChannelId id;
  private final Capabilities capabilities;
  private final OneBotHook hook;

  public OneBot(OneBotAccount account, InstantSource clock) {
    id = new ChannelId("onebot", account.id());
    capabilities = rules(clock);
    hook = new OneBotHook(account, new OneBotDecoder(id), JsonMapper.builder().build());
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

  @Override
  public SendOutcome send(Outbound outbound) {
    Capabilities.WireRules rules = capabilities.wire(MESSAGE).orElseThrow();
    if (!outbound.wire().equals(MESSAGE)) {
      return new SendOutcome.Refused(Reason.UNSUPPORTED, "no wire " + outbound.wire());
    }
    for (Segment segment : outbound.message().segments()) {
      if (rules.support(segment.kind()) == Capabilities.Support.NONE) {
        return new SendOutcome.Refused(Reason.UNSUPPORTED, segment.kind().toString());
      }
    }
    if (!rules.textLimit().allows(outbound.message().text())) {
      return new SendOutcome.Refused(
          Reason.TOO_LONG, rules.textLimit().length(outbound.message().text()) + " long");
    }
    boolean group = outbound.to().kind() == Peer.Kind.GROUP;
    Map<String, ?> params =
        Map.of(
            group ? "group_id" : "user_id",
            Long.parseLong(outbound.to().address()),
            "message",
            segments(outbound));
    return hook.link()
        .map(link -> link.act(group ? "send_group_msg" : "send_private_msg", params))
        .orElseGet(() -> new SendOutcome.Deferred(Duration.ofSeconds(5), "not connected"));
  }

  /** Always segments, never a string: what a customer wrote must not be read as a CQ code. */
  private static List<Map<String, ?>> segments(Outbound outbound) {
    List<Map<String, ?>> segments = new ArrayList<>();
    for (Segment segment : outbound.message().segments()) {
      switch (segment) {
        case Segment.Text(String text) -> segments.add(text(text));
        case Segment.Mention(String address) ->
            segments.add(Map.of("type", "at", "data", Map.of("qq", address)));
        case Segment.Image image ->
            segments.add(Map.of("type", "image", "data", Map.of("file", image.reference())));
        case Segment.Link link -> segments.add(text(link.title() + "\n" + link.url()));
        case Segment.Choices choices -> segments.add(text(choices.asText()));
        default -> throw new IllegalStateException("not declared: " + segment.kind());
      }
    }
    return segments;
  }

  private static Map<String, ?> text(String text) {
    return Map.of("type", "text", "data", Map.of("text", text));
  }

  private static Capabilities rules(InstantSource clock) {
    try (InputStream pack =
        Objects.requireNonNull(
            OneBot.class.getResourceAsStream("/platform-rules/onebot.yml"), "rule pack")) {
      Map<String, ?> tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(pack);
      return RulePack.read(tree, clock.instant().atZone(SHANGHAI).toLocalDate());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
