package cn.huitouke.logistics;

import cn.huitouke.tracking.ParcelState;
import cn.huitouke.tracking.TraceEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

/**
 * One line of a parcel's trace, cleaned and read.
 *
 * @param key the same for the same line, whenever and wherever in a list it is pushed
 * @param position within its report, growing with time
 * @param state from the words; from the tag where the words say nothing, or where the tag says more
 *     of the same
 */
record TraceLine(
    String key, Instant at, int position, String text, ParcelState state, String place) {

  /** Where a tag may sharpen what the words say. */
  private static final Map<ParcelState, ParcelState> FAMILY =
      Map.of(
          ParcelState.ARRIVED_CITY, ParcelState.IN_TRANSIT,
          ParcelState.SIGNED_BY_OTHER, ParcelState.SIGNED,
          ParcelState.SIGNED_AT_STATION, ParcelState.SIGNED,
          ParcelState.CREATED, ParcelState.COLLECTED);

  static TraceLine of(TraceEvent event, int position, Readings readings) {
    String text = TraceText.clean(event.text());
    return new TraceLine(
        key(event.at(), text),
        event.at(),
        position,
        text,
        state(readings.read(text), event.claimed()),
        event.place());
  }

  /** The same line, as it was first told. */
  TraceLine said(Instant when, String words) {
    return new TraceLine(key, when, position, words, state, place);
  }

  private static ParcelState state(TraceReader.Reading reading, ParcelState claimed) {
    if (reading.afterword()) {
      return ParcelState.UNKNOWN;
    }
    ParcelState read = reading.state();
    boolean sharper = read != ParcelState.COLLECTED && FAMILY.get(claimed) == read;
    return read == ParcelState.UNKNOWN || sharper ? claimed : read;
  }

  private static String key(Instant at, String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((at.getEpochSecond() + " " + text).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
