package cn.huitouke.sandbox.wechat;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Call;
import cn.huitouke.sandbox.web.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Temporary media: kept for three days. */
final class Media {
  private static final Duration KEPT = Duration.ofDays(3);
  static final String PICTURES = "/mmbiz";
  private static final Map<String, Integer> LARGEST =
      Map.of("image", 10 << 20, "voice", 2 << 20, "video", 10 << 20, "thumb", 64 << 10);
  private static final Map<String, List<String>> ENDINGS =
      Map.of(
          "image", List.of("png", "jpg", "jpeg", "gif", "bmp"),
          "voice", List.of("amr", "mp3"),
          "video", List.of("mp4"),
          "thumb", List.of("jpg", "jpeg"));
  private static final Map<String, String> TYPE_OF =
      Map.of(
          "png", "image/png",
          "jpg", "image/jpeg",
          "jpeg", "image/jpeg",
          "gif", "image/gif",
          "bmp", "image/bmp",
          "amr", "audio/amr",
          "mp3", "audio/mpeg",
          "mp4", "video/mp4");
  private static final Pattern FILE_NAME = Pattern.compile("filename=\"[^\"]*\\.(\\w+)\"");

  private final InstantSource clock;
  private final Map<String, Piece> pieces = new HashMap<>();

  Media(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * @param kind as it was uploaded
   * @param type of the bytes
   */
  private record Piece(byte[] bytes, String kind, String type, Instant until) {}

  private boolean knows(String id) {
    Piece piece = pieces.get(id);
    return piece != null && clock.instant().isBefore(piece.until());
  }

  /** Whether this is one of these kinds: a picture is no voice. */
  boolean knows(String id, String... kinds) {
    return knows(id) && List.of(kinds).contains(pieces.get(id).kind());
  }

  /** Everything uploaded before is gone, as after its three days. */
  void forget() {
    pieces.clear();
  }

  /** Where the customer's phone finds it, or empty if there is nothing to show. */
  String address(String id) {
    return knows(id) && pieces.get(id).bytes().length > 0 ? "/wechat" + PICTURES + "?id=" + id : "";
  }

  /** A message that shows it. */
  Bubble.Content shown(String kind, String id) {
    return Bubble.Content.card(kind, "", id, address(id));
  }

  /** What a phone fetches; needs no token. */
  Answer shown(Call call) {
    Piece piece = pieces.get(call.query("id"));
    return piece == null
        ? Answer.html(404, "<html><body>404</body></html>")
        : new Answer(200, piece.type(), piece.bytes());
  }

  /** A picture that a customer sent. */
  void arrived(String id) {
    pieces.put(id, new Piece(new byte[0], "image", "image/jpeg", clock.instant().plus(KEPT)));
  }

  Answer upload(Call call) {
    String type = call.query("type");
    if (!ENDINGS.containsKey(type)) {
      return Errors.of(40004);
    }
    byte[] file = call.file();
    if (file.length == 0) {
      return Errors.of(44001, "empty media data");
    }
    if (file.length > LARGEST.get(type)) {
      return Errors.of(40006);
    }
    String ending = ending(call);
    if (!ENDINGS.get(type).contains(ending)) {
      return Errors.of(40005);
    }
    String id = "M" + UUID.randomUUID().toString().replace("-", "");
    Instant now = clock.instant();
    pieces.put(id, new Piece(file, type, TYPE_OF.get(ending), now.plus(KEPT)));
    return Answer.json(
        Json.object()
            .put("type", type)
            .put(type.equals("thumb") ? "thumb_media_id" : "media_id", id)
            .put("created_at", now.getEpochSecond()));
  }

  Answer get(Call call) {
    String id = call.query("media_id");
    if (!knows(id)) {
      return Errors.of(40007);
    }
    Piece piece = pieces.get(id);
    return new Answer(200, piece.type(), piece.bytes());
  }

  /** The platform judges a file by its name. */
  private static String ending(Call call) {
    String form = new String(call.body(), StandardCharsets.ISO_8859_1);
    String head = form.substring(0, Math.max(0, form.indexOf("\r\n\r\n")));
    Matcher name = FILE_NAME.matcher(head);
    return name.find() ? name.group(1).toLowerCase(Locale.ROOT) : "";
  }
}
