package cn.huitouke.care;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.store.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What customers said, sealed. */
@Component
class NoteBook {

  private static final String ABOUT = "care.words";
  private static final int LONGEST = 300;

  private final JdbcClient jdbc;
  private final Vault vault;
  private final ApplicationEventPublisher events;

  NoteBook(JdbcClient jdbc, Vault vault, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.vault = vault;
    this.events = events;
  }

  /** What is to be noted. {@code event}: in which message it was said, which is noted once. */
  record Entry(
      String event,
      CustomerId customer,
      Optional<Due> asked,
      Feeling feeling,
      boolean photo,
      String words,
      Instant at) {}

  /** Notes it. A doubtful sign is watched: if nothing more is heard, a person looks. */
  void note(Entry entry) {
    boolean doubtful = entry.feeling() == Feeling.FINE || entry.feeling() == Feeling.UNCLEAR;
    String words = shortened(entry.words());
    int added =
        jdbc.sql(
                """
                INSERT INTO care.note (event, customer, order_number, plan, thing, feeling, photo,
                  words, at, watched)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (event) DO NOTHING
                """)
            .params(
                entry.event(),
                entry.customer().value(),
                entry.asked().flatMap(Due::order).orElse(null),
                entry.asked().map(Due::plan).orElse(null),
                entry.asked().map(Due::thing).orElse(""),
                entry.feeling().name(),
                entry.photo(),
                vault.seal(words, ABOUT),
                Timestamp.from(entry.at()),
                doubtful)
            .update();
    if (added > 0) {
      heardAgain(entry.customer(), entry.event());
      events.publishEvent(
          new CareNoted(
              entry.customer(), entry.asked().flatMap(Due::order), entry.feeling(), entry.at()));
    }
  }

  private void heardAgain(CustomerId customer, String event) {
    jdbc.sql(
            "UPDATE care.note SET watched = false"
                + " WHERE customer = ? AND watched AND event <> ?")
        .params(customer.value(), event)
        .update();
  }

  private static String shortened(String words) {
    return words.codePointCount(0, words.length()) <= LONGEST
        ? words
        : words.substring(0, words.offsetByCodePoints(0, LONGEST)) + "…";
  }

  /** Doubtful signs after which nothing was heard since; they are not given out again. */
  List<CareNote> silentSince(Instant before, int most) {
    return jdbc.sql(
            """
            UPDATE care.note SET watched = false WHERE id IN
              (SELECT id FROM care.note WHERE watched AND at < ? ORDER BY at LIMIT ?
               FOR UPDATE SKIP LOCKED)
            RETURNING *
            """)
        .params(Timestamp.from(before), most)
        .query((row, _) -> note(row))
        .list();
  }

  List<CareNote> notesOf(CustomerId customer, int most) {
    return jdbc.sql("SELECT * FROM care.note WHERE customer = ? ORDER BY at DESC, id DESC LIMIT ?")
        .params(customer.value(), most)
        .query((row, _) -> note(row))
        .list();
  }

  List<CareNote> recent(int most) {
    return jdbc.sql("SELECT * FROM care.note ORDER BY id DESC LIMIT ?")
        .param(most)
        .query((row, _) -> note(row))
        .list();
  }

  private CareNote note(ResultSet row) throws SQLException {
    return new CareNote(
        row.getLong("id"),
        new CustomerId(row.getLong("customer")),
        Optional.ofNullable(row.getString("order_number")),
        Optional.ofNullable(row.getString("plan")),
        row.getString("thing"),
        Feeling.valueOf(row.getString("feeling")),
        row.getBoolean("photo"),
        vault.open(row.getBytes("words"), ABOUT),
        row.getTimestamp("at").toInstant());
  }
}
