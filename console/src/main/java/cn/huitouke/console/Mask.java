package cn.huitouke.console;

/** Names and numbers as everybody may see them. */
final class Mask {

  private static final int LONGEST_NAME = 12;

  private Mask() {}

  /** The first letter: {@code 林**}. */
  static String name(String name) {
    if (name.isBlank() || name.contains("*")) {
      return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    }
    return name.substring(0, name.offsetByCodePoints(0, 1)) + "**";
  }

  /** The first three and the last four digits. */
  static String phone(String phone) {
    if (phone.contains("*") || phone.length() < 8) {
      return phone.isEmpty() ? "" : phone.contains("*") ? phone : "****";
    }
    return phone.substring(0, 3) + "****" + phone.substring(phone.length() - 4);
  }
}
