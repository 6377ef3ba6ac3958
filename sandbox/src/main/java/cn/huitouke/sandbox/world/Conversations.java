package cn.huitouke.sandbox.world;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What is on the screens of one platform's people and groups, oldest first. Thread-safe. */
public final class Conversations {
  private final List<ScreenMessage> all = new ArrayList<>();
  private final List<Consumer<ScreenMessage>> listeners = new CopyOnWriteArrayList<>();

  /** What somebody wrote, on their own screen or the group's; its number. */
  public long said(String screen, Instant at, String kind, String text) {
    return add(screen, true, at, "customer", kind, text, List.of(), "");
  }

  /** What the shop wrote. */
  public void heard(
      String screen,
      Instant at,
      String wire,
      String kind,
      String text,
      List<Map.Entry<String, String>> choices) {
    add(screen, false, at, wire, kind, text, choices, "");
  }

  /**
   * A picture that the shop sent.
   *
   * @param url where the phone finds it
   */
  public void saw(String screen, Instant at, String wire, String url) {
    add(screen, false, at, wire, "image", "", List.of(), url);
  }

  private synchronized long add(
      String screen,
      boolean mine,
      Instant at,
      String wire,
      String kind,
      String text,
      List<Map.Entry<String, String>> choices,
      String url) {
    ScreenMessage message =
        new ScreenMessage(
            all.size() + 1L,
            screen,
            mine,
            at,
            wire,
            kind,
            "",
            text,
            List.copyOf(choices),
            Map.of(),
            url);
    all.add(message);
    listeners.forEach(listener -> listener.accept(message));
    return message.sequence();
  }

  /** Everything on one screen. */
  public synchronized List<ScreenMessage> of(String screen) {
    return all.stream().filter(message -> message.customer().equals(screen)).toList();
  }

  /** Calls back for every new message, in their order; must not wait for anything. */
  public AutoCloseable listen(Consumer<ScreenMessage> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
