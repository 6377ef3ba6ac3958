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
   * @param there when the database last knew that they follow us
   */
  record Known(CustomerId customer, Instant heard, Instant written, Instant there) {
    Known heardAt(Instant now) {
      return new Known(customer, now, written, there);
    }

    Known writtenAt(Instant now) {
      return new Known(customer, now, now, there);
    }

    Known thereAt(Instant now) {
      return new Known(customer, heard, written, now);
    }
  }

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

  /** When the database last knew that they follow us; {@link Instant#EPOCH}: ask it again. */
  synchronized void there(Peer peer, Instant since) {
    peers.computeIfPresent(peer, (_, known) -> known.thereAt(since));
  }

  /** Whoever was remembered as this customer is looked up again. */
  synchronized void forget(CustomerId customer) {
    peers.values().removeIf(known -> known.customer().equals(customer));
  }
}
