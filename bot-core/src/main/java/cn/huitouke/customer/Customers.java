package cn.huitouke.customer;

import cn.huitouke.channel.Peer;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The customers and the identities by which the channels know them. */
public interface Customers {

  /** Whose peer this is; a new one becomes a new customer. On the hot path: cached. */
  CustomerId recognise(Peer person);

  /**
   * Whose peer this is, who has just written to us. That only a follower can do: whoever was thought
   * to have left by then is back, for a platform's events come late, out of order or not at all.
   * Publishes {@link CustomerFollowed} then.
   *
   * @param at when they wrote, by the platform's clock
   */
  CustomerId wrote(Peer person, Instant at);

  /** Whose peer this is, if we know them. */
  Optional<CustomerId> find(Peer person);

  /** How we can speak with them, latest heard of first. */
  List<Identity> identities(CustomerId customer);

  /** They follow an account (again). Publishes {@link CustomerFollowed}. */
  void followed(Peer person, Optional<String> invitation, Instant at);

  /** They left; ignored when it is older than the latest follow. Publishes {@link CustomerUnfollowed}. */
  void unfollowed(Peer person, Instant at);

  /**
   * They took back the leave to use their data. Publishes {@link AuthorizationWithdrawn}; from now on
   * they hear facts about their orders only.
   */
  void withdrew(Peer person, String source, Instant at);

  /** The same for many at once; who has none is not in it. */
  default Map<CustomerId, List<Identity>> identities(Collection<CustomerId> customers) {
    Map<CustomerId, List<Identity>> identities = HashMap.newHashMap(customers.size());
    customers.forEach(customer -> identities.put(customer, identities(customer)));
    return identities;
  }

  /** What they asked us to keep to. */
  Wishes wishes(CustomerId customer);

  /** The same for many at once; who never asked for anything may be missing. */
  default Map<CustomerId, Wishes> wishes(Collection<CustomerId> customers) {
    Map<CustomerId, Wishes> wishes = HashMap.newHashMap(customers.size());
    customers.forEach(customer -> wishes.put(customer, wishes(customer)));
    return wishes;
  }

  /**
   * Keeps what a customer asks for from now on. Publishes {@link WishesChanged}.
   *
   * @param source who said so: {@code said:EVENT} in the customer's own words, {@code operator:NAME}
   */
  void wish(CustomerId customer, Wishes wishes, String source, Instant at);

  /** Every change so far, the newest first. */
  List<Wished> wishHistory(CustomerId customer);

  /** One identity. {@code following}: as far as the platform told us. */
  record Identity(Peer peer, boolean following, Instant since) {}

  /** What a customer asked for, who says so, and when. */
  record Wished(Wishes wishes, String source, Instant at) {}
}
