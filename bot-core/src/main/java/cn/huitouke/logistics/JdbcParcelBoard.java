package cn.huitouke.logistics;

import cn.huitouke.tracking.ParcelState;
import cn.huitouke.tracking.Waybill;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the parcels' book for the shop's people. */
@Component
class JdbcParcelBoard implements ParcelBoard {

  private static final String SELECT =
      """
      SELECT id, carrier, number, state, destination, latest_text, latest_at,
             array(SELECT order_number FROM logistics.parcel_order o WHERE o.parcel = p.id
                   ORDER BY 1) AS orders
      FROM logistics.parcel p
      """;

  private final JdbcClient jdbc;

  JdbcParcelBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Map<ParcelState, Long> onTheWay() {
    Map<ParcelState, Long> counts = new EnumMap<>(ParcelState.class);
    jdbc.sql("SELECT state, count(*) FROM logistics.parcel WHERE NOT done GROUP BY state")
        .query(
            (ResultSet row) -> {
              counts.put(ParcelState.valueOf(row.getString(1)), row.getLong(2));
            });
    return counts;
  }

  @Override
  public List<Seen> in(ParcelState state, long before, int limit) {
    return jdbc.sql(
            SELECT
                + " WHERE state = ? AND id < ?"
                + (state.signed() ? "" : " AND NOT done")
                + " ORDER BY id DESC LIMIT ?")
        .params(state.name(), before, limit)
        .query((row, _) -> standing(row))
        .list();
  }

  @Override
  public Map<Waybill, Seen> of(Collection<Waybill> waybills) {
    return jdbc
        .sql(
            SELECT
                + " WHERE (carrier, number) IN"
                + " (SELECT * FROM unnest(CAST(? AS text[]), CAST(? AS text[])))")
        .param(waybills.stream().map(Waybill::carrier).toArray(String[]::new))
        .param(waybills.stream().map(Waybill::number).toArray(String[]::new))
        .query((row, _) -> standing(row))
        .list()
        .stream()
        .collect(Collectors.toMap(Seen::waybill, one -> one));
  }

  @Override
  public long digestsOn(LocalDate day) {
    return jdbc.sql("SELECT count(*) FROM logistics.digest WHERE day = ?")
        .param(Date.valueOf(day))
        .query(Long.class)
        .single();
  }

  private static Seen standing(ResultSet row) throws SQLException {
    return new Seen(
        row.getLong("id"),
        new Waybill(row.getString("carrier"), row.getString("number")),
        ParcelState.valueOf(row.getString("state")),
        row.getString("destination"),
        row.getString("latest_text"),
        Optional.ofNullable(row.getObject("latest_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        Arrays.asList((String[]) row.getArray("orders").getArray()));
  }
}
