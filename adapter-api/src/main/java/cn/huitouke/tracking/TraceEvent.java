package cn.huitouke.tracking;

import java.time.Instant;

/**
 * One line of a parcel's trace.
 *
 * @param at the carrier's time; times without a zone are Asia/Shanghai
 * @param text as the carrier wrote it: hostile input, may hold a courier's name and phone
 * @param claimed the state that the source tagged it with; lags behind the text at times
 * @param code the source's raw code, or empty
 * @param place where, or empty
 */
public record TraceEvent(Instant at, String text, ParcelState claimed, String code, String place) {

  /** Without the text, which may name a courier. */
  @Override
  public String toString() {
    return at + " " + claimed + "(" + code + ")";
  }
}
