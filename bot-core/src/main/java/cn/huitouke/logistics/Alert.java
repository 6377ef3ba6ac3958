package cn.huitouke.logistics;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Everything that is noticed about parcels, in one table: what the customer is told, whether a person
 * is given a task, and what ends it. How long each takes stands in {@link Watchtower}.
 */
enum Alert {
  NOT_COLLECTED(NoticeKind.NOT_COLLECTED, false, true, End.MOVED),
  STALLED(NoticeKind.STUCK, true, true, End.MOVED),
  LATE(NoticeKind.LATE, true, true, End.ARRIVED),
  UNDELIVERED(NoticeKind.UNDELIVERED, true, true, End.MOVED),
  UNFETCHED(NoticeKind.UNFETCHED, true, false, End.FETCHED),
  FORGOTTEN(NoticeKind.FORGOTTEN, false, true, End.FETCHED),
  EXCEPTION(NoticeKind.EXCEPTION, true, true, End.MOVED),
  MISROUTED(NoticeKind.MISROUTED, true, true, End.MOVED),
  REJECTED(NoticeKind.REJECTED, true, true, End.SIGNED),
  RETURNING(NoticeKind.RETURNING, true, true, End.SIGNED);

  /** What has to happen until it is over. */
  enum End {
    /** Anything new that is not the same trouble. */
    MOVED,
    /** It is with the customer, or where they can fetch it. */
    ARRIVED,
    FETCHED,
    /** Only the customer's having it after all: what comes back is for a person to see to. */
    SIGNED
  }

  /** What happened longer ago is no alert any more. */
  static final Duration OLDEST = Duration.ofDays(20);

  private final NoticeKind notice;
  private final boolean told;
  private final boolean task;
  private final End end;

  Alert(NoticeKind notice, boolean told, boolean task, End end) {
    this.notice = notice;
    this.told = told;
    this.task = task;
    this.end = end;
  }

  NoticeKind notice() {
    return notice;
  }

  /** Whether the customer is told, before anybody else. */
  boolean told() {
    return told;
  }

  boolean task() {
    return task;
  }

  End end() {
    return end;
  }

  ParcelTroubled.Kind kind() {
    return ParcelTroubled.Kind.valueOf(name());
  }

  /** The alert that a kind of news is, if it is one. */
  static Optional<Alert> of(NoticeKind notice) {
    return Arrays.stream(values()).filter(alert -> alert.notice == notice).findFirst();
  }

  /** {@code stuck-parcel}: the kind of its task. */
  String taskKind() {
    return notice.word() + "-parcel";
  }

  /** {@code stuck:yuantong/YT…}: the key of its task. */
  String taskKey(Parcel parcel) {
    return notice.word() + ":" + parcel.waybill();
  }
}
