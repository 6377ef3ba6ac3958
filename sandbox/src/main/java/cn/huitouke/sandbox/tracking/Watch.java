package cn.huitouke.sandbox.tracking;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One number that a platform watches for somebody. Guarded by the platform's lock. */
final class Watch {
  final String carrier;
  final String number;
  final List<Instant> subscribed = new ArrayList<>();
  URI url;
  Optional<String> salt;
  String resultv2;
  int shown;
  Instant since;
  Instant changed;
  Instant ended = Instant.EPOCH;
  boolean open = true;

  Watch(String carrier, String number, URI url, Instant now) {
    this.carrier = carrier;
    this.number = number;
    this.url = url;
    this.salt = Optional.empty();
    this.resultv2 = "";
    this.since = now;
    this.changed = now;
  }

  void begin(Instant now) {
    subscribed.add(now);
    since = now;
    changed = now;
    shown = 0;
    open = true;
  }

  void end(Instant now) {
    open = false;
    ended = now;
  }
}
