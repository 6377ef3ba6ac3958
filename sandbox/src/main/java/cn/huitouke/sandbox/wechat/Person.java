package cn.huitouke.sandbox.wechat;

import java.time.Instant;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One WeChat user, as this account knows them. Guarded by the platform's lock. */
final class Person {
  final String openid;
  final Window window = new Window();
  final Set<Integer> tags = new TreeSet<>();
  final Map<String, Integer> consents = new HashMap<>();
  final Map<YearMonth, Integer> massMessages = new HashMap<>();
  boolean following;
  boolean blocking;
  Instant followedAt;
  String followedBy = "";
  Instant interactedAt = Instant.EPOCH;
  Instant typingUntil = Instant.EPOCH;

  Person(String openid, Instant now) {
    this.openid = openid;
    this.followedAt = now;
  }
}
