package cn.huitouke.sandbox.wechat;

import cn.huitouke.sandbox.world.ScreenMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What is on the customers' phones. Guarded by the platform's lock. */
final class Screens {
  private final List<ScreenMessage> all = new ArrayList<>();
  private final List<Consumer<ScreenMessage>> listeners = new CopyOnWriteArrayList<>();

  void show(Bubble bubble) {
    ScreenMessage message = bubble.numbered(all.size() + 1L);
    all.add(message);
    listeners.forEach(listener -> listener.accept(message));
  }

  List<ScreenMessage> of(String customer) {
    return all.stream().filter(message -> message.customer().equals(customer)).toList();
  }

  AutoCloseable listen(Consumer<ScreenMessage> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
