package cn.huitouke.understanding;

import java.util.List;

/**
 * What was understood of one message.
 *
 * @param text normalised: half width, simplified, trimmed
 * @param intent the main one
 * @param sure whether to act on it without asking
 * @param slots the values in it
 */
public record Understood(String text, Intent intent, boolean sure, Slots slots) {

  /**
   * The values found in a message, each list in the order of the text.
   *
   * @param orderNumbers 15-19 digits
   * @param waybillNumbers upper case; may hold digits-only candidates
   * @param phones 11 digits
   * @param tails four digits that may be the end of a phone number
   * @param amounts in yuan, as written, for example {@code 39.90}
   * @param codes claim codes, upper case
   */
  public record Slots(
      List<String> orderNumbers,
      List<String> waybillNumbers,
      List<String> phones,
      List<String> tails,
      List<String> amounts,
      List<String> codes) {
    public static final Slots NONE =
        new Slots(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public boolean isEmpty() {
      return equals(NONE);
    }
  }
}
