package cn.huitouke.server;

import cn.huitouke.console.Operators;
import cn.huitouke.sandbox.wechat.WeChatPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole product with the demo shop in it, for the tests of its console; started once a JVM. */
public final class ConsoleHouse {

  public static final String PASSWORD = "a-password-of-my-own";
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

  private final ConfigurableApplicationContext context;
  private final RealShop shop = new RealShop();
  private final int gateway;

  private ConsoleHouse() {
    try {
      Path data = Files.createTempDirectory("huitouke-console-test");
      Path templates = data.resolve("templates");
      Files.createDirectories(templates.resolve("zh"));
      gateway = WholeWayTest.freePort();
      context =
          Huitouke.application()
              .run(
                  "--server.port=0",
                  "--huitouke.gateway.port=" + gateway,
                  "--huitouke.gateway.public-url=https://wx.shop.example",
                  shop.setting(),
                  "--huitouke.sandbox.port=0",
                  "--huitouke.delivery.quiet-hours=none", // whatever time it is
                  "--huitouke.console.trusted-proxies=127.0.9.1,127.0.8.0/24", // nobody else's test
                  "--huitouke.templates=" + templates,
                  "--huitouke.data-dir=" + data.resolve("data"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    person("owner", "OWNER");
    person("yunying", "OPERATOR");
    person("kefu", "AGENT");
    person("kankan", "VIEWER");
    until(
        () ->
            database()
                .sql("select count(*) > 10 from logistics.parcel")
                .query(Boolean.class)
                .single());
  }

  private static final class Only {
    static final ConsoleHouse HOUSE = new ConsoleHouse();
  }

  public static ConsoleHouse get() {
    return Only.HOUSE;
  }

  public JdbcClient database() {
    return bean(JdbcClient.class);
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public ConfigurableApplicationContext context() {
    return context;
  }

  public String address() {
    return "http://localhost:"
        + context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  /** The account that the owner has not added yet. */
  RealShop shop() {
    return shop;
  }

  int gateway() {
    return gateway;
  }

  WeChatPlatform weChat() {
    return bean(Playground.class).sandbox().weChat();
  }

  /** The demo buyer's address on the simulated platform. */
  String openid(int buyer) {
    return bean(Playground.class).shop().buyers().get(buyer).openid();
  }

  /** Makes an operator with {@link #PASSWORD}, who does not have to change it. */
  public void person(String name, String role) {
    person(context, name, role);
  }

  /** The same in another house. */
  static void person(ConfigurableApplicationContext house, String name, String role) {
    house.getBean(Operators.class).resetPassword("admin");
    String hash =
        house
            .getBean(org.springframework.security.crypto.password.PasswordEncoder.class)
            .encode(PASSWORD);
    house
        .getBean(JdbcClient.class)
        .sql(
            "insert into console.operator (name, password, must_change, created_at, role)"
                + " values (?, ?, false, now(), ?) on conflict (name) do update"
                + " set password = excluded.password, role = excluded.role, enabled = true,"
                + " totp = null, stamp = console.operator.stamp + 1")
        .params(name, hash, role)
        .update();
  }

  /** Somebody with a browser of their own. */
  public Visitor visitor() {
    return new Visitor(address());
  }

  /** Who connects from another address of this machine: {@code 127.0.9.1}. */
  public Visitor visitorFrom(String address) {
    return new Visitor(
        address().replace("localhost", "127.0.0.1"), Optional.of(InetAddress.ofLiteral(address)));
  }

  public Visitor as(String name) {
    Visitor visitor = visitor();
    visitor.enter(name, PASSWORD, "");
    return visitor;
  }

  public static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("It did not happen within 40 s");
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  /** A client with cookies that follows no redirect. */
  public static final class Visitor {
    private final String address;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http;

    Visitor(String address) {
      this(address, Optional.empty());
    }

    Visitor(String address, Optional<InetAddress> from) {
      this.address = address;
      HttpClient.Builder client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .cookieHandler(cookies)
              .connectTimeout(Duration.ofSeconds(10));
      from.ifPresent(client::localAddress);
      http = client.build();
    }

    public CookieManager cookies() {
      return cookies;
    }

    public HttpResponse<String> enter(String name, String password, String code) {
      return post("/login", Map.of("username", name, "password", password, "code", code));
    }

    public HttpResponse<String> get(String path, String... headers) {
      return send(request(path, headers).GET().build());
    }

    /** Posts a form with the token that the session has. */
    public HttpResponse<String> post(String path, Map<String, String> form) {
      String token = token();
      return postBare(path, form, token.isEmpty() ? Map.of() : Map.of("_csrf", token));
    }

    /** Posts a form whose answer is a file. */
    public HttpResponse<byte[]> download(String path, Map<String, String> form) {
      return send(
          posting(path, form, Map.of("_csrf", token())), HttpResponse.BodyHandlers.ofByteArray());
    }

    public HttpResponse<String> postBare(
        String path, Map<String, String> form, Map<String, String> more, String... headers) {
      return send(posting(path, form, more, headers));
    }

    private HttpRequest posting(
        String path, Map<String, String> form, Map<String, String> more, String... headers) {
      String body =
          java.util.stream.Stream.of(form, more)
              .flatMap(map -> map.entrySet().stream())
              .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
              .collect(Collectors.joining("&"));
      return request(path, headers)
          .header("Content-Type", "application/x-www-form-urlencoded")
          .POST(HttpRequest.BodyPublishers.ofString(body))
          .build();
    }

    public String token() {
      String page = get("/settings").body();
      Matcher found = CSRF.matcher(page);
      if (found.find()) {
        return found.group(1);
      }
      found = CSRF.matcher(get("/login").body());
      return found.find() ? found.group(1) : "";
    }

    private HttpRequest.Builder request(String path, String... headers) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(30));
      if (headers.length > 0) {
        request.headers(headers);
      }
      return request;
    }

    private HttpResponse<String> send(HttpRequest request) {
      return send(request, HttpResponse.BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> as) {
      try {
        return http.send(request, as);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }
}
