package cn.huitouke.console;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import org.springframework.stereotype.Component;

/**
 * Keeps what operators type from reaching where only this machine can: no address of the machine, of
 * its network, or of a cloud's own services, whatever name stands for it. Asked again right before
 * each sending; Java keeps a resolved name for half a minute, so what is spoken to is what was asked.
 */
@Component
class AddressGuard {

  private final WebhookSettings settings;

  AddressGuard(WebhookSettings settings) {
    this.settings = settings;
  }

  /** The address, or why not: a key below {@code webhooks.fault.}. */
  sealed interface Finding {

    record Fine(URI address) implements Finding {}

    record Refused(String why) implements Finding {}
  }

  Finding look(String text) {
    URI uri;
    try {
      uri = new URI(text.strip());
    } catch (URISyntaxException e) {
      return new Finding.Refused("unreadable");
    }
    String host = uri.getHost();
    if (host == null || host.isEmpty() || uri.getRawUserInfo() != null || uri.getPort() == 0) {
      return new Finding.Refused("unreadable");
    }
    boolean plain = "http".equalsIgnoreCase(uri.getScheme());
    if (!plain && !"https".equalsIgnoreCase(uri.getScheme())
        || plain && settings.allowedHosts().stream().noneMatch(host::equalsIgnoreCase)) {
      return new Finding.Refused("https");
    }
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!settings.allowPrivate() && isPrivate(address)) {
          return new Finding.Refused("private");
        }
      }
    } catch (UnknownHostException e) {
      return new Finding.Refused("unknown");
    }
    return new Finding.Fine(uri);
  }

  /** Everything that is not the open internet. */
  static boolean isPrivate(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return true;
    }
    byte[] bytes = address.getAddress();
    return switch (address) {
      case Inet4Address _ -> isReserved(bytes, 0);
      case Inet6Address _ -> isReserved6(bytes);
      default -> true;
    };
  }

  /** This network, carriers' own, protocol assignments, benchmarks, and what is for the future. */
  private static boolean isReserved(byte[] bytes, int at) {
    int first = bytes[at] & 0xFF;
    int second = bytes[at + 1] & 0xFF;
    int third = bytes[at + 2] & 0xFF;
    return first == 0
        || first == 10
        || first == 127
        || first == 100 && second >= 64 && second < 128
        || first == 169 && second == 254
        || first == 172 && second >= 16 && second < 32
        || first == 192 && second == 168
        || first == 192 && second == 0 && third == 0
        || first == 198 && (second == 18 || second == 19)
        || first >= 224;
  }

  /** Unique local; and what carries an address of the fourth version within: mapped, NAT64, 6to4. */
  private static boolean isReserved6(byte[] bytes) {
    boolean uniqueLocal = (bytes[0] & 0xFE) == 0xFC;
    boolean zeros = true;
    for (int i = 0; i < 10; i++) {
      zeros &= bytes[i] == 0;
    }
    boolean nat64 = bytes[0] == 0 && bytes[1] == 0x64 && (bytes[2] & 0xFF) == 0xFF;
    boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
    return uniqueLocal
        || (zeros || nat64) && isReserved(bytes, 12)
        || sixToFour && isReserved(bytes, 2);
  }
}
