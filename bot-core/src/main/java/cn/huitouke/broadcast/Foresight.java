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
 * @param unknown how many entries of the pasted list are nobody's
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
    int unknown) {

  public Foresight {
    ways = List.copyOf(ways);
    causes = List.copyOf(causes);
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

  /** The same without naming this customer for an example. */
  Foresight forgetting(long customer) {
    return new Foresight(
        at,
        people,
        heldOut,
        b,
        ways,
        causes.stream().map(cause -> cause.forgetting(customer)).toList(),
        last,
        finished,
        unknown);
  }

  /** How many by one wire of an account. */
  public record WayCount(String channelKind, String channelName, String wire, int count) {}

  /** How many for one reason, and some of them. */
  public record CauseCount(
      Fate fate, String rule, String why, String whyEnglish, int count, List<Long> some) {

    public CauseCount {
      some = List.copyOf(some);
    }

    private CauseCount forgetting(long customer) {
      return new CauseCount(
          fate,
          rule,
          why,
          whyEnglish,
          count,
          some.stream().filter(one -> one != customer).toList());
    }
  }
}
