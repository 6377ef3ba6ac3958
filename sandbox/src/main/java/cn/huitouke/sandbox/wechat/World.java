package cn.huitouke.sandbox.wechat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** What the parts of the platform have in common. Guarded by the platform's lock. */
final class World {
  final People people = new People();
  final Screens screens = new Screens();
  final Ledger ledger = new Ledger();
  final Media media;
  private final InstantSource clock;
  private final Consumer<Callback> post;
  private final AtomicLong messageIds = new AtomicLong(23_000_000_000_000_000L);

  World(InstantSource clock, Consumer<Callback> post) {
    this.clock = clock;
    this.post = post;
    this.media = new Media(clock);
  }

  Instant now() {
    return clock.instant();
  }

  long nextId() {
    return messageIds.incrementAndGet();
  }

  void push(Callback callback) {
    post.accept(callback);
  }

  void pushEvent(String openid, String event, Map<String, ?> more) {
    push(Callback.event(openid, event, now().getEpochSecond(), more));
  }

  /** Puts it on the customer's screen and in the ledger. */
  void deliver(Person to, String wire, Bubble.Content content, long id, String own) {
    screens.show(Bubble.heard(to.openid, now(), wire, content));
    ledger.took(to.openid, wire, content.kind(), content.text(), id, own, now());
  }
}
