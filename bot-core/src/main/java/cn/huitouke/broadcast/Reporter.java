package cn.huitouke.broadcast;

import cn.huitouke.broadcast.BroadcastTable.Recipient;
import cn.huitouke.channel.Peer;
import cn.huitouke.conversation.Conversations;
import cn.huitouke.customer.CustomerBook;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.customer.Customers.Identity;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Counts what came of a broadcast, by the books of those who keep them. */
@Component
class Reporter {

  private static final Duration WATCHED = Duration.ofDays(7);

  /** Counting a million takes a while: what was counted just now is not counted again. */
  private static final Duration FRESH = Duration.ofSeconds(30);

  private static final int STRIDE = 5_000;
  private static final int REMEMBERED = 50;

  private final BroadcastTable table;
  private final CustomerBook book;
  private final Customers customers;
  private final Trades trades;
  private final Conversations conversations;
  private final InstantSource clock;
  private final Map<Long, Report> counted = new ConcurrentHashMap<>();

  Reporter(
      BroadcastTable table,
      CustomerBook book,
      Customers customers,
      Trades trades,
      Conversations conversations,
      InstantSource clock) {
    this.table = table;
    this.book = book;
    this.customers = customers;
    this.trades = trades;
    this.conversations = conversations;
    this.clock = clock;
  }

  Optional<Report> of(Broadcast broadcast) {
    return broadcast.startedAt().map(start -> of(broadcast, start));
  }

  private Report of(Broadcast broadcast, Instant start) {
    Instant now = clock.instant();
    Report known = counted.get(broadcast.id());
    if (known != null
        && (known.complete() || Duration.between(known.until(), now).abs().compareTo(FRESH) < 0)) {
      return known;
    }
    Instant end = start.plus(WATCHED);
    Report report = count(broadcast, start, end.isBefore(now) ? end : now, !end.isAfter(now));
    if (counted.size() > REMEMBERED) {
      counted.clear();
    }
    counted.put(broadcast.id(), report);
    return report;
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
