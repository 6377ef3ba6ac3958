package cn.huitouke.conversation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Notes in memory: the latest used, up to a bound. */
final class MemorySessions implements Sessions {

  private record Key(String talker, String note) {}

  private record Kept(String value, Instant until) {}

  private final Map<Key, Kept> notes;
  private final InstantSource clock;

  MemorySessions(int most, InstantSource clock) {
    this.clock = clock;
    this.notes = new LatestUsed<>(most);
  }

  @Override
  public Session of(String talker) {
    return new Session() {
      @Override
      public Optional<String> note(String key) {
        synchronized (notes) {
          return Optional.ofNullable(notes.get(new Key(talker, key)))
              .filter(kept -> kept.until().isAfter(clock.instant()))
              .map(Kept::value);
        }
      }

      @Override
      public void note(String key, String value, Duration life) {
        synchronized (notes) {
          notes.put(new Key(talker, key), new Kept(value, clock.instant().plus(life)));
        }
      }

      @Override
      public void forget(String key) {
        synchronized (notes) {
          notes.remove(new Key(talker, key));
        }
      }
    };
  }

  private static final class LatestUsed<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private final int most;

    LatestUsed(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > most;
    }
  }
}
