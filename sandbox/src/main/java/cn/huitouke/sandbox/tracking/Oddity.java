package cn.huitouke.sandbox.tracking;

/** How a push can be odd without being new. */
public enum Oddity {
  /** The same once more. */
  REPEATED,
  /** {@code updateall}: everything again. */
  UPDATE_ALL,
  /** The same steps in other words. */
  REWORDED,
  /** The same steps, oldest first. */
  REORDERED,
  /** {@code polling} with one more line, though the parcel was signed for. */
  LATE_POLLING
}
