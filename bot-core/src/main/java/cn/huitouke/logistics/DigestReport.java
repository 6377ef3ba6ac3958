package cn.huitouke.logistics;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * One morning's digests. {@code planned = accepted + late + spared + leftOut + sum of missed}.
 *
 * @param planned customers who had something on its way
 * @param parcels what was on its way to them
 * @param accepted the platform took it before nine
 * @param late the platform took it after nine
 * @param spared they asked for arrivals only, or had just heard it all, or it had arrived
 * @param leftOut no time was left to send it
 * @param missed everybody else, by reason, the most frequent first
 * @param madeAt when it was counted
 */
public record DigestReport(
    LocalDate day,
    int planned,
    int parcels,
    int accepted,
    int late,
    int spared,
    int leftOut,
    List<Missed> missed,
    Instant madeAt) {

  public DigestReport {
    missed = List.copyOf(missed);
  }

  /** So many customers got none, for a reason in Chinese. */
  public record Missed(String why, int customers) {}
}
