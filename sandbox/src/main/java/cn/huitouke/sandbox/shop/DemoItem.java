package cn.huitouke.sandbox.shop;

import java.math.BigDecimal;

/** So many of one ware. */
public record DemoItem(Ware ware, int count) {

  /** In yuan. */
  public BigDecimal amount() {
    return ware.price().multiply(BigDecimal.valueOf(count));
  }
}
