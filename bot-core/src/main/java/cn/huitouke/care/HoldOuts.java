package cn.huitouke.care;

import cn.huitouke.customer.CustomerId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Who is left out of a plan. By plan and customer alone, so that it is the same customer every time,
 * on every node; a larger share holds everybody that a smaller one held.
 */
final class HoldOuts {

  private HoldOuts() {}

  /**
   * @param share in percent
   */
  static boolean holdsOut(String plan, CustomerId customer, int share) {
    return share > 0 && place(plan, customer) < share;
  }

  /** From 0 to 99, evenly. */
  private static int place(String plan, CustomerId customer) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((plan + '/' + customer).getBytes(StandardCharsets.UTF_8));
      int number =
          (digest[0] & 0xFF) << 24
              | (digest[1] & 0xFF) << 16
              | (digest[2] & 0xFF) << 8
              | digest[3] & 0xFF;
      return Integer.remainderUnsigned(number, 100);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
