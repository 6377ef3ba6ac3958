package cn.huitouke.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Walks a long way in strides, for sweeps over more rows than one transaction should hold. Where a
 * walk stands is written with each stride's own work in one transaction: whoever is killed in the
 * middle, another goes on from there, and no stride's work is half done or done twice.
 */
@Component
public final class Strides {

  private static final Duration REMEMBERED = Duration.ofDays(30);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  public Strides(DataSource database, PlatformTransactionManager transactions) {
    this.jdbc = JdbcClient.create(database);
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Does one chunk of the work. */
  @FunctionalInterface
  public interface Stride {

    /**
     * Called within a transaction.
     *
     * @param position where the last stride ended; empty text at the beginning
     * @return where this one ended, or empty when nothing is left
     */
    Optional<String> from(String position);
  }

  private enum Step {
    /** Somebody else is walking. */
    TAKEN,
    WENT_ON,
    ARRIVED
  }

  /**
   * Walks to the end, or leaves it to whoever is walking the same way now.
   *
   * @param sweep whose walk
   * @param pass which one, for example the day: a pass that has arrived is not walked again
   * @return whether it has arrived, now or before
   */
  public boolean walk(String sweep, String pass, Instant now, Stride stride) {
    return walk(sweep, pass, now, stride, false);
  }

  /** The same for what is in no hurry: after each stride the road is left to others for as long. */
  public boolean stroll(String sweep, String pass, Instant now, Stride stride) {
    return walk(sweep, pass, now, stride, true);
  }

  private boolean walk(String sweep, String pass, Instant now, Stride stride, boolean leisurely) {
    Step step;
    do {
      step = leisurely ? pace(sweep, pass, now, stride) : tread(sweep, pass, now, stride);
    } while (step == Step.WENT_ON);
    return step == Step.ARRIVED;
  }

  private Step tread(String sweep, String pass, Instant now, Stride stride) {
    return Objects.requireNonNull(transaction.execute(_ -> step(sweep, pass, now, stride)));
  }

  private Step pace(String sweep, String pass, Instant now, Stride stride) {
    try (GiveWay way = GiveWay.begin()) {
      Step step = tread(sweep, pass, now, stride);
      if (step == Step.WENT_ON) {
        way.give();
      }
      return step;
    }
  }

  /** Whether a pass has been walked to its end. */
  public boolean arrived(String sweep, String pass) {
    return jdbc.sql(
            "SELECT EXISTS (SELECT 1 FROM schedule.walk WHERE sweep = ? AND pass = ?"
                + " AND arrived_at IS NOT NULL)")
        .params(sweep, pass)
        .query(Boolean.class)
        .single();
  }

  private Step step(String sweep, String pass, Instant now, Stride stride) {
    begin(sweep, pass, now);
    record Place(String position, boolean arrived) {}
    List<Place> place =
        jdbc.sql(
                "SELECT position, arrived_at IS NOT NULL FROM schedule.walk"
                    + " WHERE sweep = ? AND pass = ? FOR UPDATE SKIP LOCKED")
            .params(sweep, pass)
            .query((row, _) -> new Place(row.getString(1), row.getBoolean(2)))
            .list();
    if (place.isEmpty()) {
      return Step.TAKEN;
    }
    if (place.getFirst().arrived()) {
      return Step.ARRIVED;
    }
    Optional<String> next = stride.from(place.getFirst().position());
    jdbc.sql(
            "UPDATE schedule.walk SET position = coalesce(:next, position),"
                + " arrived_at = CASE WHEN :next IS NULL THEN :now END"
                + " WHERE sweep = :sweep AND pass = :pass")
        .param("next", next.orElse(null), java.sql.Types.VARCHAR)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("sweep", sweep)
        .param("pass", pass)
        .update();
    return next.isPresent() ? Step.WENT_ON : Step.ARRIVED;
  }

  /** The first of a walk also forgets walks of long ago. */
  private void begin(String sweep, String pass, Instant now) {
    boolean known =
        jdbc.sql("SELECT EXISTS (SELECT 1 FROM schedule.walk WHERE sweep = ? AND pass = ?)")
            .params(sweep, pass)
            .query(Boolean.class)
            .single();
    if (known) {
      return;
    }
    jdbc.sql("DELETE FROM schedule.walk WHERE sweep = ? AND begun_at < ?")
        .params(sweep, now.minus(REMEMBERED).atOffset(ZoneOffset.UTC))
        .update();
    jdbc.sql(
            "INSERT INTO schedule.walk (sweep, pass, begun_at) VALUES (?, ?, ?)"
                + " ON CONFLICT DO NOTHING")
        .params(sweep, pass, now.atOffset(ZoneOffset.UTC))
        .update();
  }
}
