package cn.huitouke.sandbox.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The trouble that lies ahead of one platform. Thread-safe. */
public final class Troubles {
  private final List<Trouble> ahead = new ArrayList<>();

  /** Adds one; earlier ones come first. */
  public synchronized void add(Trouble trouble) {
    if (trouble.times() > 0) {
      ahead.add(trouble);
    }
  }

  public synchronized void clear() {
    ahead.clear();
  }

  /** Clears those of one sort. */
  public synchronized void clear(Predicate<Trouble> which) {
    ahead.removeIf(which);
  }

  /** Takes the trouble of a call to the platform, if there is any. */
  public Optional<Trouble> takeFor(String path) {
    return take(path, false);
  }

  /** Takes the trouble of a callback, if there is any. */
  public Optional<Trouble> takeForCallback(String path) {
    return take(path, true);
  }

  private synchronized Optional<Trouble> take(String path, boolean callback) {
    for (int i = 0; i < ahead.size(); i++) {
      Trouble trouble = ahead.get(i);
      if (trouble.kind().ofCallbacks() == callback && path.contains(trouble.path())) {
        spend(i, trouble);
        return Optional.of(trouble);
      }
    }
    return Optional.empty();
  }

  private void spend(int index, Trouble trouble) {
    if (trouble.times() == 1) {
      ahead.remove(index);
    } else if (trouble.times() != Integer.MAX_VALUE) {
      ahead.set(index, trouble.times(trouble.times() - 1));
    }
  }
}
