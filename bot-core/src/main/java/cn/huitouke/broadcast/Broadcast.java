package cn.huitouke.broadcast;

import java.time.Instant;
import java.util.Optional;

/**
 * A broadcast.
 *
 * @param revision changes with each change of words or audience
 * @param gathering whether recipients are being gathered at the moment
 * @param gathered how many were gathered so far
 * @param foresight what would become of it; only that of the present revision
 * @param startAt when it is to start; empty: as soon as it is approved
 */
public record Broadcast(
    long id,
    State state,
    int revision,
    Draft draft,
    String author,
    Instant changedAt,
    boolean gathering,
    int gathered,
    Optional<Foresight> foresight,
    Optional<String> submittedBy,
    Optional<String> approvedBy,
    Optional<Instant> startAt,
    Optional<Instant> startedAt,
    Optional<Instant> expandedAt,
    Optional<Instant> endedAt) {

  /** Where it stands. */
  public enum State {
    DRAFT,
    /** A second person has to look at it. */
    SUBMITTED,
    /** Waits for its time. */
    APPROVED,
    RUNNING,
    PAUSED,
    DONE,
    CANCELLED;

    public boolean started() {
      return compareTo(RUNNING) >= 0;
    }
  }

  /** Its name in the outbox; its letters are called {@code broadcast:ID:CUSTOMER}. */
  public String mailing() {
    return "broadcast:" + id;
  }
}
