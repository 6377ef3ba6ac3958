package cn.huitouke.broadcast;

import cn.huitouke.customer.CustomerId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Who gets which wording, and who is left out. By broadcast and customer alone, so that it is the same each
 * time, on every node; the two draws have nothing to do with each other.
 */
final class Shares {

  private Shares() {}

  /** Whether they get the second wording: every other one. */
  static boolean second(long broadcast, CustomerId customer) {
    return place("side", broadcast, customer) % 2 == 1;
  }

  /**
   * @param share in percent; a larger one leaves out everybody that a smaller one did
   */
  static boolean leftOut(long broadcast, CustomerId customer, int share) {
    return place("left out", broadcast, customer) < share;
  }

  /** From 0 to 99, evenly. */
  private static int place(String draw, long broadcast, CustomerId customer) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((draw + '/' + broadcast + '/' + customer).getBytes(StandardCharsets.UTF_8));
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
