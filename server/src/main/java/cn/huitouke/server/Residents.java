package cn.huitouke.server;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who lives in this house, by name: read by everybody at any time, while one after the other moves in and
 * out.
 */
final class Residents<K, T> {

  private volatile Map<K, T> all = Map.of();
  private @Nullable Doorway<T> doorway;

  /** What happens at the door when somebody comes or goes. */
  interface Doorway<T> {

    void in(T resident);

    void out(T resident);
  }

  Collection<T> all() {
    return all.values();
  }

  Optional<T> find(K name) {
    return Optional.ofNullable(all.get(name));
  }

  /** Lets somebody in, in the place of who had the name. */
  synchronized void moveIn(K name, T resident) {
    moveOut(name);
    Map<K, T> others = new LinkedHashMap<>(all);
    others.put(name, resident);
    all = Collections.unmodifiableMap(others);
    if (doorway != null) {
      doorway.in(resident);
    }
  }

  synchronized void moveOut(K name) {
    T before = all.get(name);
    if (before == null) {
      return;
    }
    // Nobody finds it any more before it is closed.
    Map<K, T> others = new LinkedHashMap<>(all);
    others.remove(name);
    all = Collections.unmodifiableMap(others);
    if (doorway != null) {
      doorway.out(before);
    }
  }

  /** From now on; whoever is here already comes in first. */
  synchronized void open(Doorway<T> door) {
    doorway = door;
    all.values().forEach(door::in);
  }

  /** Everybody goes; the names stay known. */
  synchronized void close() {
    Doorway<T> door = doorway;
    doorway = null;
    if (door != null) {
      all.values().forEach(door::out);
    }
  }
}
