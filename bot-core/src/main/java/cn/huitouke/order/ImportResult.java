package cn.huitouke.order;

import java.util.List;

/**
 * What became of an imported file. {@code read} counts rows; {@code created}, {@code updated} and
 * {@code unchanged} count orders.
 *
 * @param refused the first 1,000 refused rows
 * @param refusedCount how many there were in all
 */
public record ImportResult(
    long read,
    long created,
    long updated,
    long unchanged,
    List<Refusal> refused,
    long refusedCount) {

  public ImportResult {
    refused = List.copyOf(refused);
  }

  static ImportResult refused(String reason) {
    return new ImportResult(0, 0, 0, 0, List.of(new Refusal(0, "", reason)), 1);
  }
}
