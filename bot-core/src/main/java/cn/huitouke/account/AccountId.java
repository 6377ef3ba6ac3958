package cn.huitouke.account;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One account on one platform, written {@code wechat-mp/shop}.
 *
 * @param kind the platform
 * @param name the shop's name for it, unique within its kind: the last part of its callback's path
 */
public record AccountId(String kind, String name) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,31}");

  /** Empty unless the name is 1-32 letters, digits, - or _, and begins with a letter or digit. */
  public static Optional<AccountId> of(String kind, String name) {
    return NAME.matcher(kind).matches() && NAME.matcher(name).matches()
        ? Optional.of(new AccountId(kind, name))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
