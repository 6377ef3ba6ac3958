package cn.huitouke.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The token of the shop's own systems.
 *
 * @param value at least 16 characters
 */
public record ApiToken(String value) {

  public ApiToken {
    if (value.length() < 16) {
      throw new IllegalArgumentException(
          "huitouke.api.token is too short to be safe: give it at least 16 characters");
    }
  }

  boolean matches(String given) {
    return MessageDigest.isEqual(
        value.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "ApiToken";
  }
}
