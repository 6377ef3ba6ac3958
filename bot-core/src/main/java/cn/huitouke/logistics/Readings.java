package cn.huitouke.logistics;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Lines that were read lately: a report is the parcel's whole trace, so that each of its lines comes
 * again with every report. Bounded; what falls out is read once more.
 */
final class Readings {

  private static final int MOST = 20_000;

  private final ConcurrentHashMap<String, TraceReader.Reading> known = new ConcurrentHashMap<>();

  /** Reads one cleaned line. */
  TraceReader.Reading read(String cleaned) {
    TraceReader.Reading reading = known.get(cleaned);
    if (reading == null) {
      reading = TraceReader.read(cleaned);
      if (known.size() >= MOST) {
        known.clear();
      }
      known.put(cleaned, reading);
    }
    return reading;
  }
}
