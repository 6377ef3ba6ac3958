package cn.huitouke.gateway;

import java.time.Duration;

/**
 * How wide the front door stands open.
 *
 * @param port 0 takes any free port; {@link Gateway#port()} tells which
 * @param bindAddress for example {@code 0.0.0.0}, or {@code 127.0.0.1} behind a proxy of one's own
 * @param maxBodyBytes a larger body is a 413, and no more than this of it is ever held
 * @param headerTimeout from the first byte of a request (or the accept) to the end of its head
 * @param bodyTimeout from the end of the head to the last byte of the body
 * @param idleTimeout how long a connection may be silent between requests; a WebSocket is pinged
 *     after half of it
 * @param requestsPerSecondPerAddress a bucket that holds one second's worth; beyond it 429
 * @param connectionsPerAddress open at once; one more is closed at the door
 * @param drain how long {@link Gateway#close()} waits for requests in flight
 * @param maxFrameBytes of one WebSocket message, whole; a larger one closes with 1009
 */
public record GatewaySettings(
    int port,
    String bindAddress,
    int maxBodyBytes,
    Duration headerTimeout,
    Duration bodyTimeout,
    Duration idleTimeout,
    int requestsPerSecondPerAddress,
    int connectionsPerAddress,
    Duration drain,
    int maxFrameBytes) {

  private static final int MEBIBYTE = 1 << 20;

  public GatewaySettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("The gateway's port is 0 to 65535, but got " + port);
    }
    atLeast("max-body-bytes", 1, maxBodyBytes);
    atLeast("requests-per-second-per-address", 1, requestsPerSecondPerAddress);
    atLeast("connections-per-address", 1, connectionsPerAddress);
    atLeast("max-frame-bytes", 125, maxFrameBytes);
    positive("header-timeout", headerTimeout);
    positive("body-timeout", bodyTimeout);
    positive("idle-timeout", idleTimeout);
    if (drain.isNegative()) {
      throw new IllegalArgumentException("The gateway's drain is 0 s or more, but got " + drain);
    }
  }

  /**
   * For a platform that calls from few addresses: the limits per address are a fuse against one
   * runaway caller, not a pace.
   */
  public static GatewaySettings defaults(int port) {
    return new GatewaySettings(
        port,
        "0.0.0.0",
        MEBIBYTE,
        Duration.ofSeconds(8),
        Duration.ofSeconds(12),
        Duration.ofSeconds(60),
        20_000,
        2_000,
        Duration.ofSeconds(10),
        MEBIBYTE);
  }

  private static void atLeast(String key, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "The gateway's " + key + " is " + least + " or more, but got " + value);
    }
  }

  private static void positive(String key, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException("The gateway's " + key + " is positive, but got " + value);
    }
  }
}
