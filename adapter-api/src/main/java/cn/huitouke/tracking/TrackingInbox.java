package cn.huitouke.tracking;

/** Where sources put what they are told. */
public interface TrackingInbox {

  /**
   * Takes one report. Returns when it is safe on disk; a repeated one changes nothing. Thread-safe.
   *
   * @throws RuntimeException when it could not be made safe: the source must then be told to deliver
   *     again
   */
  void accept(TrackingReport report);
}
