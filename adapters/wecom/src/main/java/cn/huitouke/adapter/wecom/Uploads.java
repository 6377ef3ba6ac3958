package cn.huitouke.adapter.wecom;

import cn.huitouke.channel.Message;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import me.chanjar.weixin.common.enums.WxType;
import me.chanjar.weixin.common.error.WxError;
import me.chanjar.weixin.common.error.WxErrorException;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.entity.ContentType;
import org.apache.http.entity.mime.MultipartEntityBuilder;
import org.apache.http.impl.client.BasicResponseHandler;

/**
 * Gives the platform the pictures that messages show. It takes them only by an id of its own, which
 * lives for three days: one that a message names by its address or carries itself is uploaded once,
 * however many customers get it, until the id ends or the platform knows it no longer.
 *
 * @see <a href="https://developer.work.weixin.qq.com/document/path/90253">temporary media</a>
 */
final class Uploads {

  /** An hour less than the platform promises. */
  private static final Duration KEPT = Duration.ofHours(71);

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int MOST_REMEMBERED = 2_000;
  private static final String UPLOAD = "/cgi-bin/media/upload?type=image";

  private final StrictWxCpService api;
  private final String address;
  private final InstantSource clock;
  private final PictureSource source = new PictureSource();
  private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final ReentrantLock[] turns = new ReentrantLock[32];
  private volatile Named last = new Named("", "");

  Uploads(StrictWxCpService api, String apiBase, InstantSource clock) {
    this.api = api;
    this.address = apiBase + UPLOAD;
    this.clock = clock;
    Arrays.setAll(turns, _ -> new ReentrantLock());
  }

  private record Kept(String mediaId, Instant until) {}

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

  /** The picture's reference, if this is one that has to be uploaded. */
  static Optional<String> picture(Message part) {
    return part.segments().getFirst() instanceof Segment.Image(String reference, var _)
            && PictureSource.names(reference)
        ? Optional.of(reference)
        : Optional.empty();
  }

  /**
   * The same with the platform's id in it.
   *
   * @param gone an id that the platform knows no longer, or empty
   */
  Message ready(Message part, String gone) throws NotUploaded {
    Optional<String> reference = picture(part);
    return reference.isEmpty()
        ? part
        : Message.of(new Segment.Image(id(reference.get(), gone), Optional.empty()));
  }

  /** However many want the same at once, one of them uploads it. */
  private String id(String reference, String gone) throws NotUploaded {
    String key = key(reference);
    ReentrantLock turn = turns[Math.floorMod(key.hashCode(), turns.length)];
    turn.lock();
    try {
      Optional<Kept> before = remembered(key);
      if (before.isPresent() && !before.get().mediaId().equals(gone)) {
        return before.get().mediaId();
      }
      Kept made = new Kept(uploaded(source.fetch(reference)), clock.instant().plus(KEPT));
      remember(key, made);
      return made.mediaId();
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

  private String uploaded(PictureSource.Picture picture) throws NotUploaded {
    try {
      JsonObject answer =
          JsonParser.parseString(api.called(address, withToken -> posted(withToken, picture)))
              .getAsJsonObject();
      if (answer.has("media_id")) {
        return answer.get("media_id").getAsString();
      }
      throw new NotUploaded(new SendOutcome.Deferred(SOON, "an upload was answered without an id"));
    } catch (StrictWxCpService.NoToken e) {
      throw new NotUploaded(e.outcome());
    } catch (WxErrorException e) {
      throw new NotUploaded(KfCodes.notUploaded(e));
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException _) {
      throw new NotUploaded(new SendOutcome.Deferred(SOON, "an upload's answer made no sense"));
    }
  }

  /** Written by hand: the library's own form is a stream, which a second attempt finds empty. */
  private String posted(String address, PictureSource.Picture picture)
      throws WxErrorException, IOException {
    HttpPost post = new HttpPost(address);
    post.setEntity(
        MultipartEntityBuilder.create()
            .addBinaryBody(
                "media", picture.bytes(), ContentType.create(picture.type()), picture.fileName())
            .build());
    String answer = api.getRequestHttpClient().execute(post, new BasicResponseHandler());
    WxError error = WxError.fromJson(answer, WxType.CP);
    if (error.getErrorCode() != 0) {
      throw new WxErrorException(error);
    }
    return answer;
  }
}
