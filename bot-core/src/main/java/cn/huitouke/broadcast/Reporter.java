package cn.huitouke.broadcast;

import cn.huitouke.broadcast.BroadcastTable.Recipient;
import cn.huitouke.broadcast.ReportTable.Counted;
import cn.huitouke.channel.Peer;
import cn.huitouke.conversation.Conversations;
import cn.huitouke.customer.CustomerBook;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.customer.Customers.Identity;
import cn.huitouke.delivery.Mailings;
import cn.huitouke.order.Trades;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Counts what came of a broadcast, by the books of those who keep them. */
@Component
class Reporter {

  private static final Duration WATCHED = Duration.ofDays(7);

  /** Counting a million takes a while: what was counted just now is not counted again. */
  private static final Duration FRESH = Duration.ofSeconds(30);

  /** What takes long to count is counted seldom. */
  private static final int TIMES_AS_LONG = 20;

  /** Nobody waits longer for a page. */
  private static final Duration LONG = Duration.ofSeconds(1);

  /** So old may be what {@link Reckoning} prepares every few minutes. */
  private static final Duration PREPARED = Duration.ofMinutes(20);

  private static final int FEW = 20_000;
  private static final int STRIDE = 5_000;

  private final BroadcastTable table;
  private final ReportTable reports;
  private final Mailings mailings;
  private final CustomerBook book;
  private final Customers customers;
  private final Trades trades;
  private final Conversations conversations;
  private final InstantSource clock;

  Reporter(
      BroadcastTable table,
      ReportTable reports,
      Mailings mailings,
      CustomerBook book,
      Customers customers,
      Trades trades,
      Conversations conversations,
      InstantSource clock) {
    this.table = table;
    this.reports = reports;
    this.mailings = mailings;
    this.book = book;
    this.customers = customers;
    this.trades = trades;
    this.conversations = conversations;
    this.clock = clock;
  }

  /** Of one of many people as it was some minutes ago, of others as it is. */
  Optional<Report> of(Broadcast broadcast) {
    return broadcast.startedAt().map(start -> of(broadcast, start).report());
  }

  private Counted of(Broadcast broadcast, Instant start) {
    Instant now = clock.instant();
    return reports
        .find(broadcast.id())
        .filter(known -> good(broadcast, known, now))
        .orElseGet(() -> count(broadcast, start));
  }

  private static boolean good(Broadcast broadcast, Counted known, Instant now) {
    return fresh(broadcast, known, now)
        || known.took().compareTo(LONG) > 0 && known.age(now).compareTo(PREPARED) < 0;
  }

  /** What was counted on the way is old when it has ended. */
  private static boolean fresh(Broadcast broadcast, Counted known, Instant now) {
    Duration kept = known.took().multipliedBy(TIMES_AS_LONG);
    Instant until = known.report().until();
    boolean onTheWay = broadcast.endedAt().filter(end -> !until.isAfter(end)).isPresent();
    return known.report().complete()
        || !onTheWay && known.age(now).compareTo(kept.compareTo(FRESH) > 0 ? kept : FRESH) < 0;
  }

  /** Counts it unless that was done of late. */
  void prepare(Broadcast broadcast) {
    Instant now = clock.instant();
    broadcast
        .startedAt()
        .filter(
            _ ->
                reports
                    .find(broadcast.id())
                    .filter(known -> fresh(broadcast, known, now))
                    .isEmpty())
        .ifPresent(start -> count(broadcast, start));
  }

  /**
   * Without waiting for it: as it was counted, or counted now where that is quick; empty where nobody has
   * counted so many people yet.
   */
  Optional<Broadcasts.Sent> sent(Broadcast broadcast, boolean mayCount) {
    Instant now = clock.instant();
    Instant start = broadcast.startedAt().orElseThrow();
    Optional<Counted> known = reports.find(broadcast.id());
    boolean good = known.filter(it -> good(broadcast, it, now)).isPresent();
    Optional<Counted> counted =
        good || !mayCount || table.moreThan(broadcast.id(), FEW)
            ? known
            : Optional.of(count(broadcast, start));
    return counted.map(
        it ->
            new Broadcasts.Sent(
                broadcast.id(), broadcast.draft().title(), start, it.wires(), it.report()));
  }

  private Counted count(Broadcast broadcast, Instant start) {
    long begun = System.nanoTime();
    Instant now = clock.instant();
    Instant end = start.plus(WATCHED);
    Report report = count(broadcast, start, end.isBefore(now) ? end : now, !end.isAfter(now));
    Counted counted =
        new Counted(
            report,
            mailings.tally(broadcast.mailing()).wires(),
            Duration.ofNanos(System.nanoTime() - begun));
    reports.keep(broadcast.id(), counted);
    return counted;
  }

  private static final class Sum {
    private int people;
    private int replied;
    private int buyers;
    private int orders;
    private BigDecimal spent = BigDecimal.ZERO;
    private int unsubscribed;
    private int unfollowed;
  }

  private Report count(Broadcast broadcast, Instant from, Instant until, boolean complete) {
    Map<String, Sum> sums = new LinkedHashMap<>();
    sums.put("A", new Sum());
    if (broadcast.draft().b().isPresent()) {
      sums.put("B", new Sum());
    }
    List<Recipient> some = table.recipients(broadcast.id(), 0, STRIDE);
    while (!some.isEmpty()) {
      some.stream()
          .collect(Collectors.groupingBy(Reporter::side))
          .forEach(
              (side, people) ->
                  add(
                      sums.computeIfAbsent(side, _ -> new Sum()),
                      people.stream().map(Recipient::customer).toList(),
                      from,
                      until));
      some = table.recipients(broadcast.id(), some.getLast().customer().value(), STRIDE);
    }
    List<Report.Side> sides = new ArrayList<>();
    sums.forEach(
        (side, sum) ->
            sides.add(
                new Report.Side(
                    side,
                    sum.people,
                    sum.replied,
                    sum.buyers,
                    sum.orders,
                    sum.spent,
                    sum.unsubscribed,
                    sum.unfollowed)));
    return new Report(until, complete, sides);
  }

  private static String side(Recipient one) {
    return one.heldOut() ? "HELD_OUT" : one.second() ? "B" : "A";
  }

  private void add(Sum sum, List<CustomerId> people, Instant from, Instant until) {
    sum.people += people.size();
    Map<Peer, CustomerId> whose = new LinkedHashMap<>();
    customers
        .identities(people)
        .forEach(
            (customer, identities) ->
                identities.stream().map(Identity::peer).forEach(peer -> whose.put(peer, customer)));
    Set<Peer> spoke = conversations.spoke(whose.keySet(), from, until);
    sum.replied += (int) spoke.stream().map(whose::get).distinct().count();
    for (Trades.Trade trade : trades.between(people, from, until).values()) {
      sum.buyers++;
      sum.orders += trade.orders();
      sum.spent = sum.spent.add(trade.spent());
    }
    CustomerBook.Departures gone = book.departures(people, from, until);
    sum.unsubscribed += gone.unsubscribed();
    sum.unfollowed += gone.unfollowed();
  }
}
