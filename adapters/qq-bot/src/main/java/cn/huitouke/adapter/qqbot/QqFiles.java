package cn.huitouke.adapter.qqbot;

import cn.huitouke.channel.Peer;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;

/**
 * Gives the platform the pictures that messages show. It answers with a {@code file_info}, which any
 * number of messages may name for as long as it says: in private those that were given in private, in
 * groups those that were given in a group. A picture at an address is fetched by the platform itself;
 * one that a message carries is given with its bytes.
 *
 * @see <a
 *     href="https://bot.q.qq.com/wiki/develop/api-v2/server-inter/message/send-receive/rich-media.html">rich
 *     media</a>
 */
final class QqFiles {

  private static final Duration SOON = Duration.ofSeconds(10);

  /** Megabytes go up. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Not in its last moments: the message that names it is still to be sent. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private static final int PICTURE = 1;
  private static final int LARGEST = 20 << 20;
  private static final int MOST_REMEMBERED = 2_000;
  private static final byte[] JPEG = HexFormat.of().parseHex("ffd8ff");
  private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a");
  private static final byte[] GIF = HexFormat.of().parseHex("47494638");

  private final QqApi api;
  private final InstantSource clock;
  private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final ReentrantLock[] turns = new ReentrantLock[32];
  private volatile Named last = new Named("", "");

  QqFiles(QqApi api, InstantSource clock) {
    this.api = api;
    this.clock = clock;
    Arrays.setAll(turns, _ -> new ReentrantLock());
  }

  private record Kept(String info, Instant until) {}

  private record Named(String reference, String key) {}

  /** Something could not be given to the platform: nothing of the message left. */
  static final class NotUploaded extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient SendOutcome outcome;

    NotUploaded(SendOutcome outcome) {
      super(outcome.toString(), null, false, false);
      this.outcome = outcome;
    }

    SendOutcome outcome() {
      return outcome;
    }
  }

  /** Whether this names something that the platform does not have yet. */
  static boolean names(String reference) {
    return reference.startsWith("https://")
        || reference.startsWith("http://")
        || reference.startsWith("data:");
  }

  /**
   * The {@code file_info} of a picture. However many want the same at once, one of them uploads it.
   *
   * @param to to whom it is to be shown
   * @param gone a file_info that the platform knows no longer, or empty
   */
  String info(Peer to, String reference, String gone) throws NotUploaded {
    if (!names(reference)) {
      return reference;
    }
    String key = to.kind() + key(reference);
    ReentrantLock turn = turns[Math.floorMod(key.hashCode(), turns.length)];
    turn.lock();
    try {
      Optional<Kept> before = remembered(key);
      if (before.isPresent() && !before.get().info().equals(gone)) {
        return before.get().info();
      }
      Kept made = uploaded(to, reference);
      remember(key, made);
      return made.info();
    } finally {
      turn.unlock();
    }
  }

  /** A broadcast shows one picture, the very same text of megabytes, to everybody in turn. */
  private String key(String reference) {
    Named named = last;
    if (!named.reference().equals(reference)) {
      named = new Named(reference, digest(reference));
      last = named;
    }
    return named.key();
  }

  private static String digest(String reference) {
    try {
      byte[] bytes = reference.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private Optional<Kept> remembered(String key) {
    synchronized (kept) {
      return Optional.ofNullable(kept.get(key))
          .filter(known -> clock.instant().isBefore(known.until()));
    }
  }

  private void remember(String key, Kept made) {
    synchronized (kept) {
      kept.put(key, made);
      if (kept.size() > MOST_REMEMBERED) {
        kept.remove(kept.keySet().iterator().next());
      }
    }
  }

  private Kept uploaded(Peer to, String reference) throws NotUploaded {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("file_type", PICTURE);
    file.put("srv_send_msg", false);
    if (reference.startsWith("data:")) {
      file.put("file_data", checked(reference));
    } else {
      file.put("url", reference);
    }
    Instant asked = clock.instant();
    QqApi.Answered answered = api.ask(QqSender.path(to, "files"), file, PATIENCE);
    switch (answered.outcome()) {
      case SendOutcome.Accepted _ -> {
        String info = answered.body().path("file_info").asString("");
        if (info.isEmpty()) {
          throw new NotUploaded(new SendOutcome.Deferred(SOON, "an upload without file_info"));
        }
        return new Kept(info, until(asked, answered.body().path("ttl")));
      }
      case SendOutcome.Uncertain(String detail) ->
          throw new NotUploaded(new SendOutcome.Deferred(SOON, "not uploaded: " + detail));
      case SendOutcome.Refused _, SendOutcome.Deferred _ ->
          throw new NotUploaded(answered.outcome());
    }
  }

  /** Zero seconds are for ever; where the platform does not say, the next message gets its own. */
  private static Instant until(Instant asked, JsonNode ttl) {
    long seconds = ttl.asLong(-1);
    try {
      return seconds == 0 ? Instant.MAX : asked.plusSeconds(seconds).minus(MARGIN);
    } catch (DateTimeException | ArithmeticException _) {
      return Instant.MAX;
    }
  }

  /** The bytes in base64, if they are a picture that the platform takes. */
  private static String checked(String reference) throws NotUploaded {
    int comma = reference.indexOf(";base64,");
    String base64 = comma < 0 ? "" : reference.substring(comma + ";base64,".length());
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      bytes = new byte[0];
    }
    if (bytes.length > LARGEST) {
      throw unfit(Reason.TOO_LONG, "a picture has at most " + LARGEST + " bytes");
    }
    if (begins(bytes, GIF)) {
      throw unfit(Reason.UNSUPPORTED, "this platform takes JPG and PNG, not GIF");
    }
    if (!begins(bytes, PNG) && !begins(bytes, JPEG)) {
      throw unfit(Reason.CONTENT_REJECTED, "this is no JPG or PNG in base64");
    }
    return base64;
  }

  private static boolean begins(byte[] bytes, byte[] beginning) {
    return bytes.length > beginning.length
        && Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
  }

  private static NotUploaded unfit(Reason reason, String detail) {
    return new NotUploaded(new SendOutcome.Refused(reason, detail));
  }
}
