package cn.huitouke.customer;

import cn.huitouke.channel.Peer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The peers heard of lately, bounded; the longest silent one is forgotten first. */
final class RecentPeers {

  /**
   * @param heard when we last heard of them
   * @param written the time of that which the database knows
   */
  record Known(CustomerId customer, Instant heard, Instant written) {}

  private final Map<Peer, Known> peers;

  RecentPeers(int most) {
    peers =
        new LinkedHashMap<>(1024, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Peer, Known> eldest) {
            return size() > most;
          }
        };
  }

  synchronized @Nullable Known get(Peer peer) {
    return peers.get(peer);
  }

  synchronized void put(Peer peer, Known known) {
    peers.put(peer, known);
  }

  /** Whoever was remembered as this customer is looked up again. */
  synchronized void forget(CustomerId customer) {
    peers.values().removeIf(known -> known.customer().equals(customer));
  }
}
