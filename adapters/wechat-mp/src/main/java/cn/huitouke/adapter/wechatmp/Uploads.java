package cn.huitouke.adapter.wechatmp;

import cn.huitouke.channel.Message;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import me.chanjar.weixin.common.enums.WxType;
import me.chanjar.weixin.common.error.WxError;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.mp.enums.WxMpApiUrl;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.client5.http.impl.classic.BasicHttpClientResponseHandler;
import org.apache.hc.core5.http.ContentType;

/**
 * Gives the platform what a message shows and the platform does not have yet. It takes pictures,
 * voices and videos only by an id of its own, which lives for three days: what a message names by its
 * address or carries itself is uploaded once and then named by that id, until it ends or the platform
 * knows it no longer.
 *
 * @see <a
 *     href="https://developers.weixin.qq.com/doc/service/api/material/temporary/api_uploadtempmedia.html">temporary
 *     media</a>
 */
final class Uploads {

  /** An hour less than the platform promises. */
  private static final Duration KEPT = Duration.ofHours(71);

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int MOST_REMEMBERED = 2_000;

  private final StrictWxMpService api;
  private final InstantSource clock;
  private final MediaSource source = new MediaSource();
  private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final ReentrantLock[] turns = new ReentrantLock[32];

  Uploads(StrictWxMpService api, InstantSource clock) {
    this.api = api;
    this.clock = clock;
    java.util.Arrays.setAll(turns, _ -> new ReentrantLock());
  }

  private record Kept(String mediaId, Instant until) {}

  /** What the platform keeps, each under conditions of its own. */
  enum Kind {
    IMAGE(10 << 20),
    VOICE(2 << 20),
    VIDEO(10 << 20),
    THUMB(64 << 10);

    final int most;

    Kind(int most) {
      this.most = most;
    }

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

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

  /** Whether anything in the message has to be uploaded. */
  static boolean concern(Message message) {
    return message.segments().stream().anyMatch(Uploads::concern);
  }

  private static boolean concern(Segment segment) {
    return switch (segment) {
      case Segment.Image image -> MediaSource.names(image.reference());
      case Segment.Voice voice -> MediaSource.names(voice.reference());
      case Segment.Video video ->
          MediaSource.names(video.reference()) || MediaSource.names(video.thumbnail());
      case Segment.Music music -> MediaSource.names(music.thumbnail());
      case Segment.MiniProgram mini -> MediaSource.names(mini.thumbnail());
      case Segment.Text _,
          Segment.Mention _,
          Segment.Location _,
          Segment.Link _,
          Segment.Card _,
          Segment.Article _,
          Segment.Coupon _,
          Segment.Choices _,
          Segment.Form _,
          Segment.Unsupported _ ->
          false;
    };
  }

  /**
   * The same message with the platform's ids in it.
   *
   * @param anew whether what was uploaded before is gone
   */
  Message ready(Message message, boolean anew) throws NotUploaded {
    List<Segment> segments = new java.util.ArrayList<>();
    for (Segment segment : message.segments()) {
      segments.add(concern(segment) ? ready(segment, anew) : segment);
    }
    return new Message(segments);
  }

  private Segment ready(Segment segment, boolean anew) throws NotUploaded {
    return switch (segment) {
      case Segment.Image image ->
          new Segment.Image(id(Kind.IMAGE, image.reference(), anew), image.url());
      case Segment.Voice voice ->
          new Segment.Voice(
              id(Kind.VOICE, voice.reference(), anew), voice.format(), voice.recognition());
      case Segment.Video video ->
          new Segment.Video(
              id(Kind.VIDEO, video.reference(), anew), id(Kind.THUMB, video.thumbnail(), anew));
      case Segment.Music music ->
          new Segment.Music(
              music.title(),
              music.description(),
              music.url(),
              id(Kind.THUMB, music.thumbnail(), anew));
      case Segment.MiniProgram mini ->
          new Segment.MiniProgram(
              mini.appId(), mini.page(), mini.title(), id(Kind.IMAGE, mini.thumbnail(), anew));
      default -> segment;
    };
  }

  /** However many want the same at once, one of them uploads it. */
  private String id(Kind kind, String reference, boolean anew) throws NotUploaded {
    if (!MediaSource.names(reference)) {
      return reference;
    }
    String key = kind + Digest.of(reference);
    Kept before = remembered(key);
    ReentrantLock turn = turns[Math.floorMod(key.hashCode(), turns.length)];
    turn.lock();
    try {
      Kept now = remembered(key);
      boolean usable = now != null && clock.instant().isBefore(now.until());
      if (now != null && usable && !(anew && now.equals(before))) {
        return now.mediaId();
      }
      Kept made = new Kept(upload(kind, source.fetch(kind, reference)), clock.instant().plus(KEPT));
      remember(key, made);
      return made.mediaId();
    } finally {
      turn.unlock();
    }
  }

  private @org.jspecify.annotations.Nullable Kept remembered(String key) {
    synchronized (kept) {
      return kept.get(key);
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

  private String upload(Kind kind, MediaSource.Media media) throws NotUploaded {
    String address =
        String.format(
            WxMpApiUrl.Material.MEDIA_UPLOAD_URL.getUrl(api.getWxMpConfigStorage()), kind.word());
    try {
      String answer = api.called(address, withToken -> posted(withToken, media));
      JsonObject json = JsonParser.parseString(answer).getAsJsonObject();
      // A thumbnail's id has a name of its own.
      for (String name : List.of("media_id", "thumb_media_id")) {
        if (json.has(name)) {
          return json.get(name).getAsString();
        }
      }
      throw new NotUploaded(new SendOutcome.Deferred(SOON, "an upload was answered without an id"));
    } catch (NoToken e) {
      throw new NotUploaded(e.outcome());
    } catch (WxErrorException e) {
      SendOutcome outcome = ErrorCodes.outcome(e);
      throw new NotUploaded(
          outcome instanceof SendOutcome.Uncertain uncertain
              ? new SendOutcome.Deferred(SOON, "not uploaded: " + uncertain.detail())
              : outcome);
    } catch (JsonParseException | IllegalStateException _) {
      throw new NotUploaded(new SendOutcome.Deferred(SOON, "an upload's answer made no sense"));
    }
  }

  /** Written by hand: the library's own form is a stream, which a second attempt finds empty. */
  private String posted(String address, MediaSource.Media media)
      throws WxErrorException, IOException {
    HttpPost post = new HttpPost(address);
    post.setEntity(
        MultipartEntityBuilder.create()
            .addBinaryBody(
                "media", media.bytes(), ContentType.create(media.type()), media.fileName())
            .build());
    String answer = api.getRequestHttpClient().execute(post, new BasicHttpClientResponseHandler());
    if (answer.contains("errcode")) {
      WxError error = WxError.fromJson(answer, WxType.MP);
      if (error.getErrorCode() != 0) {
        throw new WxErrorException(error);
      }
    }
    return answer;
  }

  /** What the platform does not take, and would not take if asked again. */
  static NotUploaded unfit(Reason reason, String detail) {
    return new NotUploaded(new SendOutcome.Refused(reason, detail));
  }
}
