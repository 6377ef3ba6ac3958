package cn.huitouke.order;

import cn.huitouke.order.Found.Item;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the items of an order apart. The older exports number no items, so what counts is what an
 * item is, and the how-manieth of its like in the order it is.
 */
final class Items {

  private final Map<String, Integer> seen = new HashMap<>();

  Item item(
      String order,
      @Nullable String subNumber,
      String title,
      String sku,
      @Nullable BigDecimal price,
      int quantity,
      String merchantCode,
      BigDecimal refund) {
    String product = productKey(title, sku, merchantCode);
    int nth = seen.merge(order + product.substring(0, 12), 1, Integer::sum);
    return new Item(
        product + "/" + nth, subNumber, title, sku, price, quantity, merchantCode, refund);
  }

  /** The same for the same thing in every export. */
  static String productKey(String title, String sku, String merchantCode) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((merchantCode + '\0' + title + '\0' + sku).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
