package cn.huitouke.customer;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The customers as the shop's people look them up, merge and erase them. */
public interface CustomerBook {

  /**
   * A page of customers, the newest first.
   *
   * @param before only customers with a lower number
   */
  List<Card> page(Filter filter, long before, int limit);

  /** Those of them that pass the filter. */
  List<Card> among(Collection<CustomerId> customers, Filter filter);

  /**
   * The numbers of customers, ascending, for walks over all who pass.
   *
   * @param after only customers with a higher number
   */
  List<CustomerId> numbers(Crowd crowd, long after, int limit);

  /** Those of them that pass; whoever was merged into another passes as that other. */
  List<CustomerId> numbersAmong(Collection<CustomerId> customers, Crowd crowd);

  /** How many of them turned away, from one time until before another. */
  Departures departures(Collection<CustomerId> customers, Instant from, Instant until);

  /** Whom this number meant: itself, or into whom it was merged. Empty when there is no such one. */
  Optional<CustomerId> present(CustomerId customer);

  /** This customer's own number and those of everybody merged into them. */
  List<CustomerId> allNumbers(CustomerId customer);

  /**
   * Makes two customers one. Publishes {@link CustomersMerged}.
   *
   * @return names the merge; empty when one of them does not exist, is merged already, or both are
   *     the same
   */
  Optional<Merge> merge(CustomerId from, CustomerId into, String operator);

  /** Takes a merge back; false when it is taken back already, or {@code from} is gone. */
  boolean undo(long merge);

  /** The merges into a customer that stand, newest first. */
  List<Merge> merges(CustomerId into);

  /** Forgets a customer, and everybody merged into them. Publishes {@link CustomerErased}. */
  void erase(CustomerId customer);

  /** A customer at a glance. */
  record Card(
      CustomerId id,
      Instant since,
      Instant heardAt,
      Wishes wishes,
      List<Customers.Identity> identities) {

    public Card {
      identities = List.copyOf(identities);
    }
  }

  /** A merge that was made. */
  record Merge(long id, CustomerId from, CustomerId into, Instant at, String operator) {}

  /**
   * Who turned away.
   *
   * @param unsubscribed who asked, in their own words, for less than before
   * @param unfollowed who follows none of our accounts any more
   */
  record Departures(int unsubscribed, int unfollowed) {}

  /**
   * Whom to write to.
   *
   * @param channel kind of channel on which they have to follow us; empty: any
   * @param reachable only those who follow one of our accounts
   * @param marketing only those who welcome advertising
   * @param community only those who welcome invitations and rewards
   */
  record Crowd(String channel, boolean reachable, boolean marketing, boolean community) {

    public static final Crowd ALL = new Crowd("", false, false, false);
  }

  /**
   * Whom to show.
   *
   * @param channel kind of channel, for example {@code wechat-mp}; empty: any
   * @param reachable only those who follow one of our accounts
   * @param quiet whether they asked for no care and marketing messages; empty: either
   * @param heardSince only those who were heard of since; to the nearest hours
   */
  record Filter(
      String channel, boolean reachable, Optional<Boolean> quiet, Optional<Instant> heardSince) {

    public static final Filter ALL = new Filter("", false, Optional.empty(), Optional.empty());
  }
}
