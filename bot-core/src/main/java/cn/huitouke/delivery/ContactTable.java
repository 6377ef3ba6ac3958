package cn.huitouke.delivery;

import cn.huitouke.channel.Capabilities.Opener;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Peer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows of contacts and credits. */
final class ContactTable {

  private static final String NOTE =
      """
      insert into delivery.contact as known
        (channel, address, customer, last_message_at, last_menu_at, last_follow_at, last_scan_at)
      select channel, address, customer, to_timestamp(message), to_timestamp(menu),
        to_timestamp(follow), to_timestamp(scan)
      from unnest(?::text[], ?::text[], ?::bigint[], ?::float8[], ?::float8[], ?::float8[], ?::float8[])
        as noted (channel, address, customer, message, menu, follow, scan)
      on conflict (channel, address) do update set
        customer = excluded.customer,
        last_message_at = greatest(known.last_message_at, excluded.last_message_at),
        last_menu_at = greatest(known.last_menu_at, excluded.last_menu_at),
        last_follow_at = greatest(known.last_follow_at, excluded.last_follow_at),
        last_scan_at = greatest(known.last_scan_at, excluded.last_scan_at),
        sent_message = case when excluded.last_message_at > coalesce(known.last_message_at, '-infinity')
          then 0 else known.sent_message end,
        sent_menu = case when excluded.last_menu_at > coalesce(known.last_menu_at, '-infinity')
          then 0 else known.sent_menu end,
        sent_follow = case when excluded.last_follow_at > coalesce(known.last_follow_at, '-infinity')
          then 0 else known.sent_follow end,
        sent_scan = case when excluded.last_scan_at > coalesce(known.last_scan_at, '-infinity')
          then 0 else known.sent_scan end
      """;

  /** What we know of one peer: when each window was opened last, and how much of it is used. */
  record Contact(Map<Opener, Instant> opened, Map<Opener, Integer> sent) {
    static final Contact UNKNOWN = new Contact(Map.of(), Map.of());
  }

  private record Latest(Settlement.Noted any, Map<Opener, Instant> opened) {}

  private final JdbcTemplate jdbc;

  ContactTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Writes what customers did; call within a transaction. */
  void note(List<Settlement.Noted> group) {
    Map<Peer, Latest> byPeer = LinkedHashMap.newLinkedHashMap(group.size());
    for (Settlement.Noted noted : group) {
      byPeer
          .computeIfAbsent(noted.peer(), _ -> new Latest(noted, new EnumMap<>(Opener.class)))
          .opened()
          .merge(noted.opener(), noted.at(), (a, b) -> a.isAfter(b) ? a : b);
    }
    var columns =
        new Columns<>(List.copyOf(byPeer.values()))
            .texts(l -> l.any().peer().channel().toString())
            .texts(l -> Slip.written(l.any().peer()))
            .longs(l -> l.any().customer().value())
            .times(l -> l.opened().get(Opener.MESSAGE))
            .times(l -> l.opened().get(Opener.MENU))
            .times(l -> l.opened().get(Opener.FOLLOW))
            .times(l -> l.opened().get(Opener.SCAN));
    jdbc.update(connection -> columns.fill(connection, NOTE));
  }

  /** Counts messages sent in windows; call within a transaction. */
  void spend(List<Settlement.Stands> accepted) {
    for (Settlement.Stands one : accepted) {
      Peer peer = one.slip().latest().orElseThrow().peer();
      String column = column("sent_", one.spent().orElseThrow());
      jdbc.update(
          "update delivery.contact set "
              + column
              + " = "
              + column
              + " + ? where channel = ? and address = ?",
          one.places(),
          peer.channel().toString(),
          Slip.written(peer));
    }
  }

  /** A window turned out to be used up, whatever we counted. */
  void exhausted(Peer peer, Opener opener) {
    jdbc.update(
        "update delivery.contact set "
            + column("sent_", opener)
            + " = 1000"
            + " where channel = ? and address = ?",
        peer.channel().toString(),
        Slip.written(peer));
  }

  /** What is known of these; not in it = nothing. */
  Map<Peer, Contact> find(Collection<Peer> peers) {
    AtOnce alone = new AtOnce();
    Map<Peer, Contact> found = find(alone, peers);
    alone.go(jdbc);
    return found;
  }

  /** The same with other questions, filled when they go. */
  static Map<Peer, Contact> find(AtOnce others, Collection<Peer> peers) {
    Map<Peer, Contact> found = HashMap.newHashMap(peers.size());
    if (!peers.isEmpty()) {
      others.ask(
          "select contact.* from delivery.contact"
              + " join unnest(?::text[], ?::text[]) as asked (channel, address)"
              + " using (channel, address)",
          key(peers).arrays(),
          row -> {
            found.put(Slip.peer(row.getString("channel"), row.getString("address")), contact(row));
          });
    }
    return found;
  }

  private static Contact contact(ResultSet row) throws SQLException {
    Map<Opener, Instant> opened = new EnumMap<>(Opener.class);
    Map<Opener, Integer> sent = new EnumMap<>(Opener.class);
    for (Opener opener : Opener.values()) {
      OffsetDateTime at = row.getObject("last_" + name(opener) + "_at", OffsetDateTime.class);
      if (at != null) {
        opened.put(opener, at.toInstant());
        sent.put(opener, row.getInt("sent_" + name(opener)));
      }
    }
    return new Contact(opened, sent);
  }

  /** How many notices of each form they still consent to. Filled when the others go. */
  static Map<Peer, Map<String, Integer>> credits(AtOnce others, Collection<Peer> peers) {
    Map<Peer, Map<String, Integer>> credits = new HashMap<>();
    if (!peers.isEmpty()) {
      others.ask(
          """
          select channel, address, form, sum(change) from (
            select channel, address, form, change, seq, max(seq) filter (where reset)
              over (partition by channel, address, form) as since
            from delivery.credit
            join unnest(?::text[], ?::text[]) as asked (channel, address)
              using (channel, address)) as entry
          where seq > coalesce(since, 0) group by 1, 2, 3
          """,
          key(peers).arrays(),
          row -> {
            credits
                .computeIfAbsent(
                    Slip.peer(row.getString(1), row.getString(2)), _ -> new HashMap<>())
                .put(row.getString(3), row.getInt(4));
          });
    }
    return credits;
  }

  private static Columns<Peer> key(Collection<Peer> peers) {
    return new Columns<>(List.copyOf(peers))
        .texts(peer -> peer.channel().toString())
        .texts(Slip::written);
  }

  void consent(Peer peer, List<InboundEvent.Consent> consents, String cause, Instant at) {
    Map<String, Integer> nth = new HashMap<>();
    for (InboundEvent.Consent consent : consents) {
      int n = nth.merge(consent.templateId(), 1, Integer::sum);
      credit(
          peer,
          consent.templateId(),
          consent.accepted() ? 1 : 0,
          !consent.accepted(),
          cause + "#" + n,
          at);
    }
  }

  /** One entry; the same cause counts once. */
  void credit(Peer peer, String form, int change, boolean reset, String cause, Instant at) {
    jdbc.update(
        "insert into delivery.credit (channel, address, form, change, reset, cause, at)"
            + " values (?, ?, ?, ?, ?, ?, ?) on conflict on constraint credit_once do nothing",
        peer.channel().toString(),
        Slip.written(peer),
        form,
        change,
        reset,
        cause,
        LetterTable.time(at));
  }

  private static String column(String prefix, @Nullable Opener opener) {
    return prefix + name(java.util.Objects.requireNonNull(opener));
  }

  private static String name(Opener opener) {
    return opener.name().toLowerCase(Locale.ROOT);
  }
}
