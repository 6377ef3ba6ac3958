package cn.huitouke.console;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The reverse proxies in front of the console, and for whom they ask. Only what one of them added is
 * believed: from the end of the list that it sends, as far as the proxies reach; what somebody wrote into
 * it before is theirs to forge.
 */
record TrustedProxies(List<Net> nets, String header) {

  /** RFC 7239; the others are lists of addresses and nothing else. */
  private static final String FORWARDED = "Forwarded";

  TrustedProxies {
    nets = List.copyOf(nets);
  }

  /** Some addresses: those that begin with the same bits. */
  record Net(InetAddress first, int bits) {

    /**
     * From {@code 10.0.0.0/8} or {@code 2001:db8::1}.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static Net of(String text) {
      String[] parts = text.strip().split("/", 2);
      InetAddress first = InetAddress.ofLiteral(parts[0]);
      int all = first.getAddress().length * 8;
      int bits = parts.length == 1 ? all : Integer.parseInt(parts[1]);
      if (bits < 0 || bits > all) {
        throw new IllegalArgumentException(text + " has more bits than an address");
      }
      return new Net(first, bits);
    }

    boolean holds(InetAddress address) {
      byte[] mine = first.getAddress();
      byte[] theirs = address.getAddress();
      int whole = bits / 8;
      int rest = bits % 8;
      return mine.length == theirs.length
          && Arrays.equals(mine, 0, whole, theirs, 0, whole)
          && (rest == 0 || (mine[whole] ^ theirs[whole]) >> (8 - rest) == 0);
    }
  }

  /**
   * Who asks.
   *
   * @param peer whose connection it is
   * @param lines the header, as often as it came
   */
  String visitor(String peer, List<String> lines) {
    Optional<InetAddress> last = address(peer);
    if (last.filter(this::trusts).isEmpty()) {
      return peer;
    }
    InetAddress visitor = last.get();
    for (String hop : hops(lines).reversed()) {
      Optional<InetAddress> next = address(hop);
      if (next.isEmpty()) {
        break; // hidden, or forged: the proxy that added it is all that is known
      }
      visitor = next.get();
      if (!trusts(visitor)) {
        break;
      }
    }
    return visitor.getHostAddress();
  }

  /**
   * Whether the visitor came to a proxy over TLS, as it says. Whoever writes that into their own request
   * only gets cookies that their browser will not send back.
   *
   * @param peer whose connection it is
   * @param lines the {@link #schemeHeader}, as often as it came
   */
  boolean overTls(String peer, List<String> lines) {
    return address(peer).filter(this::trusts).isPresent()
        && lines.stream()
            .flatMap(line -> Arrays.stream(line.split(",")))
            .map(element -> standard() ? value(element, "proto=") : element.strip())
            .anyMatch("https"::equalsIgnoreCase);
  }

  /** In which a proxy says whether the visitor came over TLS. */
  String schemeHeader() {
    return standard() ? FORWARDED : "X-Forwarded-Proto";
  }

  private boolean standard() {
    return header.equalsIgnoreCase(FORWARDED);
  }

  private boolean trusts(InetAddress address) {
    return nets.stream().anyMatch(net -> net.holds(address));
  }

  private List<String> hops(List<String> lines) {
    List<String> hops = new ArrayList<>();
    for (String line : lines) {
      for (String element : line.split(",", -1)) {
        hops.add(standard() ? value(element, "for=") : element.strip());
      }
    }
    return hops;
  }

  /** Of {@code for="[2001:db8::1]:4711";proto=https} the value so named, without its quotes. */
  private static String value(String element, String name) {
    return Arrays.stream(element.split(";"))
        .map(String::strip)
        .filter(pair -> pair.toLowerCase(Locale.ROOT).startsWith(name))
        .map(pair -> pair.substring(name.length()).strip())
        .map(v -> v.length() > 1 && v.startsWith("\"") ? v.substring(1, v.length() - 1) : v)
        .findFirst()
        .orElse("");
  }

  /** With or without a port; never looked up. */
  private static Optional<InetAddress> address(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    int bracket = text.indexOf(']');
    int colon = text.indexOf(':');
    String bare = text;
    if (text.startsWith("[") && bracket > 0) {
      bare = text.substring(1, bracket);
    } else if (colon >= 0 && colon == text.lastIndexOf(':')) {
      bare = text.substring(0, colon);
    }
    try {
      return bare.indexOf('%') >= 0 ? Optional.empty() : Optional.of(InetAddress.ofLiteral(bare));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
