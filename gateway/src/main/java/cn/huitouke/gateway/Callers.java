package cn.huitouke.gateway;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All addresses with an open connection or a bucket that is not full yet; others are forgotten. */
final class Callers {

  private final ConcurrentHashMap<InetAddress, Caller> callers = new ConcurrentHashMap<>();
  private final int connectionLimit;
  private final int requestsPerSecond;

  Callers(GatewaySettings settings) {
    connectionLimit = settings.connectionsPerAddress();
    requestsPerSecond = settings.requestsPerSecondPerAddress();
  }

  /** The caller, counted with one connection more, or null if it has too many. */
  @Nullable Caller connect(InetAddress address) {
    boolean[] admitted = new boolean[1];
    Caller found =
        callers.compute(
            address,
            (_, known) -> {
              Caller caller = known == null ? new Caller(requestsPerSecond) : known;
              admitted[0] = caller.connect(connectionLimit);
              return caller;
            });
    return admitted[0] ? found : null;
  }

  void leave(InetAddress address) {
    callers.computeIfPresent(
        address,
        (_, caller) -> {
          caller.leave();
          return caller;
        });
  }

  void forgetIdle(long now) {
    for (InetAddress address : callers.keySet()) {
      callers.computeIfPresent(address, (_, caller) -> caller.forgettable(now) ? null : caller);
    }
  }

  int size() {
    return callers.size();
  }
}
