package cn.huitouke.customer;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Peer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Recognises whole groups of peers that are not in memory, and adds those that are new. */
final class Newcomers {

  private static final String FIND =
      """
      SELECT channel, address, customer
      FROM unnest(?::text[], ?::text[]) AS wanted (channel, address)
      JOIN customer.identity USING (channel, address)
      """;

  /**
   * The commit need not wait for the disk: whatever is written later and names a new customer is
   * flushed after it, so that either both survive a crash or neither was promised.
   */
  private static final String ADD =
      """
      WITH added AS (
        INSERT INTO customer.identity (channel, address, customer, heard_at)
        SELECT channel, address, nextval('customer.customer_id'), to_timestamp(heard)
        FROM unnest(?::text[], ?::text[], ?::float8[]) AS newcomer (channel, address, heard)
        ON CONFLICT DO NOTHING
        RETURNING channel, address, customer, heard_at),
      made AS (
        INSERT INTO customer.customer (id, created_at) SELECT customer, heard_at FROM added)
      SELECT channel, address, customer, set_config('synchronous_commit', 'off', true) FROM added
      """;

  /** Somebody at the door. */
  static final class Newcomer {
    final Peer person;
    final Instant heard;
    @Nullable CustomerId customer;

    /** Whether nobody had heard of them before. */
    boolean added;

    Newcomer(Peer person, Instant heard) {
      this.person = person;
      this.heard = heard;
    }
  }

  private final JdbcTemplate jdbc;

  Newcomers(DataSource database) {
    this.jdbc = new JdbcTemplate(database);
  }

  /** Fills in who everybody is. Loops only when others add the same peers at the same time. */
  void welcome(List<Newcomer> group) {
    Map<Peer, CustomerId> known = new HashMap<>();
    List<Newcomer> open = order(group);
    find(open, known);
    while (settle(open, known, false)) {
      add(open, known);
      if (settle(open, known, true)) {
        find(open, known);
      }
    }
    for (Newcomer newcomer : group) {
      newcomer.customer = known.get(newcomer.person);
    }
  }

  /** Each peer once, and in one order everywhere, so that two nodes do not wait crosswise. */
  private static List<Newcomer> order(List<Newcomer> group) {
    Map<Peer, Newcomer> once = HashMap.newHashMap(group.size());
    group.forEach(newcomer -> once.putIfAbsent(newcomer.person, newcomer));
    List<Newcomer> ordered = new ArrayList<>(once.values());
    ordered.sort(
        Comparator.comparing((Newcomer n) -> n.person.channel().toString())
            .thenComparing(n -> n.person.address()));
    return ordered;
  }

  /** Lets those go that are known now; whether somebody is left. */
  private static boolean settle(List<Newcomer> open, Map<Peer, CustomerId> known, boolean added) {
    open.removeIf(
        newcomer -> {
          boolean settled = known.containsKey(newcomer.person);
          newcomer.added |= settled && added;
          return settled;
        });
    return !open.isEmpty();
  }

  private void find(List<Newcomer> open, Map<Peer, CustomerId> known) {
    query(FIND, open, known, false);
  }

  private void add(List<Newcomer> open, Map<Peer, CustomerId> known) {
    query(ADD, open, known, true);
  }

  private void query(
      String sql, List<Newcomer> open, Map<Peer, CustomerId> known, boolean withTimes) {
    jdbc.query(
        connection -> filled(connection, sql, open, withTimes),
        row -> {
          Peer person = Peer.person(ChannelId.parse(row.getString(1)), row.getString(2));
          known.put(person, new CustomerId(row.getLong(3)));
        });
  }

  private static PreparedStatement filled(
      Connection connection, String sql, List<Newcomer> open, boolean withTimes)
      throws SQLException {
    String[] channels = new String[open.size()];
    String[] addresses = new String[open.size()];
    Double[] times = new Double[open.size()];
    for (int i = 0; i < channels.length; i++) {
      Newcomer newcomer = open.get(i);
      channels[i] = newcomer.person.channel().toString();
      addresses[i] = newcomer.person.address();
      times[i] = newcomer.heard.getEpochSecond() + newcomer.heard.getNano() / 1e9;
    }
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setObject(1, channels);
    statement.setObject(2, addresses);
    if (withTimes) {
      statement.setObject(3, times);
    }
    return statement;
  }
}
