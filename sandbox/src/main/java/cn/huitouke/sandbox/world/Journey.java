package cn.huitouke.sandbox.world;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One parcel's whole way, past and future. What a tracking platform shows at an instant is the part
 * that has happened by then.
 *
 * @param carrier Kuaidi100's code of the carrier
 * @param number waybill number
 * @param phoneTail the last four digits of the receiver's phone, if known; SF and ZTO ask for them
 * @param steps oldest first
 * @param promised when the carrier says it will arrive
 */
public record Journey(
    String carrier,
    String number,
    Optional<String> phoneTail,
    List<Step> steps,
    Optional<Instant> promised) {

  public Journey {
    steps = List.copyOf(steps);
  }

  /**
   * One step.
   *
   * @param at when
   * @param text the carrier's line
   * @param kuaidi100 the advanced code of Kuaidi100, for example {@code 1001}
   * @param kdniao the StateEx of KDNiao, for example {@code 201}
   * @param place for example {@code 浙江,杭州市}
   */
  public record Step(Instant at, String text, String kuaidi100, String kdniao, String place) {}

  /** What has happened by then, oldest first. */
  public List<Step> until(Instant now) {
    return steps.stream().filter(step -> !step.at().isAfter(now)).toList();
  }
}
