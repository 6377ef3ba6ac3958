package cn.huitouke.sandbox.tracking;

/**
 * A company's account at Kuaidi100.
 *
 * @param customer the company's id
 * @param key signs queries and admits subscriptions
 */
public record Kuaidi100Account(String customer, String key) {

  /** The account of the demo shop. */
  public static Kuaidi100Account demo() {
    return new Kuaidi100Account("0123456789ABCDEF0123456789ABCDEF", "SYNTHKEY00000001");
  }
}
