package cn.huitouke.adapter.wechatmp;

import cn.huitouke.adapter.wechatmp.Uploads.Kind;
import cn.huitouke.adapter.wechatmp.Uploads.NotUploaded;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/**
 * Gets the bytes behind a reference: {@code https://…} (or {@code http://…}) is fetched, {@code
 * data:image/png;base64,…} holds them itself. Anything else is the platform's own id.
 */
final class MediaSource {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LATER = Duration.ofSeconds(30);

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

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(3))
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  /** Bytes and what they are. */
  record Media(byte[] bytes, String type) {

    String fileName() {
      return "media." + ENDINGS.getOrDefault(type, "bin");
    }
  }

  /** Whether this names something that the platform does not have yet. */
  static boolean names(String reference) {
    return reference.startsWith("https://")
        || reference.startsWith("http://")
        || reference.startsWith("data:");
  }

  Media fetch(Kind kind, String reference) throws NotUploaded {
    Media media = reference.startsWith("data:") ? enclosed(reference) : fetched(kind, reference);
    if (!ENDINGS.containsKey(media.type()) || !fits(kind, media.type())) {
      throw Uploads.unfit(Reason.CONTENT_REJECTED, "no " + kind.word() + ": " + media.type());
    }
    if (media.bytes().length == 0) {
      throw Uploads.unfit(Reason.CONTENT_REJECTED, "the " + kind.word() + " is empty");
    }
    if (media.bytes().length > kind.most) {
      throw Uploads.unfit(
          Reason.TOO_LONG, kind.word() + " takes " + kind.most + " bytes, and this has more");
    }
    return media;
  }

  private static boolean fits(Kind kind, String type) {
    return switch (kind) {
      case IMAGE -> type.startsWith("image/");
      case THUMB -> type.equals("image/jpeg");
      case VOICE -> type.startsWith("audio/");
      case VIDEO -> type.startsWith("video/");
    };
  }

  private static Media enclosed(String reference) throws NotUploaded {
    int comma = reference.indexOf(',');
    String head = comma < 0 ? "" : reference.substring("data:".length(), comma);
    if (!head.endsWith(";base64")) {
      throw Uploads.unfit(Reason.CONTENT_REJECTED, "a data address should be base64");
    }
    try {
      return new Media(
          Base64.getDecoder().decode(reference.substring(comma + 1)),
          type(head.substring(0, head.length() - ";base64".length())));
    } catch (IllegalArgumentException _) {
      throw Uploads.unfit(Reason.CONTENT_REJECTED, "a data address should be base64");
    }
  }

  private Media fetched(Kind kind, String address) throws NotUploaded {
    try {
      HttpResponse<InputStream> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() >= 500) {
          throw new NotUploaded(
              new SendOutcome.Deferred(LATER, "media: HTTP " + answer.statusCode()));
        }
        if (answer.statusCode() != 200) {
          throw Uploads.unfit(Reason.CONTENT_REJECTED, "media: HTTP " + answer.statusCode());
        }
        return new Media(
            body.readNBytes(kind.most + 1),
            type(answer.headers().firstValue("content-type").orElse("")));
      }
    } catch (IllegalArgumentException _) {
      throw Uploads.unfit(Reason.CONTENT_REJECTED, "media: not an address");
    } catch (IOException e) {
      throw new NotUploaded(
          new SendOutcome.Deferred(LATER, "media: " + e.getClass().getSimpleName()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new NotUploaded(new SendOutcome.Deferred(LATER, "media: interrupted"));
    }
  }

  private static String type(String header) {
    return header.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
  }
}
