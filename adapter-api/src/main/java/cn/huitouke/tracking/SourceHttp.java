package cn.huitouke.tracking;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How sources are asked over HTTP, for adapters: within five seconds, and the answer has at most two
 * megabytes and status 200. Thread-safe.
 */
public final class SourceHttp {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long LARGEST_ANSWER = 2L * 1024 * 1024;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  /** An address below another, which may end in a slash or not. */
  public static URI at(URI base, String path) {
    return URI.create(base.toString().replaceFirst("/+$", "") + path);
  }

  /** As forms and queries want it. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * Posts a form.
   *
   * @throws IOException when no answer came, or one that is none
   */
  public byte[] post(URI to, Map<String, String> form) throws IOException {
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(to)
            .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /**
   * Gets what is there.
   *
   * @throws IOException when no answer came, or one that is none
   */
  public byte[] get(URI from) throws IOException {
    return send(HttpRequest.newBuilder(from).GET());
  }

  private byte[] send(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<byte[]> response =
          http.send(
              request.timeout(PATIENCE).build(),
              BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
      if (response.statusCode() != 200) {
        throw new IOException("HTTP " + response.statusCode());
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
