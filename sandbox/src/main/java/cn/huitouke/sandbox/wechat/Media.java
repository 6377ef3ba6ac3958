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
import java.util.Map;
import java.util.UUID;

/** Temporary media: kept for three days. */
final class Media {
  private static final Duration KEPT = Duration.ofDays(3);
  private static final List<String> TYPES = List.of("image", "voice", "video", "thumb");

  private final InstantSource clock;
  private final Map<String, Piece> pieces = new HashMap<>();

  Media(InstantSource clock) {
    this.clock = clock;
  }

  private record Piece(byte[] bytes, String type, Instant until) {}

  boolean knows(String id) {
    Piece piece = pieces.get(id);
    return piece != null && clock.instant().isBefore(piece.until());
  }

  /** A picture that a customer sent. */
  void arrived(String id) {
    pieces.put(id, new Piece(new byte[0], "image/jpeg", clock.instant().plus(KEPT)));
  }

  Answer upload(Call call) {
    String type = call.query("type");
    if (!TYPES.contains(type)) {
      return Errors.of(40004);
    }
    byte[] file = part(call);
    if (file.length == 0) {
      return Errors.of(44001, "empty media data");
    }
    String id = "M" + UUID.randomUUID().toString().replace("-", "");
    Instant now = clock.instant();
    pieces.put(id, new Piece(file, "application/octet-stream", now.plus(KEPT)));
    return Answer.json(
        Json.object()
            .put("type", type)
            .put("media_id", id)
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

  /** The content of the form's first part. */
  private static byte[] part(Call call) {
    int at = call.contentType().indexOf("boundary=");
    if (at < 0) {
      return new byte[0];
    }
    String boundary = call.contentType().substring(at + 9).replace("\"", "");
    // Latin-1 keeps each byte one character.
    String form = new String(call.body(), StandardCharsets.ISO_8859_1);
    int begin = form.indexOf("\r\n\r\n");
    int end = form.indexOf("\r\n--" + boundary, Math.max(begin, 0));
    return begin < 0 || end < begin + 4
        ? new byte[0]
        : form.substring(begin + 4, end).getBytes(StandardCharsets.ISO_8859_1);
  }
}
