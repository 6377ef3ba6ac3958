package cn.huitouke.delivery;

import cn.huitouke.channel.Capabilities.Opening;
import cn.huitouke.channel.Capabilities.Quota;
import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Purpose;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.customer.Customers.Identity;
import cn.huitouke.customer.Wishes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Gathers the facts about the customers of a batch of letters, with a handful of questions whatever
 * its size, and knows which facts a send of this node has made stale since.
 */
final class FactFinder {

  /** What was sent longer ago counts nowhere. */
  private static final Duration MEMORY = Duration.ofDays(8);

  private static final int MOST_TOUCHED = 100_000;

  private final Channels channels;
  private final Customers customers;
  private final JdbcTemplate jdbc;
  private final LimitsTable limits;
  private final AtomicLong sends = new AtomicLong();
  private final Map<CustomerId, Long> touched = new ConcurrentHashMap<>();
  private volatile long forgotten;

  FactFinder(Channels channels, Customers customers, JdbcTemplate jdbc, LimitsTable limits) {
    this.channels = channels;
    this.customers = customers;
    this.jdbc = jdbc;
    this.limits = limits;
  }

  Facts of(Letter letter, Instant now) {
    return of(List.of(letter), now).get(letter.customer());
  }

  Map<CustomerId, Facts> of(Collection<Letter> letters, Instant now) {
    Set<CustomerId> all = new LinkedHashSet<>();
    Set<CustomerId> unasked = new HashSet<>();
    Set<Peer> peers = new LinkedHashSet<>();
    for (Letter letter : letters) {
      all.add(letter.customer());
      letter.answerTo().ifPresent(to -> peers.add(to.peer()));
      if (Clearance.unasked(letter.purpose())) {
        unasked.add(letter.customer());
      }
    }
    return gather(all, unasked, peers, now);
  }

  /** The facts about customers to whom something unasked might be said. */
  Map<CustomerId, Facts> about(Collection<CustomerId> customers, Instant now) {
    Set<CustomerId> all = new LinkedHashSet<>(customers);
    return gather(all, all, new LinkedHashSet<>(), now);
  }

  private Map<CustomerId, Facts> gather(
      Set<CustomerId> all, Set<CustomerId> unasked, Set<Peer> peers, Instant now) {
    long asOf = sends.get();
    Map<CustomerId, List<Identity>> identities = customers.identities(all);
    identities.values().forEach(known -> known.forEach(identity -> peers.add(identity.peer())));
    Map<CustomerId, Wishes> wishes = customers.wishes(all);
    AtOnce questions = new AtOnce();
    Map<CustomerId, List<Facts.Brake>> open = BrakeTable.open(questions, unasked);
    Map<CustomerId, List<Facts.Unasked>> sent = unasked(questions, unasked, now);
    var contact = ContactTable.find(questions, peers);
    Map<Peer, Map<String, Integer>> credits = ContactTable.credits(questions, onCredit(peers));
    Map<Facts.Meter, Integer> used = UsageTable.used(questions, meters(peers), now);
    Supplier<Limits> kept = limits.ask(questions);
    questions.go(jdbc);
    Map<CustomerId, Facts> facts = HashMap.newHashMap(all.size());
    for (CustomerId customer : all) {
      facts.put(
          customer,
          new Facts(
              identities.getOrDefault(customer, List.of()),
              wishes.getOrDefault(customer, Wishes.NONE),
              open.getOrDefault(customer, List.of()),
              sent.getOrDefault(customer, List.of()),
              contact,
              credits,
              used,
              kept.get(),
              asOf));
    }
    return facts;
  }

  /** Something was sent to them: what was gathered about them before is stale. */
  void touch(CustomerId customer) {
    if (touched.size() > MOST_TOUCHED) {
      forgotten = sends.get();
      touched.clear();
    }
    touched.put(customer, sends.incrementAndGet());
  }

  boolean stale(CustomerId customer, Facts facts) {
    return facts.asOf() < forgotten || touched.getOrDefault(customer, 0L) > facts.asOf();
  }

  private static Map<CustomerId, List<Facts.Unasked>> unasked(
      AtOnce others, Set<CustomerId> of, Instant now) {
    Map<CustomerId, List<Facts.Unasked>> sent = new HashMap<>();
    if (!of.isEmpty()) {
      others.ask(
          """
          select customer, purpose, attempted_at from delivery.letter
          where customer = any(?) and purpose in ('CARE', 'COMMUNITY', 'MARKETING')
            and attempted_at > ? and state in ('ATTEMPTED', 'ACCEPTED', 'UNCERTAIN')
          order by attempted_at
          """,
          List.of(
              of.stream().map(CustomerId::value).toArray(Long[]::new),
              LetterTable.time(now.minus(MEMORY))),
          row -> {
            sent.computeIfAbsent(new CustomerId(row.getLong(1)), _ -> new ArrayList<>())
                .add(
                    new Facts.Unasked(
                        Purpose.valueOf(row.getString(2)), row.getTimestamp(3).toInstant()));
          });
    }
    return sent;
  }

  private Set<Peer> onCredit(Set<Peer> peers) {
    Set<Peer> found = new LinkedHashSet<>();
    for (Peer peer : peers) {
      if (wires(peer).stream().anyMatch(rules -> rules.opening() == Opening.CREDIT)) {
        found.add(peer);
      }
    }
    return found;
  }

  private Set<Facts.Meter> meters(Set<Peer> peers) {
    Set<Facts.Meter> meters = new HashSet<>();
    for (Peer peer : peers) {
      for (WireRules rules : wires(peer)) {
        for (Quota quota : rules.quotas()) {
          meters.add(Facts.Meter.of(peer, rules, quota));
        }
      }
    }
    return meters;
  }

  private List<WireRules> wires(Peer peer) {
    return channels
        .find(peer.channel())
        .map(Channel::capabilities)
        .map(capabilities -> capabilities.wires())
        .orElse(List.of());
  }
}
