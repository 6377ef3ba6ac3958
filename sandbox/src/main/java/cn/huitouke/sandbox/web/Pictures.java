package cn.huitouke.sandbox.web;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Pictures that a platform was given, judged by their first bytes and not by their name. Thread-safe. */
public final class Pictures {
  private static final Map<String, byte[]> BEGINNINGS =
      Map.of(
          "image/jpeg", HexFormat.of().parseHex("ffd8ff"),
          "image/png", HexFormat.of().parseHex("89504e470d0a1a0a"));

  private final Map<String, Picture> kept = new HashMap<>();

  private record Picture(byte[] bytes, String type, Instant until) {}

  /** What they are; empty when neither JPEG nor PNG. */
  public static Optional<String> type(byte[] bytes) {
    return BEGINNINGS.entrySet().stream()
        .filter(kind -> begins(bytes, kind.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean begins(byte[] bytes, byte[] beginning) {
    return bytes.length > beginning.length
        && Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
  }

  /** Keeps one under a name. */
  public synchronized void keep(String id, byte[] bytes, Instant until) {
    kept.put(id, new Picture(bytes, type(bytes).orElse("application/octet-stream"), until));
  }

  /** Whether a message may still name it. */
  public synchronized boolean knows(String id, Instant now) {
    return kept.containsKey(id) && now.isBefore(kept.get(id).until());
  }

  /** No message may name any of them any more. */
  public synchronized void forget() {
    kept.replaceAll((_, one) -> new Picture(one.bytes(), one.type(), Instant.EPOCH));
  }

  /** What a phone fetches; what a message has shown stays in it. */
  public synchronized Answer shown(String id) {
    Picture picture = kept.get(id);
    return picture == null
        ? Answer.html(404, "<html><body>404</body></html>")
        : new Answer(200, picture.type(), picture.bytes());
  }
}
