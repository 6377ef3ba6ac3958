package cn.huitouke.delivery;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.EventId;
import cn.huitouke.customer.CustomerId;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts letters. Nothing but their numbers grows with time and has an index: it leads the way. */
@Component
class JdbcFigures implements Figures {

  /** Letters of late: no look that is taken each minute reads more. */
  private static final int LATELY = 50_000;

  private final JdbcClient jdbc;

  JdbcFigures(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<WireWeek> byWire(ZoneId zone, Instant since) {
    return jdbc.sql(
            """
            select date_trunc('week', planned_at at time zone :zone)::date as monday, wire,
              count(*) filter (where state = 'ACCEPTED') as accepted,
              count(*) filter (where state = 'REFUSED') as refused,
              count(*) filter (where state = 'REFUSED' and why = 'refused-blocked') as blocked,
              count(*) filter (where state = 'UNCERTAIN') as uncertain
            from delivery.letter
            where seq >= :first and planned_at >= :since and wire is not null
              and state in ('ACCEPTED', 'REFUSED', 'UNCERTAIN')
            group by 1, 2 order by 1, 2
            """)
        .param("zone", zone.getId())
        .param("first", firstSince(since))
        .param("since", Timestamp.from(since))
        .query(
            (row, _) ->
                new WireWeek(
                    row.getObject("monday", LocalDate.class),
                    row.getString("wire"),
                    row.getLong("accepted"),
                    row.getLong("refused"),
                    row.getLong("blocked"),
                    row.getLong("uncertain")))
        .list();
  }

  @Override
  public List<Answer> answers(Instant since, long before, int most) {
    return jdbc.sql(
            "select seq, id, to_channel, to_event, coalesce(attempted_at, changed_at) from"
                + " delivery.letter where seq >= ? and seq < ? and purpose = 'REPLY' and state ="
                + " 'ACCEPTED' and to_event is not null order by seq desc limit ?")
        .params(firstSince(since), before, most)
        .query(
            (row, _) ->
                new Answer(
                    row.getLong(1),
                    row.getString(2),
                    ChannelId.parse(row.getString(3)),
                    new EventId(row.getString(4)),
                    row.getObject(5, OffsetDateTime.class).toInstant()))
        .list();
  }

  @Override
  public List<Failed> failed(Instant since, int most) {
    return jdbc.sql(
            """
            select id, customer, state, why from delivery.letter
            where seq > (select coalesce(max(seq), 0) - :lately from delivery.letter)
              and state in ('REFUSED', 'EXPIRED', 'UNCERTAIN') and changed_at >= :since
            order by seq desc limit :most
            """)
        .param("lately", LATELY)
        .param("since", Timestamp.from(since))
        .param("most", most)
        .query(
            (row, _) ->
                new Failed(
                    row.getString("id"),
                    new CustomerId(row.getLong("customer")),
                    row.getString("state"),
                    row.getString("why")))
        .list();
  }

  /** Numbers grow with the time of planning, near enough: halving finds the first in twenty looks. */
  private long firstSince(Instant since) {
    long low = 1;
    long high =
        jdbc.sql("select coalesce(max(seq), 0) + 1 from delivery.letter")
            .query(Long.class)
            .single();
    while (low < high) {
      long middle = (low + high) >>> 1;
      Optional<Instant> planned =
          jdbc.sql("select planned_at from delivery.letter where seq >= ? order by seq limit 1")
              .param(middle)
              .query((row, _) -> row.getObject(1, OffsetDateTime.class).toInstant())
              .optional();
      if (planned.filter(at -> at.isBefore(since)).isPresent()) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
