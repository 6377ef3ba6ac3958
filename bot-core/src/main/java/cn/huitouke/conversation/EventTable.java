package cn.huitouke.conversation;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Peer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows of schema {@code conversation}. One statement a group: one round trip, one commit. */
final class EventTable {

  private static final String RECORD =
      """
      insert into conversation.event
        (channel, event_id, peer, in_group, kind, payload, at, received_at)
      select channel, event_id, peer, in_group, kind, payload, to_timestamp(at), to_timestamp(received_at)
      from unnest(?::text[], ?::text[], ?::text[], ?::boolean[], ?::text[], ?::text[], ?::float8[], ?::float8[])
        as arrival (channel, event_id, peer, in_group, kind, payload, at, received_at)
      on conflict on constraint event_once do nothing
      returning seq, channel, event_id
      """;

  private static final String HANDLED =
      """
      update conversation.event
      set handled_at = to_timestamp(done.at), outcome = done.outcome
      from unnest(?::bigint[], ?::float8[], ?::text[]) as done (seq, at, outcome)
      where event.seq = done.seq
      """;

  private static final String UNHANDLED =
      """
      select seq, channel, event_id, peer, in_group, kind, payload, at, received_at
      from conversation.event
      where seq > (select all_handled_to from conversation.progress) and handled_at is null
      order by seq
      """;

  /** What became of an event. */
  record Handled(long seq, Instant at, String outcome) {}

  private final JdbcTemplate jdbc;

  EventTable(DataSource database) {
    this.jdbc = new JdbcTemplate(database);
  }

  /** Records a group in one transaction and numbers those that were new. */
  void record(List<Arrival> group) {
    int n = group.size();
    String[] channel = new String[n];
    String[] id = new String[n];
    String[] peer = new String[n];
    Boolean[] inGroup = new Boolean[n];
    String[] kind = new String[n];
    String[] payload = new String[n];
    Double[] at = new Double[n];
    Double[] received = new Double[n];
    Map<Arrival.Key, Arrival> byKey = HashMap.newHashMap(n);
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
      byKey.putIfAbsent(arrival.key, arrival);
    }
    jdbc.query(
        connection -> {
          PreparedStatement insert = connection.prepareStatement(RECORD);
          Object[][] columns = {channel, id, peer, inGroup, kind, payload, at, received};
          for (int i = 0; i < columns.length; i++) {
            insert.setObject(i + 1, columns[i]);
          }
          return insert;
        },
        row -> {
          byKey.get(new Arrival.Key(row.getString(2), row.getString(3))).seq = row.getLong(1);
        });
  }

  /** Marks a group as handled. */
  void handled(List<Handled> group) {
    jdbc.update(
        connection -> {
          PreparedStatement update = connection.prepareStatement(HANDLED);
          update.setObject(1, group.stream().map(Handled::seq).toArray(Long[]::new));
          update.setObject(2, group.stream().map(h -> seconds(h.at())).toArray(Double[]::new));
          update.setObject(3, group.stream().map(Handled::outcome).toArray(String[]::new));
          return update;
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
          (select min(seq) - 1 from conversation.event
           where seq > all_handled_to and seq <= ? and handled_at is null),
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
