package cn.huitouke.channel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Maps that remember the latest few: with one too many, the eldest is forgotten. For adapters, whose
 * memory of single messages may end with the process but must not grow with it. Thread-safe.
 */
public final class Recent {

  private Recent() {}

  /**
   * Forgets what was put first.
   *
   * @param most how many it remembers
   */
  public static <K, V> Map<K, V> put(int most) {
    return Collections.synchronizedMap(new Few<>(most, false));
  }

  /**
   * Forgets what was asked for or put least recently.
   *
   * @param most how many it remembers
   */
  public static <K, V> Map<K, V> used(int most) {
    return Collections.synchronizedMap(new Few<>(most, true));
  }

  private static final class Few<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1L;
    private final int most;

    Few(int most, boolean byUse) {
      super(16, 0.75f, byUse);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > most;
    }
  }
}
