package cn.huitouke.channel;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an account can and may do, as data: read from a dated rule pack ({@link RulePack}) and the
 * account's settings. The engine plans by it, the adapter contract test holds the adapter to it, and
 * a capability that does not match behaviour is a fault.
 *
 * @param wires the ways of speaking, in the order of the rule pack
 */
public record Capabilities(List<WireRules> wires) {

  public Capabilities {
    wires = List.copyOf(wires);
  }

  /** The rules of one wire, if the account has it. */
  public Optional<WireRules> wire(Wire wire) {
    for (WireRules rules : wires) {
      if (rules.wire().equals(wire)) {
        return Optional.of(rules);
      }
    }
    return Optional.empty();
  }

  /**
   * The rules of one wire.
   *
   * @param since the day from which the platform's rule holds
   * @param source the platform's document
   * @param opening what has to be so before we may speak on it
   * @param windows for {@link Opening#WINDOW}: what opens it, for how long, for how many messages
   * @param quotas how many messages a day or month
   * @param purposes what it may be used for
   * @param carries how well it carries each kind of segment; not named = {@link Support#NONE}
   * @param textLimit how long one text may be
   * @param idempotentFor how long the platform recognises a repeated {@link OutboundId}; empty =
   *     never
   * @param pace how fast the account may send on it
   * @param needsPerson whether a person has to confirm each send
   * @param cost what one message costs, in yuan
   * @param forms the {@link Segment.Form}s that the account has templates for
   * @param beside how each kind goes beside others in one message; not named = {@link
   *     Beside#TOGETHER}
   */
  public record WireRules(
      Wire wire,
      LocalDate since,
      String source,
      Opening opening,
      List<Window> windows,
      List<Quota> quotas,
      Set<Purpose> purposes,
      Map<Segment.Kind, Support> carries,
      TextLimit textLimit,
      Optional<Duration> idempotentFor,
      Pace pace,
      boolean needsPerson,
      BigDecimal cost,
      Set<String> forms,
      Map<Segment.Kind, Beside> beside) {

    /** Of a wire on which each message of ours is one of the platform's, whatever is in it. */
    public WireRules(
        Wire wire,
        LocalDate since,
        String source,
        Opening opening,
        List<Window> windows,
        List<Quota> quotas,
        Set<Purpose> purposes,
        Map<Segment.Kind, Support> carries,
        TextLimit textLimit,
        Optional<Duration> idempotentFor,
        Pace pace,
        boolean needsPerson,
        BigDecimal cost,
        Set<String> forms) {
      this(
          wire,
          since,
          source,
          opening,
          windows,
          quotas,
          purposes,
          carries,
          textLimit,
          idempotentFor,
          pace,
          needsPerson,
          cost,
          forms,
          Map.of());
    }

    public WireRules {
      windows = List.copyOf(windows);
      quotas = List.copyOf(quotas);
      purposes = Set.copyOf(purposes);
      carries = Map.copyOf(carries);
      forms = Set.copyOf(forms);
      beside = Map.copyOf(beside);
    }

    public Support support(Segment.Kind kind) {
      return carries.getOrDefault(kind, Support.NONE);
    }

    /** Whether it carries every kind in the message, and these together. */
    public boolean carries(Message message) {
      List<Segment> segments = message.segments();
      return segments.stream().allMatch(segment -> support(segment.kind()) != Support.NONE)
          && (segments.size() == 1 || segments.stream().noneMatch(one -> is(one, Beside.ALONE)));
    }

    /**
     * How many of the platform's messages a message of ours is, for whoever counts by windows, quotas
     * and pace; 1 at the least.
     */
    public int places(Message message) {
      int apart = (int) message.segments().stream().filter(one -> is(one, Beside.APART)).count();
      return apart < message.segments().size() ? apart + 1 : Math.max(1, apart);
    }

    private boolean is(Segment segment, Beside how) {
      return beside.getOrDefault(segment.kind(), Beside.TOGETHER) == how;
    }
  }

  /** What has to be so before we may speak. */
  public enum Opening {
    /** A callback of the customer's is waiting for its response. */
    REPLY_SLOT,
    /** The customer did something lately; see the wire's windows. */
    WINDOW,
    /** The customer consented to this one notice. */
    CREDIT,
    /** Nothing: we may speak first. */
    FREE
  }

  /** What the customer did. */
  public enum Opener {
    MESSAGE,
    MENU,
    FOLLOW,
    SCAN
  }

  /** After {@code openedBy}, for {@code lasts}, up to {@code messages} messages. */
  public record Window(Opener openedBy, Duration lasts, int messages) {}

  /** At most {@code messages} per {@code span}, for each customer or for the account. */
  public record Quota(Span span, int messages, boolean perPeer) {

    /** Calendar spans, in the platform's time zone (Asia/Shanghai). */
    public enum Span {
      DAY,
      MONTH
    }
  }

  /** How well a wire carries a kind of segment. */
  public enum Support {
    /** As itself. */
    FULL,
    /** The adapter writes it as text. */
    AS_TEXT,
    /** Refused as UNSUPPORTED. */
    NONE
  }

  /** How a kind of segment goes with the others of one message. */
  public enum Beside {
    /** They are one message of the platform's. */
    TOGETHER,
    /**
     * Each such segment is a message of the platform's for itself, after the one of all the others; {@code Accepted}
     * means all of them.
     */
    APART,
    /** It does not: a message of it and anything else is refused as UNSUPPORTED. */
    ALONE
  }

  /** The longest text, counted as the platform counts. */
  public record TextLimit(Unit unit, int max) {

    /** UTF-16 is never what a platform counts: code points, or bytes of UTF-8. */
    public enum Unit {
      CHARACTERS,
      BYTES
    }

    /** Whether the platform takes this text whole. */
    public boolean allows(String text) {
      return length(text) <= max;
    }

    /** The text's length as the platform counts it. */
    public int length(String text) {
      return switch (unit) {
        case CHARACTERS -> text.codePointCount(0, text.length());
        case BYTES -> text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
      };
    }
  }

  /** At most {@code perSecond} messages a second on average, {@code burst} at once. */
  public record Pace(double perSecond, int burst) {}

  /** The wires by name, in order. */
  public Map<String, WireRules> byName() {
    Map<String, WireRules> named = new LinkedHashMap<>();
    wires.forEach(rules -> named.put(rules.wire().name(), rules));
    return named;
  }
}
