package cn.huitouke.tracking;

import java.util.Locale;

/**
 * One parcel's number with its carrier.
 *
 * @param carrier the carrier's code, lower case, in Kuaidi100's spelling ({@code yuantong}, {@code
 *     shunfeng}), which this house uses throughout
 * @param number upper case, 6-32 letters, digits or -
 */
public record Waybill(String carrier, String number) {

  public Waybill {
    carrier = carrier.toLowerCase(Locale.ROOT);
    number = number.toUpperCase(Locale.ROOT);
    if (!carrier.matches("[a-z0-9]{1,40}")) {
      throw new IllegalArgumentException("Not a carrier's code: " + carrier);
    }
    if (!number.matches("[A-Z0-9-]{6,32}")) {
      throw new IllegalArgumentException("A waybill number has 6-32 letters, digits or -");
    }
  }

  @Override
  public String toString() {
    return carrier + "/" + number;
  }
}
