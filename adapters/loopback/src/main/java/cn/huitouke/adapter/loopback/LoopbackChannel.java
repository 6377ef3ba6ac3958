package cn.huitouke.adapter.loopback;

import cn.huitouke.channel.Answering;
import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.DatedRules;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.Inbox;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
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
import java.net.ConnectException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The adapter of the loopback platform, and the one to copy: {@link LoopbackHook} hears, {@link
 * LoopbackBytes} translates, {@link ReplySlots} keeps callbacks open for an answer, this class sends.
 */
public final class LoopbackChannel implements WebhookChannel, Answering {

  private static final Logger LOG = LoggerFactory.getLogger(LoopbackChannel.class);
  private static final Wire REPLY = new Wire("reply");
  private static final Duration SLOT = Duration.ofMillis(4500);
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final ChannelId id;
  private final LoopbackPlatform platform;
  private final DatedRules rules;
  private final ReplySlots slots = new ReplySlots(SLOT);
  private final LoopbackHook hook;
  private @Nullable String token;

  /**
   * @param forms the forms that the account has templates for, on the wires {@code form} and {@code
   *     notice}
   */
  public LoopbackChannel(ChannelId id, LoopbackPlatform platform, Set<String> forms) {
    this.id = id;
    this.platform = platform;
    this.rules =
        new DatedRules(
            RulePack.of(
                LoopbackChannel.class, "loopback", Optional.empty(), LoopbackChannel::parsed),
            platform.clock(),
            Map.of(new Wire("form"), forms, new Wire("notice"), forms));
    this.hook = new LoopbackHook(id, LoopbackPlatform.SECRET, platform.clock(), slots);
  }

  private static Map<String, ?> parsed(InputStream pack) {
    try {
      return LoopbackBytes.read(pack.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
  public Wire replyWire() {
    return REPLY;
  }

  @Override
  public void start(Inbox inbox) {
    hook.opens(inbox);
    platform.calls(hook);
  }

  @Override
  public void stop() {
    hook.closes();
    slots.closeAll();
  }

  @Override
  public void nothingMore(EventId event) {
    slots.fill(event, Optional.empty());
  }

  @Override
  public SendOutcome send(Outbound outbound) {
    Optional<WireRules> rules = this.rules.now().wire(outbound.wire());
    if (rules.isEmpty()) {
      return new SendOutcome.Refused(Reason.NOT_ENTITLED, "no wire " + outbound.wire());
    }
    Optional<SendOutcome> objection = objection(outbound.message(), rules.get());
    if (objection.isPresent()) {
      return objection.get();
    }
    List<Map<String, ?>> segments =
        outbound.message().segments().stream()
            .<Map<String, ?>>map(segment -> LoopbackBytes.tree(spoken(segment, rules.get())))
            .toList();
    SendOutcome outcome =
        outbound.wire().equals(REPLY) ? reply(outbound, segments) : call(outbound, segments);
    if (!(outcome instanceof SendOutcome.Accepted)) {
      LOG.info("{}: {} was not sent: {}", id, outbound.id(), outcome);
    }
    return outcome;
  }

  /** What can be known without asking the platform. Nothing is ever cut. */
  private static Optional<SendOutcome> objection(Message message, WireRules rules) {
    for (Segment segment : message.segments()) {
      switch (rules.support(segment.kind())) {
        case NONE -> {
          return Optional.of(
              new SendOutcome.Refused(Reason.UNSUPPORTED, segment.kind() + " on " + rules.wire()));
        }
        case FULL, AS_TEXT -> {
          if (spoken(segment, rules) instanceof Segment.Text(String text)
              && !rules.textLimit().allows(text)) {
            int length = rules.textLimit().length(text);
            return Optional.of(new SendOutcome.Refused(Reason.TOO_LONG, Integer.toString(length)));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Segment spoken(Segment segment, WireRules rules) {
    return rules.support(segment.kind()) == Capabilities.Support.AS_TEXT
        ? new Segment.Text(asText(segment))
        : segment;
  }

  private static String asText(Segment segment) {
    return switch (segment) {
      case Segment.Link link -> link.title() + "\n" + link.url();
      case Segment.Card card -> card.title() + "\n" + card.url();
      case Segment.Choices choices ->
          choices.choices().stream()
              .map(choice -> choice.id() + ". " + choice.label())
              .collect(Collectors.joining("\n", choices.head() + "\n", "\n" + choices.tail()));
      default -> throw new IllegalStateException("The rule pack has no text for " + segment.kind());
    };
  }

  private SendOutcome reply(Outbound outbound, List<Map<String, ?>> segments) {
    byte[] answer = LoopbackBytes.write(Map.of("segments", segments));
    boolean inTime =
        outbound.footing() instanceof Footing.InReplyTo(EventId event)
            && slots.fill(event, Optional.of(answer));
    return inTime
        ? new SendOutcome.Accepted("")
        : new SendOutcome.Refused(Reason.WINDOW_CLOSED, "the callback is answered already");
  }

  private SendOutcome call(Outbound outbound, List<Map<String, ?>> segments) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("id", outbound.id().value());
    request.put("wire", outbound.wire().name());
    request.put("to", outbound.to().address());
    request.put("segments", segments);
    try {
      Map<String, Object> answer = call(request, false);
      if (answer.get("code").equals("expired-token")) {
        answer = call(request, true);
      }
      return outcome(answer);
    } catch (ConnectException e) {
      return new SendOutcome.Deferred(PAUSE, "the platform cannot be reached");
    } catch (IOException e) {
      return new SendOutcome.Uncertain("the platform hung up without an answer");
    }
  }

  private Map<String, Object> call(Map<String, Object> request, boolean afresh) throws IOException {
    request.put("token", token(afresh));
    return LoopbackBytes.read(platform.send(LoopbackBytes.write(request)));
  }

  private synchronized String token(boolean afresh) throws ConnectException {
    String known = token;
    if (known == null || afresh) {
      known = platform.issueToken();
      token = known;
    }
    return known;
  }

  private static SendOutcome outcome(Map<String, Object> answer) {
    String code = LoopbackBytes.string(answer, "code");
    return switch (code) {
      case "ok" -> new SendOutcome.Accepted(LoopbackBytes.string(answer, "message"));
      case "rate-limited" -> new SendOutcome.Deferred(Duration.ofSeconds(1), code);
      case "expired-token" -> new SendOutcome.Deferred(PAUSE, "two tokens refused in a row");
      case "window-closed" -> new SendOutcome.Refused(Reason.WINDOW_CLOSED, code);
      case "quota-exhausted" -> new SendOutcome.Refused(Reason.QUOTA_EXHAUSTED, code);
      case "no-credit" -> new SendOutcome.Refused(Reason.NO_CREDIT, code);
      case "blocked" -> new SendOutcome.Refused(Reason.BLOCKED, code);
      case "unknown-peer" -> new SendOutcome.Refused(Reason.UNKNOWN_PEER, code);
      case "content-rejected" -> new SendOutcome.Refused(Reason.CONTENT_REJECTED, code);
      case "too-long" -> new SendOutcome.Refused(Reason.TOO_LONG, code);
      default -> new SendOutcome.Refused(Reason.NOT_ENTITLED, code);
    };
  }
}
