package cn.huitouke.conversation;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.Peer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the recorded events. */
@Component
class JdbcConversations implements Conversations {

  private static final int LATELY = 2000;
  private static final String COLUMNS =
      "seq, channel, event_id, peer, in_group, kind, payload, at, received_at";

  private final JdbcClient jdbc;

  JdbcConversations(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Heard> latest(int depth) {
    return jdbc
        .sql(
            "select distinct on (channel, peer) * from (select "
                + COLUMNS
                + " from conversation.event where kind = 'message' and not in_group"
                + " order by seq desc limit ?) as lately order by channel, peer, seq desc")
        .param(depth)
        .query((row, _) -> heard(row))
        .list()
        .stream()
        .sorted(Comparator.comparingLong(Heard::seq).reversed())
        .toList();
  }

  @Override
  public List<Heard> with(Collection<Peer> peers, long before, int limit) {
    if (peers.isEmpty()) {
      return List.of();
    }
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from conversation.event where peer = any(:peers) and not in_group"
                + " and seq < :before and (channel, peer) in"
                + " (select * from unnest(cast(:channels as text[]), cast(:peers as text[])))"
                + " order by seq desc limit :limit")
        .param("peers", peers.stream().map(Peer::address).toArray(String[]::new))
        .param("channels", peers.stream().map(p -> p.channel().toString()).toArray(String[]::new))
        .param("before", before)
        .param("limit", limit)
        .query((row, _) -> heard(row))
        .list();
  }

  @Override
  public Set<Peer> spoke(Collection<Peer> peers, Instant from, Instant until) {
    Set<Peer> spoke = new HashSet<>();
    jdbc.sql(
            "select distinct channel, peer from conversation.event where peer = any(:peers)"
                + " and not in_group and kind = 'message' and received_at >= :from"
                + " and received_at < :until and (channel, peer) in"
                + " (select * from unnest(cast(:channels as text[]), cast(:peers as text[])))")
        .param("peers", peers.stream().map(Peer::address).toArray(String[]::new))
        .param("channels", peers.stream().map(p -> p.channel().toString()).toArray(String[]::new))
        .param("from", from.atOffset(ZoneOffset.UTC))
        .param("until", until.atOffset(ZoneOffset.UTC))
        .query(
            (ResultSet row) -> {
              spoke.add(Peer.person(ChannelId.parse(row.getString(1)), row.getString(2)));
            });
    return spoke;
  }

  @Override
  public long newest() {
    return jdbc.sql("select coalesce(max(seq), 0) from conversation.event")
        .query(Long.class)
        .single();
  }

  @Override
  public Map<ChannelId, Instant> heardOf() {
    Map<ChannelId, Instant> heard = new HashMap<>();
    jdbc.sql(
            "select channel, max(received_at) from (select channel, received_at"
                + " from conversation.event order by seq desc limit ?) as lately group by channel")
        .param(LATELY)
        .query(
            (ResultSet row) -> {
              heard.put(
                  ChannelId.parse(row.getString(1)),
                  row.getObject(2, OffsetDateTime.class).toInstant());
            });
    return heard;
  }

  private static Heard heard(ResultSet row) throws SQLException {
    ChannelId channel = ChannelId.parse(row.getString("channel"));
    String address = row.getString("peer");
    Peer peer =
        row.getBoolean("in_group") ? Peer.group(channel, address) : Peer.person(channel, address);
    return new Heard(
        row.getLong("seq"),
        EventCodec.read(
            row.getString("kind"),
            new EventId(row.getString("event_id")),
            peer,
            row.getObject("at", OffsetDateTime.class).toInstant(),
            row.getString("payload")),
        row.getObject("received_at", OffsetDateTime.class).toInstant());
  }
}
