package cn.huitouke.tracking;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a source says of one parcel: always the whole list, whatever was said before.
 *
 * @param source the source's name
 * @param waybill which parcel
 * @param watch whether the source goes on watching
 * @param claimed the state that the source tagged the parcel with
 * @param finallySigned whether the source itself calls the parcel signed for and done; one line that
 *     says "signed" is not enough
 * @param events newest first; the source's own order breaks ties
 * @param promised when it should arrive, by the source
 * @param correctedCarrier the carrier that the number really belongs to, when the source found that
 *     out
 */
public record TrackingReport(
    String source,
    Waybill waybill,
    Watch watch,
    ParcelState claimed,
    boolean finallySigned,
    List<TraceEvent> events,
    Optional<Instant> promised,
    Optional<String> correctedCarrier) {

  /** Whether the source goes on watching. */
  public enum Watch {
    /** An answer to a question; nobody watches because of it. */
    ASKED,
    /** It watches and will push. */
    WATCHING,
    /** Done: nothing more will be pushed. */
    ENDED,
    /** It gave up: nothing found, or nothing new for long. */
    ABANDONED
  }

  public TrackingReport {
    events = List.copyOf(events);
  }
}
