package cn.huitouke.channel;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;

/**
 * A rule pack and a clock: the rules of the day. A rule that changes on a date changes at that
 * midnight, on every node, while the channel goes on.
 */
public final class DatedRules {

  /** By which the platforms mean a day. */
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private final Map<String, ?> pack;
  private final InstantSource clock;
  private final Map<Wire, Set<String>> forms;
  private volatile Day day;

  private record Day(LocalDate date, Capabilities rules) {}

  /**
   * @param pack as {@link RulePack} describes it
   * @param forms what no pack can know: the forms that the account has templates for; wires not named
   *     carry none
   * @throws IllegalArgumentException naming what is wrong in the pack, in the rules of any day
   */
  public DatedRules(Map<String, ?> pack, InstantSource clock, Map<Wire, Set<String>> forms) {
    this.pack = pack;
    this.clock = clock;
    this.forms = Map.copyOf(forms);
    this.day = on(today());
  }

  public DatedRules(Map<String, ?> pack, InstantSource clock) {
    this(pack, clock, Map.of());
  }

  /** What holds today. */
  public Capabilities now() {
    LocalDate today = today();
    Day known = day;
    if (!known.date().equals(today)) {
      known = on(today);
      day = known;
    }
    return known.rules();
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZONE);
  }

  private Day on(LocalDate date) {
    return new Day(date, RulePack.read(pack, date, forms));
  }
}
