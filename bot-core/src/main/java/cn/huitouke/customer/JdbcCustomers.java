package cn.huitouke.customer;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Peer;
import cn.huitouke.store.GroupCommit;
import cn.huitouke.store.WritersLine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Customers in PostgreSQL, the recent ones in memory as well. */
@Service
class JdbcCustomers implements Customers, AutoCloseable {

  private static final int REMEMBERED = 100_000;
  private static final int LARGEST_GROUP = 256;

  /** How stale the database's "last heard of" may become; it only orders identities. */
  private static final Duration STALE = Duration.ofHours(6);

  /** One round trip, for whoever has a transaction of their own. */
  private static final String ADD =
      """
      WITH added AS (
        INSERT INTO customer.identity (channel, address, customer, heard_at)
        VALUES (:channel, :address, nextval('customer.customer_id'), :now)
        ON CONFLICT DO NOTHING
        RETURNING customer)
      INSERT INTO customer.customer (id, created_at)
      SELECT customer, :now FROM added
      RETURNING id
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final InstantSource clock;
  private final WritersLine line;
  private final GroupCommit<Newcomers.Newcomer> door;
  private final WishBook wished;
  private final RecentPeers recent = new RecentPeers(REMEMBERED);

  JdbcCustomers(
      DataSource database,
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      ApplicationEventPublisher events,
      InstantSource clock) {
    this.jdbc = jdbc;
    this.wished = new WishBook(jdbc);
    this.transaction = new TransactionTemplate(transactions);
    this.events = events;
    this.clock = clock;
    this.line = new WritersLine(database);
    this.door = new GroupCommit<>("customers", LARGEST_GROUP, 1, new Newcomers(line)::welcome);
  }

  @Override
  public void close() {
    door.close();
    line.close();
  }

  @Override
  public CustomerId recognise(Peer person) {
    Instant now = clock.instant();
    RecentPeers.Known known = recent.get(person);
    if (known != null) {
      heard(person, known, now);
      return known.customer();
    }
    return TransactionSynchronizationManager.isActualTransactionActive()
        ? within(person, now)
        : atTheDoor(person, now);
  }

  /** A rush of new customers is a few commits, not one each. */
  private CustomerId atTheDoor(Peer person, Instant now) {
    Newcomers.Newcomer newcomer = new Newcomers.Newcomer(checked(person), now);
    door.commit(newcomer);
    CustomerId customer = Objects.requireNonNull(newcomer.customer);
    Instant written = newcomer.added ? now : Instant.EPOCH;
    remember(person, new RecentPeers.Known(customer, now, written, written));
    return customer;
  }

  /** In the caller's transaction, and only as good as that is. */
  private CustomerId within(Peer person, Instant now) {
    Optional<CustomerId> stored = find(person);
    CustomerId customer = stored.orElseGet(() -> add(person, now));
    Instant written = stored.isPresent() ? Instant.EPOCH : now;
    remember(person, new RecentPeers.Known(customer, now, written, written));
    return customer;
  }

  @Override
  public CustomerId wrote(Peer person, Instant at) {
    CustomerId customer = recognise(person);
    Instant now = clock.instant();
    RecentPeers.Known known = recent.get(person);
    boolean doubtful = known == null || known.there().plus(STALE).isBefore(now);
    if (doubtful && (follows(person) || returned(customer, person, at))) {
      recent.there(person, now);
    }
    return customer;
  }

  private boolean follows(Peer person) {
    return jdbc.sql("SELECT following FROM customer.identity WHERE channel = ? AND address = ?")
        .params(person.channel().toString(), person.address())
        .query(Boolean.class)
        .single();
  }

  private boolean returned(CustomerId customer, Peer person, Instant at) {
    return Boolean.TRUE.equals(
        transaction.execute(
            _ -> {
              boolean back = isBack(person, at);
              if (back) {
                events.publishEvent(new CustomerFollowed(customer, person, Optional.empty(), at));
              }
              return back;
            }));
  }

  private boolean isBack(Peer person, Instant at) {
    return jdbc.sql(
                """
                UPDATE customer.identity SET following = true, changed_at = :at
                WHERE channel = :channel AND address = :address
                  AND NOT following AND changed_at <= :at
                """)
            .param("at", Timestamp.from(at))
            .param("channel", person.channel().toString())
            .param("address", person.address())
            .update()
        > 0;
  }

  @Override
  public Optional<CustomerId> find(Peer person) {
    RecentPeers.Known known = recent.get(checked(person));
    return known != null ? Optional.of(known.customer()) : stored(person);
  }

  private static Peer checked(Peer person) {
    if (person.kind() != Peer.Kind.PERSON) {
      throw new IllegalArgumentException("A group is no customer: " + person);
    }
    return person;
  }

  private Optional<CustomerId> stored(Peer person) {
    return jdbc.sql("SELECT customer FROM customer.identity WHERE channel = ? AND address = ?")
        .params(person.channel().toString(), person.address())
        .query(Long.class)
        .optional()
        .map(CustomerId::new);
  }

  /** Loops only when somebody else added the same peer and took it back again. */
  private CustomerId add(Peer person, Instant now) {
    while (true) {
      Optional<CustomerId> added =
          jdbc.sql(ADD)
              .param("channel", person.channel().toString())
              .param("address", person.address())
              .param("now", Timestamp.from(now))
              .query((row, _) -> new CustomerId(row.getLong(1)))
              .optional()
              .or(() -> stored(person));
      if (added.isPresent()) {
        return added.get();
      }
    }
  }

  /** What a transaction has yet to commit must not be remembered. */
  private void remember(Peer person, RecentPeers.Known known) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      recent.put(person, known);
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            recent.put(person, known);
          }
        });
  }

  private void heard(Peer person, RecentPeers.Known known, Instant now) {
    boolean write = known.written().plus(STALE).isBefore(now);
    recent.put(person, write ? known.writtenAt(now) : known.heardAt(now));
    if (write) {
      jdbc.sql(
              "UPDATE customer.identity SET heard_at = greatest(heard_at, ?)"
                  + " WHERE channel = ? AND address = ?")
          .params(Timestamp.from(now), person.channel().toString(), person.address())
          .update();
    }
  }

  @Override
  public List<Identity> identities(CustomerId customer) {
    return identities(List.of(customer)).getOrDefault(customer, List.of());
  }

  private Instant latest(Peer peer, Instant written) {
    RecentPeers.Known known = recent.get(peer);
    return known != null && known.heard().isAfter(written) ? known.heard() : written;
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  @Override
  public void followed(Peer person, Optional<String> invitation, Instant at) {
    CustomerId customer = recognise(person);
    transaction.executeWithoutResult(
        _ -> {
          if (change(person, true, at)) {
            events.publishEvent(new CustomerFollowed(customer, person, invitation, at));
          }
        });
  }

  @Override
  public void unfollowed(Peer person, Instant at) {
    CustomerId customer = recognise(person);
    transaction.executeWithoutResult(
        _ -> {
          if (change(person, false, at)) {
            events.publishEvent(new CustomerUnfollowed(customer, person, at));
          }
        });
    recent.there(person, Instant.EPOCH);
  }

  @Override
  public void withdrew(Peer person, String source, Instant at) {
    CustomerId customer = recognise(person);
    transaction.executeWithoutResult(
        _ -> {
          wish(customer, wishes(customer).factsOnly(), source, at);
          events.publishEvent(new AuthorizationWithdrawn(customer, person, at));
        });
  }

  /** False when it is older than what we know, or the same event once more. */
  private boolean change(Peer person, boolean following, Instant at) {
    return jdbc.sql(
                """
                UPDATE customer.identity
                SET following = :following, changed_at = :at, heard_at = greatest(heard_at, :at)
                WHERE channel = :channel AND address = :address
                  AND (changed_at IS NULL OR changed_at < :at
                       OR changed_at = :at AND following <> :following)
                """)
            .param("following", following)
            .param("at", Timestamp.from(at))
            .param("channel", person.channel().toString())
            .param("address", person.address())
            .update()
        > 0;
  }

  @TransactionalEventListener
  void hear(CustomersMerged merged) {
    recent.forget(merged.undone() ? merged.into() : merged.from());
  }

  @TransactionalEventListener
  void hear(CustomerErased erased) {
    recent.forget(erased.customer());
  }

  @Override
  public Map<CustomerId, List<Identity>> identities(Collection<CustomerId> customers) {
    record Heard(Identity identity, Instant at) {}
    Map<CustomerId, List<Heard>> heard = HashMap.newHashMap(customers.size());
    jdbc.sql("SELECT * FROM customer.identity WHERE customer = ANY(?)")
        .param(customers.stream().map(CustomerId::value).toArray(Long[]::new))
        .query(
            row -> {
              Instant heardAt = instant(row, "heard_at").orElseThrow();
              Peer peer =
                  Peer.person(ChannelId.parse(row.getString("channel")), row.getString("address"));
              Instant since = instant(row, "changed_at").orElse(heardAt);
              heard
                  .computeIfAbsent(new CustomerId(row.getLong("customer")), _ -> new ArrayList<>(1))
                  .add(
                      new Heard(
                          new Identity(peer, row.getBoolean("following"), since),
                          latest(peer, heardAt)));
            });
    Map<CustomerId, List<Identity>> identities = HashMap.newHashMap(heard.size());
    heard.forEach(
        (customer, all) ->
            identities.put(
                customer,
                all.stream()
                    .sorted(Comparator.comparing(Heard::at).reversed())
                    .map(Heard::identity)
                    .toList()));
    return identities;
  }

  @Override
  public Wishes wishes(CustomerId customer) {
    return wishes(List.of(customer)).getOrDefault(customer, Wishes.NONE);
  }

  @Override
  public Map<CustomerId, Wishes> wishes(Collection<CustomerId> customers) {
    return wished.latest(customers);
  }

  @Override
  public List<Wished> wishHistory(CustomerId customer) {
    return wished.history(customer);
  }

  @Override
  public void wish(CustomerId customer, Wishes wishes, String source, Instant at) {
    transaction.executeWithoutResult(
        _ -> {
          wished.add(customer, wishes, source, at);
          events.publishEvent(new WishesChanged(customer, wishes));
        });
  }
}
