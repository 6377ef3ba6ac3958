package cn.huitouke.delivery;

import cn.huitouke.channel.Capabilities;
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
import cn.huitouke.channel.Inbox;
import cn.huitouke.channel.MassSender;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Purpose;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.Wire;
import java.math.BigDecimal;
import java.time.Duration;
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
import java.util.function.Supplier;

/**
 * An account in memory that can send to many at once, and to one person only within a window. What people
 * see outlives the house's restarts.
 */
public final class MassPlatform implements Channel, MassSender {

  public static final ChannelId ID = new ChannelId("test", "mass");
  public static final Wire MASS = new Wire("mass");
  public static final Wire SERVICE = new Wire("customer-service");

  private final Map<String, List<String>> screens = new ConcurrentHashMap<>();
  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private final int mostAtOnce;

  /** The size of each mass send that arrived, repeats left out. */
  public final List<Integer> sends = new CopyOnWriteArrayList<>();

  /** Every key that was asked for, repeats too. */
  public final List<String> asked = new CopyOnWriteArrayList<>();

  public final List<String> looks = new CopyOnWriteArrayList<>();
  public final List<String> recalled = new CopyOnWriteArrayList<>();

  /** What comes in the way of the next mass sends, before anything arrives; null: nothing. */
  public final ConcurrentLinkedQueue<Supplier<Optional<SendOutcome>>> before =
      new ConcurrentLinkedQueue<>();

  /** The same, but after all of it has arrived. */
  public final ConcurrentLinkedQueue<Supplier<Optional<SendOutcome>>> after =
      new ConcurrentLinkedQueue<>();

  public MassPlatform() {
    this(10_000);
  }

  public MassPlatform(int mostAtOnce) {
    this.mostAtOnce = mostAtOnce;
  }

  public static Peer peer(String address) {
    return Peer.person(ID, address);
  }

  public List<String> screen(String address) {
    return screens.getOrDefault(address, List.of());
  }

  /** Everything that anybody saw. */
  public List<String> everything() {
    return screens.values().stream().flatMap(List::stream).toList();
  }

  @Override
  public ChannelId id() {
    return ID;
  }

  @Override
  public Capabilities capabilities() {
    return RULES;
  }

  @Override
  public void start(Inbox inbox) {}

  @Override
  public void stop() {}

  @Override
  public SendOutcome send(Outbound outbound) {
    if (outbound.wire().equals(MASS)) {
      return new SendOutcome.Refused(SendOutcome.Reason.UNSUPPORTED, "to two at the least");
    }
    show(outbound.to(), outbound.message());
    return new SendOutcome.Accepted("one-" + outbound.id());
  }

  @Override
  public Wire massWire() {
    return MASS;
  }

  @Override
  public int mostAtOnce() {
    return mostAtOnce;
  }

  @Override
  public SendOutcome sendMany(OutboundId id, List<Peer> to, Message message) {
    asked.add(id.value());
    Optional<SendOutcome> trouble = poll(before);
    if (trouble.isPresent()) {
      return trouble.get();
    }
    if (to.size() < 2 || to.size() > mostAtOnce) {
      return new SendOutcome.Refused(SendOutcome.Reason.UNSUPPORTED, "2-" + mostAtOnce);
    }
    if (keys.add(id.value())) {
      sends.add(to.size());
      to.forEach(peer -> show(peer, message));
    }
    return poll(after).orElseGet(() -> new SendOutcome.Accepted("mass-" + id));
  }

  private static Optional<SendOutcome> poll(
      ConcurrentLinkedQueue<Supplier<Optional<SendOutcome>>> queue) {
    Supplier<Optional<SendOutcome>> next = queue.poll();
    return next == null ? Optional.empty() : next.get();
  }

  @Override
  public SendOutcome sendTo(OutboundId id, Audience audience, Message message) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SendOutcome preview(Peer to, Message message) {
    looks.add(to.address() + ": " + message.text());
    return new SendOutcome.Accepted("look");
  }

  @Override
  public SendOutcome recall(String platformMessageId) {
    recalled.add(platformMessageId);
    return new SendOutcome.Accepted(platformMessageId);
  }

  @Override
  public Progress progress(String platformMessageId) {
    return Progress.SENT;
  }

  private void show(Peer peer, Message message) {
    screens
        .computeIfAbsent(peer.address(), _ -> new CopyOnWriteArrayList<>(new ArrayList<>()))
        .add(message.text());
  }

  private static final Capabilities RULES =
      new Capabilities(
          List.of(
              wire(
                  SERVICE,
                  Opening.WINDOW,
                  List.of(new Window(Opener.MESSAGE, Duration.ofHours(48), 5)),
                  List.of(),
                  EnumSet.of(Purpose.REPLY, Purpose.SERVICE, Purpose.CARE, Purpose.COMMUNITY),
                  Optional.empty()),
              wire(
                  MASS,
                  Opening.FREE,
                  List.of(),
                  List.of(new Quota(Quota.Span.MONTH, 4, true)),
                  EnumSet.of(Purpose.COMMUNITY, Purpose.MARKETING),
                  Optional.of(Duration.ofHours(24)))));

  private static WireRules wire(
      Wire wire,
      Opening opening,
      List<Window> windows,
      List<Quota> quotas,
      Set<Purpose> purposes,
      Optional<Duration> idempotentFor) {
    return new WireRules(
        wire,
        LocalDate.of(2026, 1, 1),
        "test",
        opening,
        windows,
        quotas,
        purposes,
        Map.of(Segment.Kind.TEXT, Support.FULL, Segment.Kind.IMAGE, Support.FULL),
        new TextLimit(TextLimit.Unit.BYTES, 2048),
        idempotentFor,
        new Pace(5000, 5000),
        false,
        BigDecimal.ZERO,
        Set.of());
  }
}
