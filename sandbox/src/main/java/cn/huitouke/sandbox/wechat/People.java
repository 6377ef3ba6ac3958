package cn.huitouke.sandbox.wechat;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everybody who ever had to do with the account. Guarded by the platform's lock. */
final class People {
  private final Map<String, Person> known = new LinkedHashMap<>();

  Optional<Person> find(String openid) {
    return Optional.ofNullable(known.get(openid));
  }

  /** Whoever is met for the first time is a stranger who does not follow. */
  Person meet(String openid, Instant now) {
    return known.computeIfAbsent(openid, id -> new Person(id, now));
  }

  Collection<Person> all() {
    return known.values();
  }

  List<Person> followers() {
    return known.values().stream().filter(person -> person.following).toList();
  }
}
