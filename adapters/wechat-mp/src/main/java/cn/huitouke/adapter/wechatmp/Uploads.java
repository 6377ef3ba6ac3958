package cn.huitouke.adapter.wechatmp;

import cn.huitouke.channel.Deposits;
import cn.huitouke.channel.Deposits.Deposit;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.NoToken;
import cn.huitouke.channel.NotUploaded;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.channel.ShopMedia;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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

  /** What the platform takes, and the ending by which it knows it. */
  private static final Map<String, String> ENDINGS =
      Map.of(
          "image/jpeg", "jpg",
          "image/png", "png",
          "image/gif", "gif",
          "audio/amr", "amr",
          "audio/mpeg", "mp3",
          "audio/mp3", "mp3",
          "video/mp4", "mp4");

  private final StrictWxMpService api;
  private final InstantSource clock;
  private final ShopMedia source = new ShopMedia();
  private final Deposits media;

  Uploads(StrictWxMpService api, InstantSource clock) {
    this.api = api;
    this.clock = clock;
    this.media = new Deposits(clock);
  }

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
      return name().toLowerCase(Locale.ROOT);
    }

    boolean takes(String type) {
      return switch (this) {
        case IMAGE -> type.startsWith("image/");
        case THUMB -> type.equals("image/jpeg");
        case VOICE -> type.startsWith("audio/");
        case VIDEO -> type.startsWith("video/");
      };
    }
  }

  /** Whether anything in the message has to be uploaded. */
  static boolean concern(Message message) {
    return references(message).stream().anyMatch(ShopMedia::names);
  }

  /** The names of all that the message shows, the shop's and the platform's. */
  private static List<String> references(Message message) {
    List<String> references = new ArrayList<>();
    try {
      renamed(
          message,
          (_, reference) -> {
            references.add(reference);
            return reference;
          });
    } catch (NotUploaded e) {
      throw new IllegalStateException("Nothing was uploaded", e);
    }
    return references;
  }

  /** The same message with the platform's ids in it. */
  Message ready(Message message) throws NotUploaded {
    return ready(message, Set.of());
  }

  /**
   * The same message with other ids in it.
   *
   * @param refused with ids that the platform knows no longer
   */
  Message anew(Message message, Message refused) throws NotUploaded {
    return ready(message, Set.copyOf(references(refused)));
  }

  private Message ready(Message message, Set<String> gone) throws NotUploaded {
    return renamed(
        message,
        (kind, reference) -> ShopMedia.names(reference) ? id(kind, reference, gone) : reference);
  }

  /** Says what something is called. */
  private interface Naming {
    String name(Kind kind, String reference) throws NotUploaded;
  }

  private static Message renamed(Message message, Naming to) throws NotUploaded {
    List<Segment> segments = new ArrayList<>();
    for (Segment segment : message.segments()) {
      segments.add(renamed(segment, to));
    }
    return new Message(segments);
  }

  private static Segment renamed(Segment segment, Naming to) throws NotUploaded {
    return switch (segment) {
      case Segment.Image image ->
          new Segment.Image(to.name(Kind.IMAGE, image.reference()), image.url());
      case Segment.Voice voice ->
          new Segment.Voice(
              to.name(Kind.VOICE, voice.reference()), voice.format(), voice.recognition());
      case Segment.Video video ->
          new Segment.Video(
              to.name(Kind.VIDEO, video.reference()), to.name(Kind.THUMB, video.thumbnail()));
      case Segment.Music music ->
          new Segment.Music(
              music.title(),
              music.description(),
              music.url(),
              to.name(Kind.THUMB, music.thumbnail()));
      case Segment.MiniProgram mini ->
          new Segment.MiniProgram(
              mini.appId(), mini.page(), mini.title(), to.name(Kind.IMAGE, mini.thumbnail()));
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
          segment;
    };
  }

  private String id(Kind kind, String reference, Set<String> gone) throws NotUploaded {
    return media.name(
        kind.word(),
        reference,
        gone,
        () -> new Deposit(upload(kind, fetched(kind, reference)), clock.instant().plus(KEPT)));
  }

  private ShopMedia.Media fetched(Kind kind, String reference) throws NotUploaded {
    ShopMedia.Media found = source.get(reference, kind.most);
    if (!ENDINGS.containsKey(found.type()) || !kind.takes(found.type())) {
      throw NotUploaded.unfit(Reason.CONTENT_REJECTED, "no " + kind.word() + ": " + found.type());
    }
    if (found.bytes().length == 0) {
      throw NotUploaded.unfit(Reason.CONTENT_REJECTED, "the " + kind.word() + " is empty");
    }
    if (found.bytes().length > kind.most) {
      throw NotUploaded.unfit(
          Reason.TOO_LONG, kind.word() + " takes " + kind.most + " bytes, and this has more");
    }
    return found;
  }

  private String upload(Kind kind, ShopMedia.Media media) throws NotUploaded {
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
      throw NotUploaded.later(SOON, "an upload was answered without an id");
    } catch (NoToken e) {
      throw NotUploaded.because(e.outcome(), SOON);
    } catch (WxErrorException e) {
      throw NotUploaded.because(ErrorCodes.outcome(e), SOON);
    } catch (JsonParseException | IllegalStateException _) {
      throw NotUploaded.later(SOON, "an upload's answer made no sense");
    }
  }

  /** Written by hand: the library's own form is a stream, which a second attempt finds empty. */
  private String posted(String address, ShopMedia.Media media)
      throws WxErrorException, IOException {
    HttpPost post = new HttpPost(address);
    post.setEntity(
        MultipartEntityBuilder.create()
            .addBinaryBody(
                "media",
                media.bytes(),
                ContentType.create(media.type()),
                "media." + ENDINGS.get(media.type()))
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
}
