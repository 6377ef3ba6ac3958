package cn.huitouke.delivery;

import cn.huitouke.channel.Capabilities.Support;
import cn.huitouke.channel.Capabilities.Window;
import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Purpose;
import cn.huitouke.channel.Segment;
import cn.huitouke.customer.CustomerId;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads letters and windows for whoever looks on. */
@Component
class JdbcCorrespondence implements Correspondence {

  /** Letters of late: no count of a page reads more. */
  private static final int LATELY = 50_000;

  private final JdbcClient jdbc;
  private final Ledger ledger;
  private final ContactTable contacts;
  private final Channels channels;
  private final InstantSource clock;

  JdbcCorrespondence(DataSource database, Channels channels, InstantSource clock) {
    JdbcTemplate template = new JdbcTemplate(database);
    this.jdbc = JdbcClient.create(template);
    this.ledger = new Ledger(template, new Reasons());
    this.contacts = new ContactTable(template);
    this.channels = channels;
    this.clock = clock;
  }

  @Override
  public List<Written> with(Collection<CustomerId> customers, long before, int limit) {
    record Row(long seq, String id, String message, Optional<String> form, String because) {}
    List<Row> rows =
        jdbc.sql(
                "select seq, id, message, form, because from delivery.letter"
                    + " where customer = any(?) and seq < ? order by seq desc limit ?")
            .params(ids(customers), before, limit)
            .query(
                (row, _) ->
                    new Row(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        Optional.ofNullable(row.getString(4)),
                        row.getString(5)))
            .list();
    Map<String, LetterStatus> statuses = new HashMap<>();
    ledger
        .statuses(rows.stream().map(Row::id).toList())
        .forEach(status -> statuses.put(status.id().value(), status));
    return rows.stream()
        .filter(row -> statuses.containsKey(row.id()))
        .map(
            row ->
                new Written(
                    row.seq(),
                    statuses.get(row.id()),
                    MessageCodec.read(row.message()),
                    row.form().map(MessageCodec::readForm),
                    row.because()))
        .toList();
  }

  @Override
  public List<LetterStatus> statuses(Collection<OutboundId> letters) {
    return ledger.statuses(letters.stream().map(OutboundId::value).toList());
  }

  @Override
  public Map<CustomerId, Instant> answered(Collection<CustomerId> customers) {
    Map<CustomerId, Instant> answered = new HashMap<>();
    jdbc.sql(
            "select distinct on (customer) customer, planned_at from delivery.letter"
                + " where customer = any(?) and purpose = 'REPLY' order by customer, seq desc")
        .param(ids(customers))
        .query(
            (ResultSet row) -> {
              answered.put(
                  new CustomerId(row.getLong(1)),
                  row.getObject(2, OffsetDateTime.class).toInstant());
            });
    return answered;
  }

  @Override
  public List<LetterStatus> uncertain(int limit) {
    return ledger.statuses(
        jdbc.sql(
                "select id from delivery.letter where seq > ? and state = 'UNCERTAIN'"
                    + " order by seq desc limit ?")
            .params(newest() - LATELY, limit)
            .query(String.class)
            .list());
  }

  @Override
  public Map<LetterStatus.State, Long> tally(Instant since) {
    Map<LetterStatus.State, Long> tally = new EnumMap<>(LetterStatus.State.class);
    jdbc.sql(
            "select state, count(*) from delivery.letter where seq > ? and planned_at >= ?"
                + " group by state")
        .params(newest() - LATELY, Timestamp.from(since))
        .query(
            (ResultSet row) -> {
              tally.put(LetterStatus.State.valueOf(row.getString(1)), row.getLong(2));
            });
    return tally;
  }

  @Override
  public Map<String, Long> wires(Instant since) {
    Map<String, Long> wires = new LinkedHashMap<>();
    jdbc.sql(
            "select wire, count(*) from delivery.letter where seq > ? and planned_at >= ?"
                + " and state = 'ACCEPTED' and wire is not null group by wire order by 2 desc")
        .params(newest() - LATELY, Timestamp.from(since))
        .query(
            (ResultSet row) -> {
              wires.put(row.getString(1), row.getLong(2));
            });
    return wires;
  }

  @Override
  public long newest() {
    return jdbc.sql("select coalesce(max(seq), 0) from delivery.letter").query(Long.class).single();
  }

  @Override
  public List<Room> room(Peer peer) {
    Optional<Channel> channel = channels.find(peer.channel());
    if (channel.isEmpty()) {
      return List.of();
    }
    ContactTable.Contact contact =
        contacts.find(List.of(peer)).getOrDefault(peer, ContactTable.Contact.UNKNOWN);
    Instant now = clock.instant();
    List<Room> room = new ArrayList<>();
    for (WireRules rules : channel.get().capabilities().wires()) {
      if (!rules.purposes().contains(Purpose.REPLY)
          || rules.support(Segment.Kind.TEXT) == Support.NONE
          || rules.needsPerson()) {
        continue;
      }
      switch (rules.opening()) {
        case FREE -> room.add(new Room(rules.wire(), Optional.empty(), Optional.empty()));
        case WINDOW ->
            rules.windows().stream()
                .map(window -> room(rules, window, contact, now))
                .flatMap(Optional::stream)
                .max(Comparator.comparing(one -> one.closes().orElseThrow()))
                .ifPresent(room::add);
        case REPLY_SLOT, CREDIT -> {
          // not for a person's answer
        }
      }
    }
    return room;
  }

  private static Optional<Room> room(
      WireRules rules, Window window, ContactTable.Contact contact, Instant now) {
    Instant opened = contact.opened().get(window.openedBy());
    if (opened == null || !opened.plus(window.lasts()).isAfter(now)) {
      return Optional.empty();
    }
    int left = window.messages() - contact.sent().getOrDefault(window.openedBy(), 0);
    return left <= 0
        ? Optional.empty()
        : Optional.of(
            new Room(rules.wire(), Optional.of(left), Optional.of(opened.plus(window.lasts()))));
  }

  private static Long[] ids(Collection<CustomerId> customers) {
    return customers.stream().map(CustomerId::value).toArray(Long[]::new);
  }
}
