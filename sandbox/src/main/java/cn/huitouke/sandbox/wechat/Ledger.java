package cn.huitouke.sandbox.wechat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything that the platform took and refused; only ever longer. Guarded by the platform's lock. */
final class Ledger {
  private final List<Sent> sent = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final List<PushedCallback> callbacks = new ArrayList<>();
  private final Map<String, Integer> calls = new TreeMap<>();

  void took(String openid, String wire, String kind, String text, long id, String own, Instant at) {
    sent.add(new Sent(sent.size() + 1L, openid, wire, kind, text, id, own, at));
  }

  void refused(Refusal refusal) {
    refusals.add(refusal);
  }

  void pushed(PushedCallback callback) {
    callbacks.add(callback);
  }

  void called(String path) {
    calls.merge(path, 1, Integer::sum);
  }

  List<Sent> sent() {
    return List.copyOf(sent);
  }

  List<Refusal> refusals() {
    return List.copyOf(refusals);
  }

  List<PushedCallback> callbacks() {
    return List.copyOf(callbacks);
  }

  int calls(String path) {
    return calls.getOrDefault(path, 0);
  }

  Map<String, Integer> calls() {
    return Map.copyOf(calls);
  }
}
