package cn.huitouke.broadcast;

import cn.huitouke.broadcast.BroadcastTable.Recipient;
import cn.huitouke.broadcast.Foresight.CauseCount;
import cn.huitouke.broadcast.Foresight.WayCount;
import cn.huitouke.channel.Purpose;
import cn.huitouke.customer.CustomerBook;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.Mailings;
import cn.huitouke.delivery.Mailings.Fate;
import cn.huitouke.delivery.Mailings.Prospect;
import cn.huitouke.delivery.Mailings.Way;
import cn.huitouke.order.Trades;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Gathers who is written to, a stride at a time, and foresees what would become of each. */
@Component
class Gathering {

  private static final Logger log = LoggerFactory.getLogger(Gathering.class);
  private static final int STRIDE = 1_000;
  private static final int SAMPLE = 5;

  private final BroadcastTable table;
  private final CustomerBook book;
  private final Trades trades;
  private final PastedLists lists;
  private final Mailings mailings;
  private final Phrasing words;
  private final BroadcastSettings settings;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  Gathering(
      BroadcastTable table,
      CustomerBook book,
      Trades trades,
      PastedLists lists,
      Mailings mailings,
      Phrasing words,
      BroadcastSettings settings,
      InstantSource clock,
      PlatformTransactionManager transactions) {
    this.table = table;
    this.book = book;
    this.trades = trades;
    this.lists = lists;
    this.mailings = mailings;
    this.words = words;
    this.settings = settings;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Somebody else gathers now, or the draft has changed. */
  private static final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Overtaken() {
      super("overtaken", null, false, false);
    }
  }

  void begin(Broadcast broadcast, Optional<Instant> startAt) {
    String token = UUID.randomUUID().toString();
    if (!table.gathers(broadcast.id(), token, clock.instant())) {
      return;
    }
    Thread.ofVirtual()
        .name("broadcast-gathering")
        .start(
            () -> {
              try {
                gather(broadcast, token, startAt);
              } catch (Overtaken e) {
                log.info("Broadcast {} is gathered anew", broadcast.id());
              } catch (RuntimeException e) {
                log.warn("Broadcast {} could not be gathered", broadcast.id(), e);
                table.gathersNoMore(broadcast.id(), token);
              }
            });
  }

  /** On one broadcast. */
  private final class Walk {
    private final long id;
    private final String token;
    private final Draft draft;
    private int people;

    Walk(Broadcast broadcast, String token) {
      this.id = broadcast.id();
      this.token = token;
      this.draft = broadcast.draft();
    }

    void keep(List<CustomerId> some) {
      List<Recipient> recipients =
          some.stream()
              .map(
                  customer ->
                      new Recipient(
                          customer,
                          draft.b().isPresent() && Shares.second(id, customer),
                          Shares.leftOut(id, customer, draft.holdOut())))
              .toList();
      transaction.executeWithoutResult(
          _ -> {
            heardOf(people);
            people += table.keep(id, recipients);
          });
    }

    private void heardOf(int gathered) {
      if (!table.stillGathers(id, token, gathered, clock.instant())) {
        throw new Overtaken();
      }
    }
  }

  private void gather(Broadcast broadcast, String token, Optional<Instant> startAt) {
    Walk walk = new Walk(broadcast, token);
    transaction.executeWithoutResult(
        _ -> {
          walk.heardOf(0);
          table.forgetRecipients(broadcast.id());
        });
    if (broadcast.draft().audience().pasted().isEmpty()) {
      passing(broadcast.draft(), walk::keep);
    } else {
      named(broadcast.id(), walk);
    }
    if (walk.people < settings.holdOutFrom()) {
      table.leaveNobodyOut(broadcast.id());
    }
    Instant at = startAt.filter(clock.instant()::isBefore).orElse(clock.instant());
    Foresight foresight = foresee(broadcast, walk, at);
    if (!table.foreseen(broadcast.id(), token, broadcast.revision(), foresight)) {
      throw new Overtaken();
    }
    log.info("Broadcast {} would go to {} people", broadcast.id(), foresight.letters());
  }

  private static CustomerBook.Crowd crowd(Draft draft) {
    Draft.Audience audience = draft.audience();
    return new CustomerBook.Crowd(
        audience.channel(),
        audience.reachable(),
        audience.agreed() && draft.purpose() == Purpose.MARKETING,
        audience.agreed() && draft.purpose() == Purpose.COMMUNITY);
  }

  /** Everybody who passes: the buyers lead where it is about what they bought. */
  private void passing(Draft draft, Consumer<List<CustomerId>> keep) {
    CustomerBook.Crowd crowd = crowd(draft);
    Trades.Filter bought = bought(draft.audience());
    if (bought.everybody()) {
      List<CustomerId> some = book.numbers(crowd, 0, STRIDE);
      while (!some.isEmpty()) {
        keep.accept(some);
        some = book.numbers(crowd, some.getLast().value(), STRIDE);
      }
      return;
    }
    List<Trades.Trade> buyers = trades.page(bought, Long.MAX_VALUE, STRIDE);
    while (!buyers.isEmpty()) {
      keep.accept(book.numbersAmong(buyers.stream().map(Trades.Trade::customer).toList(), crowd));
      buyers = trades.page(bought, buyers.getLast().customer().value(), STRIDE);
    }
  }

  private Trades.Filter bought(Draft.Audience audience) {
    return new Trades.Filter(
        audience.orders(),
        audience.spent(),
        ago(audience.recent()),
        ago(audience.away()),
        audience.product(),
        audience.region());
  }

  private Optional<Instant> ago(int days) {
    return days == 0 ? Optional.empty() : Optional.of(clock.instant().minus(Duration.ofDays(days)));
  }

  /** Whom somebody named; who was merged since is written to as whom they became. */
  private void named(long broadcast, Walk walk) {
    List<CustomerId> some = lists.named(broadcast, 0, STRIDE);
    while (!some.isEmpty()) {
      walk.keep(book.numbersAmong(some, CustomerBook.Crowd.ALL));
      some = lists.named(broadcast, some.getLast().value(), STRIDE);
    }
  }

  // ---- what would become of them

  private record Cause(Fate fate, String rule) {}

  private static final class Count {
    private int count;
    private final List<Long> some = new ArrayList<>();
    private String why = "";
    private String whyEnglish = "";
  }

  private Foresight foresee(Broadcast broadcast, Walk walk, Instant at) {
    Map<Way, Integer> ways = new LinkedHashMap<>();
    Map<Cause, Count> causes = new LinkedHashMap<>();
    int heldOut = 0;
    int b = 0;
    int last = 0;
    long position = 0;
    List<Recipient> some = table.recipients(broadcast.id(), position, STRIDE);
    while (!some.isEmpty()) {
      heldOut += (int) some.stream().filter(Recipient::heldOut).count();
      b += (int) some.stream().filter(one -> !one.heldOut() && one.second()).count();
      for (Prospect one : prospects(broadcast, some, at)) {
        if (one.fate() == Fate.GOES) {
          ways.merge(one.way().orElseThrow(), 1, Integer::sum);
          last += one.left().filter(left -> left <= 1).isPresent() ? 1 : 0;
        } else {
          note(causes, one);
        }
      }
      walk.heardOf(walk.people);
      position = some.getLast().customer().value();
      some = table.recipients(broadcast.id(), position, STRIDE);
    }
    return new Foresight(
        at,
        walk.people,
        heldOut,
        b,
        counted(ways),
        told(causes),
        last,
        finished(ways, at),
        lists.unknown(broadcast.id()));
  }

  private List<Prospect> prospects(Broadcast broadcast, List<Recipient> some, Instant at) {
    List<Prospect> prospects = new ArrayList<>();
    for (boolean second : new boolean[] {false, true}) {
      List<CustomerId> side =
          some.stream()
              .filter(one -> !one.heldOut() && one.second() == second)
              .map(Recipient::customer)
              .toList();
      if (side.isEmpty()) {
        continue;
      }
      Mailings.Mailing mailing = words.mailing(broadcast, second, at);
      Set<CustomerId> named = words.named(broadcast, side);
      List<CustomerId> alike = side.stream().filter(one -> !named.contains(one)).toList();
      if (!alike.isEmpty()) {
        prospects.addAll(mailings.prospects(mailing, alike, true, at));
      }
      if (!named.isEmpty()) {
        prospects.addAll(mailings.prospects(mailing, named, false, at));
      }
    }
    return prospects;
  }

  private static void note(Map<Cause, Count> causes, Prospect one) {
    Count count = causes.computeIfAbsent(new Cause(one.fate(), one.rule()), _ -> new Count());
    if (count.count++ == 0) {
      count.why = one.why();
      count.whyEnglish = one.whyEnglish();
    }
    if (count.some.size() < SAMPLE) {
      count.some.add(one.customer().value());
    }
  }

  private static List<WayCount> counted(Map<Way, Integer> ways) {
    return ways.entrySet().stream()
        .map(
            entry ->
                new WayCount(
                    entry.getKey().channel().kind(),
                    entry.getKey().channel().name(),
                    entry.getKey().wire(),
                    entry.getValue()))
        .sorted(Comparator.comparing(WayCount::count).reversed())
        .toList();
  }

  private static List<CauseCount> told(Map<Cause, Count> causes) {
    return causes.entrySet().stream()
        .map(
            entry ->
                new CauseCount(
                    entry.getKey().fate(),
                    entry.getKey().rule(),
                    entry.getValue().why,
                    entry.getValue().whyEnglish,
                    entry.getValue().count,
                    entry.getValue().some))
        .sorted(Comparator.comparing(CauseCount::count).reversed())
        .toList();
  }

  /** At the pace of the slowest wire; the wires go side by side. */
  private static Instant finished(Map<Way, Integer> ways, Instant at) {
    double seconds = 0;
    for (var entry : ways.entrySet()) {
      Way way = entry.getKey();
      double calls = Math.ceil((double) entry.getValue() / way.atOnce());
      seconds = Math.max(seconds, calls / Math.max(0.001, way.perSecond()));
    }
    return at.plusSeconds((long) Math.ceil(seconds));
  }
}
