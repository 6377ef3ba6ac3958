package cn.huitouke.tracking;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One account with somebody who knows where parcels are. Thread-safe. Blocking: always called on a
 * virtual thread. Knows the source's own limits (a number may be asked for only so often) and keeps
 * them: asked too soon it says {@link Answer.TooSoon} and makes no call.
 */
public interface TrackingSource {

  /** {@code kuaidi100} or {@code kdniao}: constant, the {@code source} of its reports. */
  String name();

  /** Begins to take pushes. Never throws because the source is down. */
  void start(TrackingInbox inbox);

  /**
   * Asks the source to watch a parcel and push what happens.
   *
   * @param phoneTail the receiver's last four digits, which some carriers demand
   */
  Watching watch(Waybill waybill, Optional<String> phoneTail);

  /** Asks where a parcel is, now. */
  Answer query(Waybill waybill, Optional<String> phoneTail);

  /** Whose number this may be, best first; empty when the source does not know. */
  List<String> carriersOf(String number);

  /** Idempotent. */
  void stop();

  /** What became of {@link #watch}. */
  sealed interface Watching {

    /** It watches, newly or already. */
    record Yes() implements Watching {}

    /** It will not: this number or carrier is not to be watched. */
    record No(Why why, String detail) implements Watching {}

    /** Not now. */
    record Later(Duration retryAfter, String detail) implements Watching {}
  }

  /** What became of {@link #query}. */
  sealed interface Answer {

    record Found(TrackingReport report) implements Answer {}

    /** The source knows nothing of the number, yet. */
    record NothingYet() implements Answer {}

    /** Asking again within this time would lock the number; nothing was asked. */
    record TooSoon(Duration retryAfter) implements Answer {}

    record No(Why why, String detail) implements Answer {}

    /** Not now: the source is down, slow or busy. */
    record Later(Duration retryAfter, String detail) implements Answer {}
  }

  /** Why a source said no. */
  enum Why {
    /** The carrier demands the receiver's phone, or the tail given was wrong. */
    PHONE_NEEDED,
    /** The carrier is unknown or not served. */
    CARRIER_UNKNOWN,
    /** The number is malformed. */
    NUMBER_INVALID,
    /** Key, signature or balance: somebody has to mend the account. */
    MISCONFIGURED
  }
}
