package cn.huitouke.delivery;

import cn.huitouke.channel.Answering;
import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.Capabilities.Beside;
import cn.huitouke.channel.Capabilities.Opener;
import cn.huitouke.channel.Capabilities.Opening;
import cn.huitouke.channel.Capabilities.Pace;
import cn.huitouke.channel.Capabilities.Quota;
import cn.huitouke.channel.Capabilities.Support;
import cn.huitouke.channel.Capabilities.TextLimit;
import cn.huitouke.channel.Capabilities.Window;
import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Inbox;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Purpose;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.Wire;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A platform in memory, and the channel to it: reply slots, a customer-service wire with windows, a
 * template wire with an idempotency key, a notice wire on credit. What customers see outlives the
 * house's restarts.
 */
public final class TestPlatform {

  public static final ChannelId ID = new ChannelId("test", "shop");
  public static final Wire REPLY = new Wire("reply");
  public static final Wire SERVICE = new Wire("customer-service");
  public static final Wire TEMPLATE = new Wire("template");
  public static final Wire NOTICE = new Wire("notice");

  private final Capabilities rules;

  public TestPlatform() {
    this(RULES);
  }

  public TestPlatform(Capabilities rules) {
    this.rules = rules;
  }

  /** What a customer's screen shows. */
  public record Shown(String id, String text, Wire wire) {}

  private final Map<String, List<Shown>> screens = new ConcurrentHashMap<>();
  private final Map<String, Boolean> keys = new ConcurrentHashMap<>();
  private final Map<EventId, InboundEvent> unanswered = new ConcurrentHashMap<>();

  /** Trouble for the next sends, in order; asked before anything happens. */
  public final ConcurrentLinkedQueue<Function<Outbound, SendOutcome>> trouble =
      new ConcurrentLinkedQueue<>();

  /** A house's end of the line. Each restart makes a new one. */
  public final class Line implements Channel, Answering {

    private final Map<EventId, String> slots = new ConcurrentHashMap<>();
    private final Runnable step;
    private volatile Inbox inbox = _ -> {};

    Line(Runnable step) {
      this.step = step;
    }

    @Override
    public ChannelId id() {
      return ID;
    }

    @Override
    public Capabilities capabilities() {
      return rules;
    }

    @Override
    public void start(Inbox opened) {
      inbox = opened;
    }

    @Override
    public SendOutcome send(Outbound outbound) {
      step.run(); // a dead house sends nothing
      SendOutcome outcome = transmit(outbound);
      step.run();
      return outcome;
    }

    private SendOutcome transmit(Outbound outbound) {
      Function<Outbound, SendOutcome> trap = trouble.poll();
      if (trap != null) {
        return trap.apply(outbound);
      }
      if (outbound.wire().equals(REPLY)) {
        EventId event = ((Footing.InReplyTo) outbound.footing()).event();
        String filled =
            slots.computeIfPresent(event, (_, was) -> was.isEmpty() ? outbound.id().value() : was);
        if (filled == null || !filled.equals(outbound.id().value())) {
          return new SendOutcome.Refused(SendOutcome.Reason.WINDOW_CLOSED, "no slot");
        }
        if (unanswered.remove(event) != null) {
          show(outbound);
        }
        return new SendOutcome.Accepted("");
      }
      if (outbound.wire().equals(TEMPLATE)
          && keys.putIfAbsent(outbound.id().value(), true) != null) {
        return new SendOutcome.Accepted("again-" + outbound.id());
      }
      show(outbound);
      return new SendOutcome.Accepted("msg-" + outbound.id());
    }

    @Override
    public void stop() {}

    @Override
    public Wire replyWire() {
      return REPLY;
    }

    @Override
    public void nothingMore(EventId event) {
      step.run();
      if ("".equals(slots.get(event))) {
        slots.remove(event);
        unanswered.remove(event);
      }
    }

    /** The platform delivers an event: opens its slot and hands it over. */
    public void deliver(InboundEvent event) {
      unanswered.put(event.id(), event);
      redeliver(event);
    }

    /** The platform delivers once more what got no answer. */
    public void redeliver(InboundEvent event) {
      slots.putIfAbsent(event.id(), "");
      inbox.accept(event);
    }

    /** 4.5 seconds have passed: answers do not fit in any more. */
    public void closeSlots() {
      slots.clear();
      unanswered.clear();
    }
  }

  public Line line() {
    return new Line(() -> {});
  }

  public Line line(Runnable step) {
    return new Line(step);
  }

  /** What the platform got no answer to: it will deliver that again. */
  public List<InboundEvent> unanswered() {
    return List.copyOf(unanswered.values());
  }

  public List<Shown> screen(String address) {
    return screens.getOrDefault(address, List.of());
  }

  public List<String> texts(String address) {
    return screen(address).stream().map(Shown::text).toList();
  }

  public List<Shown> everything() {
    return screens.values().stream().flatMap(List::stream).toList();
  }

  public static Peer peer(String address) {
    return Peer.person(ID, address);
  }

  public static InboundEvent.MessageReceived says(
      String address, String id, String text, Instant at) {
    return new InboundEvent.MessageReceived(
        new EventId(id), peer(address), address, at, Message.text(text), Optional.empty());
  }

  private void show(Outbound outbound) {
    screens
        .computeIfAbsent(outbound.to().address(), _ -> new CopyOnWriteArrayList<>())
        .add(new Shown(outbound.id().value(), words(outbound.message()), outbound.wire()));
  }

  private static String words(Message message) {
    List<String> words = new ArrayList<>();
    for (Segment segment : message.segments()) {
      words.add(segment instanceof Segment.Form form ? "form " + form.form() : message.text());
    }
    return String.join("\n", words);
  }

  public static final Capabilities RULES =
      new Capabilities(
          List.of(
              wire(
                  REPLY,
                  Opening.REPLY_SLOT,
                  List.of(),
                  EnumSet.of(Purpose.REPLY),
                  Optional.empty()),
              wire(
                  SERVICE,
                  Opening.WINDOW,
                  List.of(
                      new Window(Opener.MESSAGE, Duration.ofHours(48), 5),
                      new Window(Opener.FOLLOW, Duration.ofMinutes(1), 3)),
                  EnumSet.of(Purpose.REPLY, Purpose.SERVICE, Purpose.CARE),
                  Optional.empty()),
              wire(NOTICE, Opening.CREDIT, List.of(), EnumSet.of(Purpose.CARE), Optional.empty()),
              wire(
                  TEMPLATE,
                  Opening.FREE,
                  List.of(),
                  EnumSet.of(Purpose.SERVICE),
                  Optional.of(Duration.ofMinutes(10)))));

  /** The usual rules with a quota on template messages. */
  public static Capabilities withTemplateQuota(Quota quota) {
    return new Capabilities(
        RULES.wires().stream()
            .map(
                rules ->
                    !rules.wire().equals(TEMPLATE)
                        ? rules
                        : new WireRules(
                            rules.wire(),
                            rules.since(),
                            rules.source(),
                            rules.opening(),
                            rules.windows(),
                            List.of(quota),
                            rules.purposes(),
                            rules.carries(),
                            rules.textLimit(),
                            rules.idempotentFor(),
                            rules.pace(),
                            rules.needsPerson(),
                            rules.cost(),
                            rules.forms()))
            .toList());
  }

  /** Customer service alone, with pictures, and with quotas. */
  public static Capabilities withPictures(Beside picture, Quota... quotas) {
    WireRules rules = RULES.wire(SERVICE).orElseThrow();
    return new Capabilities(
        List.of(
            new WireRules(
                rules.wire(),
                rules.since(),
                rules.source(),
                rules.opening(),
                rules.windows(),
                List.of(quotas),
                rules.purposes(),
                Map.of(Segment.Kind.TEXT, Support.FULL, Segment.Kind.IMAGE, Support.FULL),
                rules.textLimit(),
                rules.idempotentFor(),
                rules.pace(),
                rules.needsPerson(),
                rules.cost(),
                rules.forms(),
                Map.of(Segment.Kind.IMAGE, picture))));
  }

  private static WireRules wire(
      Wire wire,
      Opening opening,
      List<Window> windows,
      Set<Purpose> purposes,
      Optional<Duration> idempotentFor) {
    boolean words = wire.equals(REPLY) || wire.equals(SERVICE);
    return new WireRules(
        wire,
        LocalDate.of(2026, 1, 1),
        "test",
        opening,
        windows,
        List.of(),
        purposes,
        Map.of(words ? Segment.Kind.TEXT : Segment.Kind.FORM, Support.FULL),
        new TextLimit(TextLimit.Unit.BYTES, 2048),
        idempotentFor,
        new Pace(5000, 5000),
        false,
        java.math.BigDecimal.ZERO,
        words ? Set.of() : Set.of("parcel-progress", "care"));
  }
}
