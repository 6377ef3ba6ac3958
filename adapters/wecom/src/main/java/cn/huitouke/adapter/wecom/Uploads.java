package cn.huitouke.adapter.wecom;

import cn.huitouke.channel.Deposits;
import cn.huitouke.channel.Deposits.Deposit;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.NoToken;
import cn.huitouke.channel.NotUploaded;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.ShopMedia;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
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
  private static final int LARGEST = 10 << 20;
  private static final String UPLOAD = "/cgi-bin/media/upload?type=image";

  private final StrictWxCpService api;
  private final String address;
  private final InstantSource clock;
  private final ShopMedia source = new ShopMedia();
  private final Deposits pictures;

  Uploads(StrictWxCpService api, String apiBase, InstantSource clock) {
    this.api = api;
    this.address = apiBase + UPLOAD;
    this.clock = clock;
    this.pictures = new Deposits(clock);
  }

  /** The picture's reference, if this is one that has to be uploaded. */
  static Optional<String> picture(Message part) {
    return part.segments().getFirst() instanceof Segment.Image(String reference, var _)
            && ShopMedia.names(reference)
        ? Optional.of(reference)
        : Optional.empty();
  }

  /**
   * The same with the platform's id in it.
   *
   * @param gone ids that the platform knows no longer
   */
  Message ready(Message part, Set<String> gone) throws NotUploaded {
    Optional<String> reference = picture(part);
    return reference.isEmpty()
        ? part
        : Message.of(new Segment.Image(id(reference.get(), gone), Optional.empty()));
  }

  private String id(String reference, Set<String> gone) throws NotUploaded {
    return pictures.name(
        "image",
        reference,
        gone,
        () -> new Deposit(uploaded(source.get(reference, LARGEST)), clock.instant().plus(KEPT)));
  }

  private String uploaded(ShopMedia.Media picture) throws NotUploaded {
    String type = picture.jpegOrPng(LARGEST);
    try {
      JsonObject answer =
          JsonParser.parseString(
                  api.called(address, withToken -> posted(withToken, picture.bytes(), type)))
              .getAsJsonObject();
      if (answer.has("media_id")) {
        return answer.get("media_id").getAsString();
      }
      throw NotUploaded.later(SOON, "an upload was answered without an id");
    } catch (NoToken e) {
      throw NotUploaded.because(e.outcome(), SOON);
    } catch (WxErrorException e) {
      throw NotUploaded.because(KfCodes.ofUpload(e), SOON);
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException _) {
      throw NotUploaded.later(SOON, "an upload's answer made no sense");
    }
  }

  /** Written by hand: the library's own form is a stream, which a second attempt finds empty. */
  private String posted(String address, byte[] picture, String type)
      throws WxErrorException, IOException {
    String name = type.equals("image/png") ? "picture.png" : "picture.jpg";
    HttpPost post = new HttpPost(address);
    post.setEntity(
        MultipartEntityBuilder.create()
            .addBinaryBody("media", picture, ContentType.create(type), name)
            .build());
    String answer = api.getRequestHttpClient().execute(post, new BasicResponseHandler());
    WxError error = WxError.fromJson(answer, WxType.CP);
    if (error.getErrorCode() != 0) {
      throw new WxErrorException(error);
    }
    return answer;
  }
}
