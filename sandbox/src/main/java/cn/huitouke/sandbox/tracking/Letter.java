package cn.huitouke.sandbox.tracking;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A push on its way, or waiting for its next attempt.
 *
 * @param number the waybill, or of several the first
 * @param recipient whose parcel it is, as far as the platform knows: else the number again
 * @param status what {@link Push#status()} will say
 * @param url where to
 * @param form its fields
 * @param attempt which attempt the next one is
 * @param due not before
 */
record Letter(
    String number,
    String recipient,
    String status,
    URI url,
    Map<String, String> form,
    int attempt,
    Instant due) {

  Letter(String number, String status, URI url, Map<String, String> form, Instant due) {
    this(number, number, status, url, form, 1, due);
  }

  Letter to(Optional<String> someone) {
    return new Letter(number, someone.orElse(number), status, url, form, attempt, due);
  }

  Letter again(Instant at) {
    return new Letter(number, recipient, status, url, form, attempt + 1, at);
  }

  Letter with(String field, String value) {
    Map<String, String> other = new LinkedHashMap<>(form);
    other.put(field, value);
    return new Letter(number, recipient, status, url, other, attempt, due);
  }
}
