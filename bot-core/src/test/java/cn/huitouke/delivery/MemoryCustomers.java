package cn.huitouke.delivery;

import cn.huitouke.channel.Peer;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.customer.Wishes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Customers in memory, for tests. */
public final class MemoryCustomers implements Customers {

  private final Map<Peer, CustomerId> ids = new ConcurrentHashMap<>();
  private final Map<Peer, Boolean> left = new ConcurrentHashMap<>();
  private final Map<CustomerId, Wishes> wishes = new ConcurrentHashMap<>();
  private final Map<CustomerId, List<Wished>> history = new ConcurrentHashMap<>();
  private final AtomicLong next = new AtomicLong();

  @Override
  public CustomerId recognise(Peer person) {
    return ids.computeIfAbsent(person, _ -> new CustomerId(next.incrementAndGet()));
  }

  @Override
  public CustomerId wrote(Peer person, Instant at) {
    return recognise(person);
  }

  @Override
  public Optional<CustomerId> find(Peer person) {
    return Optional.ofNullable(ids.get(person));
  }

  @Override
  public List<Identity> identities(CustomerId customer) {
    List<Identity> identities = new ArrayList<>();
    ids.forEach(
        (peer, id) -> {
          if (id.equals(customer)) {
            identities.add(new Identity(peer, !left.containsKey(peer), Instant.EPOCH));
          }
        });
    return identities;
  }

  @Override
  public void followed(Peer person, Optional<String> invitation, Instant at) {
    recognise(person);
    left.remove(person);
  }

  @Override
  public void withdrew(Peer person, String source, Instant at) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void unfollowed(Peer person, Instant at) {
    left.put(person, true);
  }

  @Override
  public Wishes wishes(CustomerId customer) {
    return wishes.getOrDefault(customer, Wishes.NONE);
  }

  @Override
  public void wish(CustomerId customer, Wishes wished, String source, Instant at) {
    wishes.put(customer, wished);
    history
        .computeIfAbsent(customer, _ -> new CopyOnWriteArrayList<>())
        .addFirst(new Wished(wished, source, at));
  }

  @Override
  public List<Wished> wishHistory(CustomerId customer) {
    return history.getOrDefault(customer, List.of());
  }
}
