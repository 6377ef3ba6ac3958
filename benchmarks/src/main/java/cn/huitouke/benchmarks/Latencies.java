package cn.huitouke.benchmarks;

/** A histogram of durations: within 1 % of the truth from a microsecond to an hour, 12 kB. */
final class Latencies {

  private static final int STEPS = 128;
  private static final int STEP_BITS = 7;

  private final long[] counts = new long[STEPS * 26];
  private long count;

  void add(long nanos) {
    counts[slot(Math.max(0, nanos / 1_000))]++;
    count++;
  }

  long count() {
    return count;
  }

  /** Microseconds below which this part of all durations lies; 0 if there is none. */
  long percentile(double part) {
    long rank = Math.max(1, (long) Math.ceil(count * part));
    long seen = 0;
    for (int slot = 0; slot < counts.length; slot++) {
      seen += counts[slot];
      if (seen >= rank && seen > 0) {
        return upperEdge(slot);
      }
    }
    return 0;
  }

  private static int slot(long micros) {
    if (micros < STEPS) {
      return (int) micros;
    }
    int shift = 63 - Long.numberOfLeadingZeros(micros) - STEP_BITS;
    int slot = (shift + 1) * STEPS + (int) (micros >> shift) - STEPS;
    return Math.min(slot, STEPS * 26 - 1);
  }

  private static long upperEdge(int slot) {
    if (slot < STEPS) {
      return slot;
    }
    int shift = slot / STEPS - 1;
    return ((long) (slot % STEPS + STEPS + 1) << shift) - 1;
  }
}
