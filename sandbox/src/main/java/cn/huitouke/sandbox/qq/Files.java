package cn.huitouke.sandbox.qq;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Call;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.web.Pictures;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * {@code …/files}: pictures that messages show, by address or with their bytes. What was given for
 * private talks is nothing in groups, and the other way round.
 */
final class Files implements AutoCloseable {
  static final String SHOWN = "/pictures";
  private static final int PICTURE = 1;
  private static final int LARGEST = 20 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final Pictures pictures = new Pictures();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private volatile Duration life = Duration.ofSeconds(300);
  private int uploads;

  Files(InstantSource clock) {
    this.clock = clock;
  }

  /** Zero: for ever. */
  void last(Duration life) {
    this.life = life;
  }

  Answer take(boolean group, JsonNode ask) {
    count();
    if (ask.path("file_type").asInt() != PICTURE || ask.path("srv_send_msg").asBoolean(true)) {
      return BotErrors.of(22006); // the others are not simulated
    }
    byte[] file;
    try {
      file =
          ask.has("url")
              ? fetched(Json.text(ask, "url"))
              : Base64.getDecoder().decode(Json.text(ask, "file_data"));
    } catch (IOException | IllegalArgumentException unreadable) {
      return BotErrors.of(850026);
    }
    if (file.length > LARGEST) {
      return BotErrors.of(850031);
    }
    if (Pictures.type(file).isEmpty()) {
      return BotErrors.of(850019);
    }
    String uuid = UUID.randomUUID().toString().replace("-", "");
    pictures.keep(
        scene(group) + uuid, file, life.isZero() ? Instant.MAX : clock.instant().plus(life));
    return Answer.json(
        Json.object()
            .put("file_uuid", uuid)
            .put("file_info", scene(group) + uuid)
            .put("ttl", life.toSeconds()));
  }

  private synchronized void count() {
    uploads++;
  }

  private static String scene(boolean group) {
    return group ? "G" : "C";
  }

  private byte[] fetched(String address) throws IOException {
    try {
      var answer =
          http.send(
              HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IOException("HTTP " + answer.statusCode());
      }
      return answer.body();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IOException(stopping);
    }
  }

  boolean knows(boolean group, String info) {
    return info.startsWith(scene(group)) && pictures.knows(info, clock.instant());
  }

  void forget() {
    pictures.forget();
  }

  Answer shown(Call call) {
    return pictures.shown(call.query("id"));
  }

  /** Where a phone finds it. */
  static String address(String info) {
    return "/qq" + SHOWN + "?id=" + info;
  }

  synchronized int uploads() {
    return uploads;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
