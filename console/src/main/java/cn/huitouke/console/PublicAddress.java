package cn.huitouke.console;

import cn.huitouke.hook.HookPath;
import java.net.URI;
import java.util.Optional;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Where platforms call us back, as far as the settings say so. */
@Component
class PublicAddress {

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final String set;
  private final String port;

  PublicAddress(Environment environment) {
    this.set =
        environment.getProperty("huitouke.gateway.public-url", "").strip().replaceAll("/+$", "");
    this.port = environment.getProperty("huitouke.gateway.port", "8090");
  }

  /** The whole address of a door; for WebSockets with their own scheme. */
  String of(HookPath door, boolean socket) {
    String base = set.isEmpty() ? "http://127.0.0.1:" + port : set;
    return (socket ? base.replaceFirst("^http", "ws") : base) + door.path();
  }

  /**
   * Why a platform may not find it: {@code unset}, {@code local}, {@code port}, {@code plain} (no TLS);
   * empty when nothing speaks against it.
   */
  String doubt() {
    if (set.isEmpty()) {
      return "unset";
    }
    URI address = URI.create(set);
    if (local(Optional.ofNullable(address.getHost()).orElse(""))) {
      return "local";
    }
    if (address.getPort() != -1 && address.getPort() != HTTP && address.getPort() != HTTPS) {
      return "port";
    }
    return set.startsWith("https:") ? "" : "plain";
  }

  private static boolean local(String host) {
    return host.equals("localhost")
        || host.startsWith("[")
        || host.matches("(127|10)\\..*|192\\.168\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*")
        || !host.contains(".");
  }
}
