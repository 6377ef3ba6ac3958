package cn.huitouke.sandbox.shop;

/**
 * Somebody who buys at the demo shop. Nobody real: the 160 segment is not given out.
 *
 * @param openid who they are to the official account, 28 characters as WeChat's
 * @param nick what they call themselves on Taobao
 * @param receiver the name on the parcel
 * @param phone their own number, in full; no export shows it
 * @param hidden whether exports carry a virtual number with an extension, instead of stars
 */
public record DemoBuyer(
    String openid, String nick, String receiver, String phone, City city, boolean hidden) {

  /** Where their parcels go, in full. */
  public String address() {
    return city.province() + " " + city.city() + " " + city.district() + " " + city.street();
  }

  /** The last four digits of their own phone. */
  public String tail() {
    return phone.substring(phone.length() - 4);
  }

  static DemoBuyer of(
      String slug, String nick, String receiver, String phone, City city, boolean hidden) {
    String openid = ("oSandbox_" + slug + "_0000000000000000000").substring(0, 28);
    return new DemoBuyer(openid, nick, receiver, phone, city, hidden);
  }
}
