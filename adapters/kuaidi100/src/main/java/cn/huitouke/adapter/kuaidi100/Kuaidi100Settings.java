package cn.huitouke.adapter.kuaidi100;

import java.net.URI;
import java.util.stream.Stream;

/**
 * One account with Kuaidi100.
 *
 * @param id our own name of the account: the last part of the hook's path
 * @param customer the company id given by Kuaidi100, part of a question's signature
 * @param key the authorization key
 * @param salt our own secret: Kuaidi100 signs its pushes with it; at least 8 characters
 * @param apiBase where questions and subscriptions go
 * @param autonumberBase where numbers are recognised
 * @param callbackBase our gateway as seen from the internet, without a path; Kuaidi100 calls http
 *     addresses only, unless it has been asked to call https
 * @param resultv2 how much detail is bought: {@code 4} states and places, {@code 8} arrival too
 */
public record Kuaidi100Settings(
    String id,
    String customer,
    String key,
    String salt,
    URI apiBase,
    URI autonumberBase,
    URI callbackBase,
    String resultv2) {

  private static final int SHORTEST_SALT = 8;

  public Kuaidi100Settings {
    Stream.of(customer, key)
        .filter(String::isBlank)
        .findFirst()
        .ifPresent(
            _ -> {
              throw new IllegalArgumentException(
                  "Kuaidi100 needs customer and key: copy both from its console");
            });
    if (salt.length() < SHORTEST_SALT) {
      throw new IllegalArgumentException(
          "Kuaidi100's salt protects our door: choose at least "
              + SHORTEST_SALT
              + " letters and digits of your own");
    }
  }

  /** The account with Kuaidi100's own addresses. */
  public Kuaidi100Settings(String id, String customer, String key, String salt, URI callbackBase) {
    this(
        id,
        customer,
        key,
        salt,
        URI.create("https://poll.kuaidi100.com"),
        URI.create("https://www.kuaidi100.com"),
        callbackBase,
        "4");
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "kuaidi100/" + id + " at " + apiBase;
  }
}
