package cn.huitouke.delivery;

import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Wire;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Token buckets in memory: right for one node. */
final class LocalPace implements Pace {

  private record Key(ChannelId account, Wire wire) {}

  private record Bucket(double tokens, long at) {}

  private final Map<Key, Bucket> buckets = new ConcurrentHashMap<>();
  private final LongSupplier nanos;

  LocalPace(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public Duration take(ChannelId account, Wire wire, Capabilities.Pace pace, Lane lane) {
    double[] missing = new double[1];
    buckets.compute(
        new Key(account, wire),
        (_, bucket) -> {
          long now = nanos.getAsLong();
          double tokens =
              bucket == null
                  ? pace.burst()
                  : Math.min(
                      pace.burst(), bucket.tokens() + (now - bucket.at()) / 1e9 * pace.perSecond());
          missing[0] = 1 + Pace.kept(pace, lane) - tokens;
          return new Bucket(missing[0] > 0 ? tokens : tokens - 1, now);
        });
    return missing[0] <= 0
        ? Duration.ZERO
        : Duration.ofNanos((long) Math.ceil(missing[0] / pace.perSecond() * 1e9));
  }
}
