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

  /** Whose peer this is, if we know them. */
  Optional<CustomerId> find(Peer person);

  /** How we can speak with them, latest heard of first. */
  List<Identity> identities(CustomerId customer);

  /** The same for many; who is not named has none. In one look where the store can. */
  default Map<CustomerId, List<Identity>> identities(Collection<CustomerId> customers) {
    Map<CustomerId, List<Identity>> all = new HashMap<>();
    customers.forEach(customer -> all.put(customer, identities(customer)));
    return all;
  }

  /** They follow an account (again). Publishes {@link CustomerFollowed}. */
  void followed(Peer person, Optional<String> invitation, Instant at);

  /** They left; ignored when it is older than the latest follow. Publishes {@link CustomerUnfollowed}. */
  void unfollowed(Peer person, Instant at);

  /** What they asked us to keep to. */
  Wishes wishes(CustomerId customer);

  void wish(CustomerId customer, Wishes wishes);

  /** One identity. {@code following}: as far as the platform told us. */
  record Identity(Peer peer, boolean following, Instant since) {}

  /**
   * What a customer asked us to keep to.
   *
   * @param arrivalOnly tell only of arrival ("只要到货通知")
   * @param quiet no care, community or marketing messages
   */
  record Wishes(boolean arrivalOnly, boolean quiet) {
    public static final Wishes NONE = new Wishes(false, false);
  }
}
