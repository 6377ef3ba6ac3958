package cn.huitouke.conversation;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.EventId;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Looks many events up at once. */
@Component
class JdbcHearings implements Hearings {

  private final JdbcClient jdbc;

  JdbcHearings(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Map<Event, Instant> heard(Collection<Event> events) {
    Map<Event, Instant> heard = HashMap.newHashMap(events.size());
    jdbc.sql(
            "select event.channel, event.event_id, received_at"
                + " from unnest(cast(? as text[]), cast(? as text[])) as asked (channel, event_id)"
                + " join conversation.event using (channel, event_id)")
        .params(
            events.stream().map(event -> event.channel().toString()).toArray(String[]::new),
            events.stream().map(event -> event.id().value()).toArray(String[]::new))
        .query(
            (ResultSet row) -> {
              heard.put(
                  new Event(ChannelId.parse(row.getString(1)), new EventId(row.getString(2))),
                  row.getObject(3, OffsetDateTime.class).toInstant());
            });
    return heard;
  }
}
