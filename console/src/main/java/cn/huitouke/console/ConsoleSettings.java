package cn.huitouke.console;

import cn.huitouke.console.TrustedProxies.Net;
import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where operators reach the console.
 *
 * @param publicUrl for example {@code https://shop.example.com}; empty: {@code http://localhost} at
 *     whatever port. Passkeys belong to this host and work nowhere else
 * @param trustedProxies addresses and networks of the reverse proxies in front of the console, for example
 *     {@code 127.0.0.1} and {@code 10.0.0.0/8}; none: whoever connects is the visitor
 * @param proxyHeader in which they say for whom they ask. Only this one is read, and beside it
 *     {@code X-Forwarded-Proto} unless it is {@code Forwarded}: a proxy passes on unseen whatever other
 *     header a visitor makes up
 */
@ConfigurationProperties("huitouke.console")
record ConsoleSettings(
    @DefaultValue("") String publicUrl,
    @DefaultValue List<String> trustedProxies,
    @DefaultValue("X-Forwarded-For") String proxyHeader) {

  ConsoleSettings {
    if (!publicUrl.isEmpty() && URI.create(publicUrl).getHost() == null) {
      throw new IllegalArgumentException(
          "huitouke.console.public-url has to look like https://shop.example.com, not "
              + publicUrl);
    }
    trustedProxies = List.copyOf(trustedProxies);
    trustedProxies.forEach(ConsoleSettings::net);
  }

  private static Net net(String text) {
    try {
      return Net.of(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "huitouke.console.trusted-proxies takes addresses like 127.0.0.1 and networks like"
              + " 10.0.0.0/8, not "
              + text,
          e);
    }
  }

  TrustedProxies proxies() {
    return new TrustedProxies(
        trustedProxies.stream().map(ConsoleSettings::net).toList(), proxyHeader);
  }

  /** Where passkeys work. */
  String address(int port) {
    return publicUrl.isEmpty() ? "http://localhost:" + port : publicUrl;
  }

  /** To which passkeys belong. */
  String host() {
    return publicUrl.isEmpty() ? "localhost" : URI.create(publicUrl).getHost();
  }
}
