package cn.huitouke.server;

import cn.huitouke.gateway.GatewaySettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the assembly itself is set by.
 *
 * @param dataDir where everything that must survive lies
 * @param database PostgreSQL: {@code embedded} or a JDBC URL
 * @param redis Redis: {@code embedded}, {@code none} or a redis:// URL
 * @param gateway the public front door
 * @param sandbox the simulated platforms
 * @param shop the shop
 * @param api the shop's own systems
 */
@ConfigurationProperties("huitouke")
public record ServerSettings(
    @DefaultValue("./data") Path dataDir,
    @DefaultValue Database database,
    @DefaultValue Redis redis,
    @DefaultValue Gateway gateway,
    @DefaultValue Sandbox sandbox,
    @DefaultValue Shop shop,
    @DefaultValue Api api) {

  static final String EMBEDDED = "embedded";

  /** {@code huitouke.database.*}. */
  public record Database(
      @DefaultValue(EMBEDDED) String url,
      @DefaultValue("") String username,
      @DefaultValue("") String password,
      @DefaultValue("16") int connections) {
    boolean embedded() {
      return url.equals(EMBEDDED);
    }
  }

  /** {@code huitouke.redis.*}. */
  public record Redis(@DefaultValue(EMBEDDED) String url) {
    boolean embedded() {
      return url.equals(EMBEDDED);
    }

    boolean absent() {
      return url.equals("none");
    }
  }

  /** {@code huitouke.gateway.*}; {@code publicUrl}: how platforms reach it. */
  public record Gateway(
      @DefaultValue("8090") int port,
      @DefaultValue("0.0.0.0") String bindAddress,
      @DefaultValue("1048576") int maxBodyBytes,
      @DefaultValue("8s") Duration headerTimeout,
      @DefaultValue("12s") Duration bodyTimeout,
      @DefaultValue("60s") Duration idleTimeout,
      @DefaultValue("20000") int requestsPerSecondPerAddress,
      @DefaultValue("2000") int connectionsPerAddress,
      @DefaultValue("10s") Duration drain,
      @DefaultValue("1048576") int maxFrameBytes,
      @DefaultValue("") String publicUrl) {

    public Gateway {
      publicUrl = publicUrl.strip().replaceAll("/+$", "");
      if (!publicUrl.isEmpty()
          && !publicUrl.matches("https?://[A-Za-z0-9.:\\[\\]-]{1,250}(/[A-Za-z0-9/._~-]*)?")) {
        throw new CannotStart(
            "huitouke.gateway.public-url has to look like https://wx.example.com,"
                + " but is "
                + publicUrl);
      }
    }

    /** This door as seen from outside; without a setting, from this machine. */
    URI publicBase() {
      return URI.create(publicUrl.isEmpty() ? "http://127.0.0.1:" + port : publicUrl);
    }

    GatewaySettings door() {
      return new GatewaySettings(
          port,
          bindAddress,
          maxBodyBytes,
          headerTimeout,
          bodyTimeout,
          idleTimeout,
          requestsPerSecondPerAddress,
          connectionsPerAddress,
          drain,
          maxFrameBytes);
    }
  }

  /** {@code huitouke.sandbox.*}; {@code enabled} left out: while no real channel is configured. */
  public record Sandbox(
      @org.jspecify.annotations.Nullable Boolean enabled,
      @DefaultValue("8091") int port,
      @DefaultValue("127.0.0.1") String bindAddress) {}

  /** {@code huitouke.shop.*}. */
  public record Shop(
      @DefaultValue("云朵山货") String name, @DefaultValue("Asia/Shanghai") ZoneId zone) {}

  /** {@code huitouke.api.*}; an empty token is made at the first start and kept in the data folder. */
  public record Api(@DefaultValue("") String token) {}
}
