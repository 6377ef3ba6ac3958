package cn.huitouke.conversation;

import cn.huitouke.customer.CustomerErased;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.CustomersMerged;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who leads which conversation; asked before every skill, and answered from memory. */
@Component
@Order(1)
class TakeoverTable implements Takeovers, Skill {

  /** How long another node's takeover may go unnoticed. */
  private static final Duration FRESH = Duration.ofMillis(500);

  private final JdbcClient jdbc;
  private final InstantSource clock;
  private volatile Known known = new Known(Map.of(), 0, false);

  private record Known(Map<CustomerId, Takeover> all, long at, boolean read) {
    boolean fresh() {
      return read && System.nanoTime() - at < FRESH.toNanos();
    }
  }

  TakeoverTable(JdbcClient jdbc, InstantSource clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "with-a-person";
  }

  @Override
  public Verdict consider(Turn turn) {
    Takeover takeover = fresh().get(turn.customer());
    return takeover == null ? Verdict.pass() : new Verdict.Silence("led by " + takeover.operator());
  }

  private Map<CustomerId, Takeover> fresh() {
    Known present = known;
    return present.fresh() ? present.all() : read();
  }

  private synchronized Map<CustomerId, Takeover> read() {
    Known present = known;
    if (present.fresh()) {
      return present.all();
    }
    long asked = System.nanoTime();
    Map<CustomerId, Takeover> all =
        all().stream().collect(Collectors.toMap(Takeover::customer, one -> one));
    known = new Known(all, asked, true);
    return all;
  }

  /** What changed here is known here at once. */
  private void changed() {
    known = new Known(Map.of(), 0, false);
  }

  @Override
  public boolean takeOver(CustomerId customer, String operator) {
    int taken =
        jdbc.sql(
                """
                insert into conversation.takeover as led values (?, ?, ?)
                on conflict (customer) do update set operator = led.operator
                where led.operator = excluded.operator
                """)
            .params(customer.value(), operator, Timestamp.from(clock.instant()))
            .update();
    changed();
    return taken == 1;
  }

  @Override
  public void handOn(CustomerId customer, String operator) {
    jdbc.sql(
            """
            insert into conversation.takeover values (?, ?, ?)
            on conflict (customer) do update
            set operator = excluded.operator, since = excluded.since
            """)
        .params(customer.value(), operator, Timestamp.from(clock.instant()))
        .update();
    changed();
  }

  @Override
  public boolean giveBack(CustomerId customer) {
    int given =
        jdbc.sql("delete from conversation.takeover where customer = ?")
            .param(customer.value())
            .update();
    changed();
    return given == 1;
  }

  @Override
  public Optional<Takeover> of(CustomerId customer) {
    return all().stream().filter(one -> one.customer().equals(customer)).findFirst();
  }

  @Override
  public List<Takeover> all() {
    return jdbc.sql("select customer, operator, since from conversation.takeover order by since")
        .query(
            (row, _) ->
                new Takeover(
                    new CustomerId(row.getLong(1)),
                    row.getString(2),
                    row.getObject(3, OffsetDateTime.class).toInstant()))
        .list();
  }

  @EventListener
  void hear(CustomersMerged merged) {
    jdbc.sql(
            """
            with given as (delete from conversation.takeover where customer = ? returning *)
            insert into conversation.takeover select ?, operator, since from given
            on conflict do nothing
            """)
        .params(merged.from().value(), merged.into().value())
        .update();
    changed();
  }

  @EventListener
  void hear(CustomerErased erased) {
    giveBack(erased.customer());
    for (var peer : erased.peers()) {
      jdbc.sql("delete from conversation.event where peer = ? and channel = ?")
          .params(peer.address(), peer.channel().toString())
          .update();
    }
  }
}
