package cn.huitouke.sandbox.phone;

import cn.huitouke.sandbox.world.Journey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One word for where a parcel is; the page has it in both languages. */
final class ParcelState {

  private static final Duration LONG_SILENCE = Duration.ofHours(72);
  private static final List<String> TELLING =
      List.of("stuck", "out", "locker", "collected", "city", "moving", "unshipped", "signed");

  private ParcelState() {}

  static String of(Journey.Step latest, Instant now) {
    return switch (latest.kuaidi100()) {
      case "103" -> "collected";
      case "1001" -> "city";
      case "5" -> "out";
      case "501" -> "locker";
      case "301", "304" -> "signed";
      case "6", "4" -> "returned";
      default -> latest.at().isBefore(now.minus(LONG_SILENCE)) ? "stuck" : "moving";
    };
  }

  /** What a newcomer would try out first. */
  static String mostTelling(List<String> states) {
    return TELLING.stream().filter(states::contains).findFirst().orElse("none");
  }
}
