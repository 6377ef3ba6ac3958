package cn.huitouke.console;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where operators reach the console.
 *
 * @param publicUrl for example {@code https://shop.example.com}; empty: {@code http://localhost} at
 *     whatever port. Passkeys belong to this host and work nowhere else
 */
@ConfigurationProperties("huitouke.console")
record ConsoleSettings(@DefaultValue("") String publicUrl) {

  ConsoleSettings {
    if (!publicUrl.isEmpty() && URI.create(publicUrl).getHost() == null) {
      throw new IllegalArgumentException(
          "huitouke.console.public-url has to look like https://shop.example.com, not "
              + publicUrl);
    }
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
