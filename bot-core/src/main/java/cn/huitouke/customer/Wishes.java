package cn.huitouke.customer;

import java.time.LocalTime;
import java.util.Optional;

/**
 * What a customer asked us to keep to. Facts of the contract (shipped, arrived, in trouble) are always
 * told.
 *
 * @param arrivalOnly of parcels, tell only of arrival ("只要到货通知")
 * @param care whether help after the sale is welcome
 * @param community whether invitations and rewards of the VIP community are welcome
 * @param marketing whether advertising is welcome: never unless they said so ("可以发新品")
 * @param quiet hours in which nothing but answers may come; empty: the shop's usual ones
 */
public record Wishes(
    boolean arrivalOnly,
    boolean care,
    boolean community,
    boolean marketing,
    Optional<QuietHours> quiet) {

  /** Of who never asked for anything. */
  public static final Wishes NONE = new Wishes(false, true, true, false, Optional.empty());

  /** From a time of day to another, over midnight where {@code to} is the earlier one. */
  public record QuietHours(LocalTime from, LocalTime to) {

    public boolean contains(LocalTime time) {
      return from.isBefore(to)
          ? !time.isBefore(from) && time.isBefore(to)
          : !time.isBefore(from) || time.isBefore(to);
    }

    @Override
    public String toString() {
      return from + "-" + to;
    }
  }

  public Wishes withArrivalOnly(boolean arrivalOnly) {
    return new Wishes(arrivalOnly, care, community, marketing, quiet);
  }

  /** Nothing but the facts. */
  public Wishes factsOnly() {
    return new Wishes(arrivalOnly, false, false, false, quiet);
  }

  public Wishes withMarketing(boolean marketing) {
    return new Wishes(arrivalOnly, care, community, marketing, quiet);
  }

  public Wishes withQuiet(Optional<QuietHours> quiet) {
    return new Wishes(arrivalOnly, care, community, marketing, quiet);
  }

  /** Care, community and parcels as if they had never asked for less. */
  public Wishes allAgain() {
    return new Wishes(false, true, true, marketing, Optional.empty());
  }
}
