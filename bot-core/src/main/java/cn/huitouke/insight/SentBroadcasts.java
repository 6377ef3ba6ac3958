package cn.huitouke.insight;

import cn.huitouke.broadcast.Broadcast;
import cn.huitouke.broadcast.Broadcasts;
import cn.huitouke.broadcast.Report;
import cn.huitouke.delivery.Mailings;
import cn.huitouke.insight.Insight.Column;
import cn.huitouke.insight.Insight.Figure;
import cn.huitouke.insight.Insight.Kind;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What came of the latest broadcasts, each beside those who were left out of it. */
final class SentBroadcasts {

  private static final int MOST = 20;
  private static final int PAGE = 50;

  /** Drafts that were never sent may lie between; some time one stops looking. */
  private static final int PAGES = 10;

  private final Broadcasts broadcasts;
  private final ZoneId zone;

  SentBroadcasts(Broadcasts broadcasts, ZoneId zone) {
    this.broadcasts = broadcasts;
    this.zone = zone;
  }

  /** A broadcast with its numbers. */
  private record Sent(Broadcast broadcast, Mailings.Tally tally, Report report) {

    long sum(boolean heldOut, java.util.function.ToLongFunction<Report.Side> what) {
      return report.sides().stream()
          .filter(side -> side.name().equals("HELD_OUT") == heldOut)
          .mapToLong(what)
          .sum();
    }
  }

  Figure figure() {
    List<Sent> sent = sent();
    SortedSet<String> wires = new TreeSet<>();
    sent.forEach(one -> wires.addAll(one.tally().wires().keySet()));
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("broadcast", Kind.TEXT));
    columns.add(Column.of("day", Kind.DATE));
    columns.add(Column.of("people", Kind.COUNT));
    wires.forEach(wire -> columns.add(new Column("wire", Kind.COUNT_BY_WIRE, wire)));
    Stream.of("replied", "bought").forEach(name -> columns.add(Column.of(name, Kind.COUNT)));
    columns.add(Column.of("boughtShare", Kind.SHARE));
    Stream.of("heldOut", "heldOutBought").forEach(name -> columns.add(Column.of(name, Kind.COUNT)));
    Stream.of("heldOutShare", "difference", "low", "high")
        .forEach(name -> columns.add(Column.of(name, Kind.SHARE)));
    columns.add(Column.of("verdict", Kind.VERDICT));
    Stream.of("unsubscribed", "left").forEach(name -> columns.add(Column.of(name, Kind.COUNT)));
    return new Figure("broadcasts", columns, sent.stream().map(one -> row(one, wires)).toList());
  }

  private List<Sent> sent() {
    List<Sent> sent = new ArrayList<>();
    long before = Long.MAX_VALUE;
    for (int page = 0; page < PAGES && sent.size() < MOST; page++) {
      List<Broadcast> some = broadcasts.page(before, PAGE);
      for (Broadcast one : some) {
        before = one.id();
        if (sent.size() < MOST && one.startedAt().isPresent()) {
          Optional<Report> report = broadcasts.report(one.id());
          report.ifPresent(found -> sent.add(new Sent(one, broadcasts.tally(one.id()), found)));
        }
      }
      if (some.size() < PAGE) {
        break;
      }
    }
    return sent;
  }

  private List<Object> row(Sent one, SortedSet<String> wires) {
    long people = one.sum(false, Report.Side::people);
    long bought = one.sum(false, Report.Side::buyers);
    long heldOut = one.sum(true, Report.Side::people);
    long heldOutBought = one.sum(true, Report.Side::buyers);
    Uplift uplift = Uplift.of(bought, people, heldOutBought, heldOut);
    List<Object> row = new ArrayList<>();
    row.add(one.broadcast().draft().title());
    row.add(one.broadcast().startedAt().orElseThrow().atZone(zone).toLocalDate().toString());
    row.add(people);
    wires.forEach(wire -> row.add(one.tally().wires().getOrDefault(wire, 0L)));
    row.add(one.sum(false, Report.Side::replied));
    row.add(bought);
    row.add(CountedInsight.share(bought, people));
    row.add(heldOut);
    row.add(heldOutBought);
    row.add(heldOut == 0 ? "" : CountedInsight.share(heldOutBought, heldOut));
    row.add(heldOut == 0 ? "" : uplift.difference());
    row.add(heldOut == 0 ? "" : uplift.low());
    row.add(heldOut == 0 ? "" : uplift.high());
    row.add(uplift.verdict().name());
    row.add(one.sum(false, Report.Side::unsubscribed));
    row.add(one.sum(false, Report.Side::unfollowed));
    return row;
  }
}
