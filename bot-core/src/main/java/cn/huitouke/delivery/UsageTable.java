package cn.huitouke.delivery;

import cn.huitouke.channel.Capabilities.Quota;
import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.delivery.Facts.Meter;
import java.sql.Date;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The rows of what is used of the platforms' quotas. A send is counted before it is made, in the
 * transaction that records the attempt: over all nodes no more are made than the platform allows.
 */
final class UsageTable {

  /** The platforms count in their own time. */
  private static final ZoneId PLATFORM = ZoneId.of("Asia/Shanghai");

  private static final String NAMED =
      "unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::date[]) with ordinality"
          + " as asked (channel, wire, address, span, begins, n)";

  private record Claimed(Meter meter, int limit, List<Attempting> by) {}

  private final JdbcTemplate jdbc;

  UsageTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  static LocalDate begins(Quota.Span span, Instant now) {
    LocalDate today = now.atZone(PLATFORM).toLocalDate();
    return switch (span) {
      case DAY -> today;
      case MONTH -> today.withDayOfMonth(1);
    };
  }

  static Instant ends(Quota.Span span, Instant now) {
    LocalDate begins = begins(span, now);
    LocalDate next =
        switch (span) {
          case DAY -> begins.plusDays(1);
          case MONTH -> begins.plusMonths(1);
        };
    return next.atStartOfDay(PLATFORM).toInstant();
  }

  /** What is used of each at this time; not in it = nothing. */
  Map<Meter, Integer> used(Collection<Meter> asked, Instant now) {
    AtOnce alone = new AtOnce();
    Map<Meter, Integer> used = used(alone, asked, now);
    alone.go(jdbc);
    return used;
  }

  /** The same with other questions, filled when they go. */
  static Map<Meter, Integer> used(AtOnce others, Collection<Meter> asked, Instant now) {
    List<Meter> meters = List.copyOf(asked);
    Map<Meter, Integer> used = new HashMap<>();
    if (!meters.isEmpty()) {
      others.ask(
          "select asked.n, used from "
              + NAMED
              + " join delivery.usage using (channel, wire, address, span, begins)",
          key(new Columns<>(meters), now).arrays(),
          row -> {
            used.put(meters.get(row.getInt(1) - 1), row.getInt(2));
          });
    }
    return used;
  }

  /** Counts these attempts; marks the ones for which nothing is left. Call within a transaction. */
  void reserve(List<Attempting> group) {
    Map<Meter, Claimed> claims = new HashMap<>();
    for (Attempting attempting : group) {
      for (Quota quota : attempting.rules.quotas()) {
        Meter meter = Meter.of(attempting.peer, attempting.rules, quota);
        claims
            .computeIfAbsent(meter, _ -> new Claimed(meter, quota.messages(), new ArrayList<>()))
            .by()
            .add(attempting);
      }
    }
    claims.values().stream()
        .sorted(Comparator.comparing(claim -> claim.meter().toString())) // never crosswise
        .forEach(this::reserve);
  }

  /**
   * The same for many letters that say the same to different peers on one wire, in one statement for each
   * of its quotas.
   * Call within a transaction.
   */
  void reserveEach(List<Attempting> group) {
    Instant now = group.getFirst().at;
    int places = group.getFirst().places;
    for (Quota quota : group.getFirst().rules.quotas()) {
      if (!quota.perPeer()) {
        reserve(
            new Claimed(
                Meter.of(group.getFirst().peer, group.getFirst().rules, quota),
                quota.messages(),
                group.stream().filter(a -> !a.over).toList()));
        continue;
      }
      Map<Meter, Attempting> byPeer = new HashMap<>();
      group.stream()
          .filter(a -> !a.over)
          .forEach(a -> byPeer.put(Meter.of(a.peer, a.rules, quota), a));
      List<Meter> meters =
          byPeer.keySet().stream().sorted(Comparator.comparing(Meter::toString)).toList();
      List<Meter> over = new ArrayList<>();
      add(meters, places, now)
          .forEach(
              (meter, used) -> {
                if (used > quota.messages()) {
                  byPeer.get(meter).over = true;
                  over.add(meter);
                }
              });
      if (!over.isEmpty()) {
        add(over.stream().sorted(Comparator.comparing(Meter::toString)).toList(), -places, now);
      }
    }
  }

  /** What did not leave after all, of many on one wire. */
  void giveBackEach(List<Attempting> group) {
    int places = group.getFirst().places;
    for (Quota quota : group.getFirst().rules.quotas()) {
      if (quota.perPeer()) {
        add(
            group.stream().map(a -> Meter.of(a.peer, a.rules, quota)).distinct().toList(),
            -places,
            group.getFirst().at);
      } else {
        add(
            Meter.of(group.getFirst().peer, group.getFirst().rules, quota),
            -places * group.size(),
            group.getFirst().at);
      }
    }
  }

  private void reserve(Claimed claim) {
    Instant now = claim.by().getFirst().at;
    int after = add(claim.meter(), claim.by().stream().mapToInt(a -> a.places).sum(), now);
    int over = 0;
    for (Attempting last : claim.by().reversed()) {
      if (after - over > claim.limit()) {
        last.over = true;
        over += last.places;
      }
    }
    if (over > 0) {
      add(claim.meter(), -over, now);
    }
  }

  /** What did not leave after all does not count. */
  void giveBack(Attempting attempting) {
    for (Quota quota : attempting.rules.quotas()) {
      add(Meter.of(attempting.peer, attempting.rules, quota), -attempting.places, attempting.at);
    }
  }

  /** The platform says that nothing is left, whatever we counted. */
  void exhausted(cn.huitouke.channel.Peer peer, WireRules rules, Instant now) {
    for (Quota quota : rules.quotas()) {
      if (quota.perPeer()) {
        add(Meter.of(peer, rules, quota), quota.messages(), now);
      }
    }
  }

  private int add(Meter meter, int change, Instant now) {
    return add(List.of(meter), change, now).get(meter);
  }

  /** What is used of each afterwards. */
  private Map<Meter, Integer> add(List<Meter> meters, int change, Instant now) {
    Map<Meter, Integer> used = new HashMap<>();
    var columns = key(new Columns<>(meters), now).ints(_ -> change);
    List<Integer> after =
        jdbc.query(
            connection ->
                columns.fill(
                    connection,
                    """
                    insert into delivery.usage as known (channel, wire, address, span, begins, used)
                    select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::date[], ?::int[])
                    on conflict (channel, wire, address, span, begins)
                    do update set used = known.used + excluded.used
                    returning used
                    """),
            (row, _) -> row.getInt(1));
    for (int i = 0; i < meters.size(); i++) {
      used.put(meters.get(i), after.get(i)); // rows come back in the order of the arrays
    }
    return used;
  }

  private static Columns<Meter> key(Columns<Meter> columns, Instant now) {
    return columns
        .texts(meter -> meter.channel().toString())
        .texts(meter -> meter.wire().name())
        .texts(meter -> meter.peer().map(Slip::written).orElse(""))
        .texts(meter -> meter.span().name())
        .texts(meter -> Date.valueOf(begins(meter.span(), now)).toString());
  }
}
