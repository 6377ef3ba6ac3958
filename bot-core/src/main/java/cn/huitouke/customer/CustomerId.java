package cn.huitouke.customer;

/** One customer of the shop, whatever accounts they chat from. */
public record CustomerId(long value) {

  @Override
  public String toString() {
    return "c" + value;
  }
}
