package cn.huitouke.broadcast;

import cn.huitouke.delivery.Mailings.Fate;
import java.time.Instant;
import java.util.List;

/**
 * What would become of a broadcast if it started at that time.
 *
 * @param people everybody who passes
 * @param heldOut of them, who is left out for the comparison
 * @param b of the rest, who gets the second wording
 * @param ways by which wires it would go at once
 * @param causes why not, or not yet
 * @param last of those to whom it would go, how many have no message left in window or quota after it
 * @param finished when the last of those who are reachable at once would have it
 * @param unknown how many of the pasted numbers are nobody's, with some of them
 */
public record Foresight(
    Instant at,
    int people,
    int heldOut,
    int b,
    List<WayCount> ways,
    List<CauseCount> causes,
    int last,
    Instant finished,
    int unknown,
    List<String> unknownSample) {

  public Foresight {
    ways = List.copyOf(ways);
    causes = List.copyOf(causes);
    unknownSample = List.copyOf(unknownSample);
  }

  /** How many letters would be written. */
  public int letters() {
    return people - heldOut;
  }

  /** How many would go at once. */
  public int goes() {
    return ways.stream().mapToInt(WayCount::count).sum();
  }

  /** How many would meet this fate. */
  public int of(Fate fate) {
    return causes.stream().filter(one -> one.fate() == fate).mapToInt(CauseCount::count).sum();
  }

  /** How many by one wire of an account. */
  public record WayCount(String channelKind, String channelName, String wire, int count) {}

  /** How many for one reason, and some of them. */
  public record CauseCount(
      Fate fate, String rule, String why, String whyEnglish, int count, List<Long> some) {

    public CauseCount {
      some = List.copyOf(some);
    }
  }
}
