package cn.huitouke.insight;

import cn.huitouke.broadcast.Broadcasts;
import cn.huitouke.broadcast.Broadcasts.Sent;
import cn.huitouke.broadcast.Report;
import cn.huitouke.insight.Insight.Column;
import cn.huitouke.insight.Insight.Figure;
import cn.huitouke.insight.Insight.Kind;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** What came of the latest broadcasts, each beside those who were left out of it. */
final class SentBroadcasts {

  private static final int MOST = 20;

  private final Broadcasts broadcasts;
  private final ZoneId zone;

  SentBroadcasts(Broadcasts broadcasts, ZoneId zone) {
    this.broadcasts = broadcasts;
    this.zone = zone;
  }

  Figure figure() {
    List<Sent> sent = broadcasts.sent(MOST);
    SortedSet<String> wires = new TreeSet<>();
    sent.forEach(one -> wires.addAll(one.wires().keySet()));
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

  private List<Object> row(Sent one, SortedSet<String> wires) {
    long people = sum(one, false, Report.Side::people);
    long bought = sum(one, false, Report.Side::buyers);
    long heldOut = sum(one, true, Report.Side::people);
    long heldOutBought = sum(one, true, Report.Side::buyers);
    Uplift uplift = Uplift.of(bought, people, heldOutBought, heldOut);
    List<Object> row = new ArrayList<>();
    row.add(one.title());
    row.add(one.startedAt().atZone(zone).toLocalDate().toString());
    row.add(people);
    wires.forEach(wire -> row.add(one.wires().getOrDefault(wire, 0L)));
    row.add(sum(one, false, Report.Side::replied));
    row.add(bought);
    row.add(CountedInsight.share(bought, people));
    row.add(heldOut);
    row.add(heldOutBought);
    row.add(heldOut == 0 ? "" : CountedInsight.share(heldOutBought, heldOut));
    row.add(heldOut == 0 ? "" : uplift.difference());
    row.add(heldOut == 0 ? "" : uplift.low());
    row.add(heldOut == 0 ? "" : uplift.high());
    row.add(uplift.verdict().name());
    row.add(sum(one, false, Report.Side::unsubscribed));
    row.add(sum(one, false, Report.Side::unfollowed));
    return row;
  }

  private static long sum(Sent one, boolean heldOut, ToLongFunction<Report.Side> what) {
    return one.report().sides().stream()
        .filter(side -> side.name().equals("HELD_OUT") == heldOut)
        .mapToLong(what)
        .sum();
  }
}
