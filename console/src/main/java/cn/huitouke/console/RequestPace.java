package cn.huitouke.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How fast each caller may ask: a bucket that fills again. */
class RequestPace {

  static final int PER_SECOND = 20;
  private static final int BURST = 100;
  private static final int CALLERS = 10_000;

  private static final class Bucket {
    double left = BURST;
    long at = System.nanoTime();
  }

  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > CALLERS;
        }
      };

  synchronized boolean allows(String caller) {
    Bucket bucket = buckets.computeIfAbsent(caller, _ -> new Bucket());
    long now = System.nanoTime();
    double fresh = (now - bucket.at) * (double) PER_SECOND / TimeUnit.SECONDS.toNanos(1);
    bucket.left = Math.min(BURST, bucket.left + fresh);
    bucket.at = now;
    if (bucket.left < 1) {
      return false;
    }
    bucket.left--;
    return true;
  }
}
