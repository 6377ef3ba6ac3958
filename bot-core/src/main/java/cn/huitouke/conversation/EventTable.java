package cn.huitouke.conversation;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Peer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The rows of schema {@code conversation}. One statement a group. Rows of events are never changed:
 * which are handled stands in rows of its own, one for hundreds of events.
 */
final class EventTable {

  private static final String ARRIVALS =
      """
      insert into conversation.event
        (channel, event_id, peer, in_group, kind, payload, at, received_at)
      select channel, event_id, peer, in_group, kind, payload, to_timestamp(at), to_timestamp(received_at)
      from unnest(?::text[], ?::text[], ?::text[], ?::boolean[], ?::text[], ?::text[], ?::float8[], ?::float8[])
        as arrival (channel, event_id, peer, in_group, kind, payload, at, received_at)
      """;

  /** Fails where an event is there already. */
  private static final String RECORD = ARRIVALS + " returning seq";

  /** Passes over events that are there already; that alone costs a quarter more. */
  private static final String RECORD_NEW =
      ARRIVALS
          + " on conflict on constraint event_once do nothing returning seq, channel, event_id";

  /** How many groups are recorded with care after one held an event that was there already. */
  private static final int CARE = 64;

  private static final String HANDLED =
      "insert into conversation.handled (at, outcome, last, seqs)"
          + " values (to_timestamp(?), ?, ?, ?)";

  private static final String UNHANDLED =
      "select seq, channel, event_id, peer, in_group, kind, payload, at, received_at"
          + " from conversation.unhandled order by seq";

  /** What became of an event. */
  record Handled(long seq, Instant at, String outcome) {}

  private final JdbcTemplate jdbc;

  /** For one thread, as a writer's table is. */
  private int care;

  EventTable(DataSource database) {
    this.jdbc = new JdbcTemplate(database);
  }

  /**
   * Records a group with one statement and numbers those that were new. That an event is there
   * already is rare: then the statement fails, and the next ones are made with care. Within a
   * transaction, which is lost by that, this throws and has to be called again in another.
   */
  void record(List<Arrival> group) {
    if (care > 0 || group.size() == 1) {
      care = Math.max(0, care - 1);
      recordNew(group);
      return;
    }
    try {
      List<Long> seqs =
          jdbc.query(connection -> fill(connection, RECORD, group), (row, _) -> row.getLong(1));
      // rows go in, and come back, in the order of the arrays
      for (int i = 0; i < group.size(); i++) {
        group.get(i).seq = seqs.get(i);
      }
    } catch (DuplicateKeyException e) {
      care = CARE;
      if (TransactionSynchronizationManager.isActualTransactionActive()) {
        throw e;
      }
      recordNew(group);
    }
  }

  private void recordNew(List<Arrival> group) {
    Map<Arrival.Key, Arrival> byKey = HashMap.newHashMap(group.size());
    for (Arrival arrival : group) {
      arrival.seq = 0;
      byKey.putIfAbsent(arrival.key, arrival);
    }
    jdbc.query(
        connection -> fill(connection, RECORD_NEW, group),
        row -> {
          byKey.get(new Arrival.Key(row.getString(2), row.getString(3))).seq = row.getLong(1);
        });
  }

  private static PreparedStatement fill(Connection connection, String sql, List<Arrival> group)
      throws SQLException {
    int n = group.size();
    String[] channel = new String[n];
    String[] id = new String[n];
    String[] peer = new String[n];
    Boolean[] inGroup = new Boolean[n];
    String[] kind = new String[n];
    String[] payload = new String[n];
    double[] at = new double[n];
    double[] received = new double[n];
    for (int i = 0; i < n; i++) {
      Arrival arrival = group.get(i);
      channel[i] = arrival.key.channel();
      id[i] = arrival.key.event();
      peer[i] = arrival.event.peer().address();
      inGroup[i] = arrival.event.peer().kind() == Peer.Kind.GROUP;
      kind[i] = arrival.kind;
      payload[i] = arrival.payload;
      at[i] = seconds(arrival.event.at());
      received[i] = seconds(arrival.receivedAt);
    }
    PreparedStatement insert = connection.prepareStatement(sql);
    Object[] columns = {channel, id, peer, inGroup, kind, payload, at, received};
    for (int i = 0; i < columns.length; i++) {
      insert.setObject(i + 1, columns[i]);
    }
    return insert;
  }

  /** Writes that a group is handled: one row for all that came to the same. */
  void handled(List<Handled> group) {
    Map<String, List<Handled>> byOutcome = new TreeMap<>();
    for (Handled one : group) {
      byOutcome.computeIfAbsent(one.outcome(), _ -> new ArrayList<>()).add(one);
    }
    jdbc.batchUpdate(
        HANDLED,
        byOutcome.values(),
        byOutcome.size(),
        (row, alike) -> {
          long[] seqs = alike.stream().mapToLong(Handled::seq).sorted().toArray();
          row.setDouble(1, seconds(alike.getLast().at()));
          row.setString(2, alike.getLast().outcome());
          row.setLong(3, seqs[seqs.length - 1]);
          row.setObject(4, seqs);
        });
  }

  /** Everything that a former run recorded and did not finish, oldest first. */
  List<Arrival> unhandled() {
    return jdbc.query(UNHANDLED, (row, _) -> leftOver(row));
  }

  long newest() {
    Long newest = jdbc.queryForObject("select max(seq) from conversation.event", Long.class);
    return newest == null ? 0 : newest;
  }

  /**
   * Moves the mark below which everything is handled.
   *
   * @param settled a number below which no transaction can still be under way
   */
  void moveMark(long settled) {
    jdbc.update(
        """
        update conversation.progress
        set all_handled_to = coalesce(
          (select min(seq) - 1 from conversation.unhandled where seq <= ?),
          greatest(all_handled_to, ?))
        """,
        settled,
        settled);
  }

  private static Arrival leftOver(ResultSet row) throws SQLException {
    ChannelId channel = ChannelId.parse(row.getString("channel"));
    Peer.Kind peerKind = row.getBoolean("in_group") ? Peer.Kind.GROUP : Peer.Kind.PERSON;
    String kind = row.getString("kind");
    InboundEvent event =
        EventCodec.read(
            kind,
            new EventId(row.getString("event_id")),
            new Peer(channel, peerKind, row.getString("peer")),
            row.getObject("at", OffsetDateTime.class).toInstant(),
            row.getString("payload"));
    return Arrival.leftOver(
        row.getLong("seq"),
        event,
        row.getObject("received_at", OffsetDateTime.class).toInstant(),
        kind);
  }

  private static double seconds(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() / 1e9;
  }
}
