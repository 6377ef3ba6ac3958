package cn.huitouke.adapter.wecom;

import cn.huitouke.adapter.wecom.Uploads.NotUploaded;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Gets the bytes behind a picture's reference: {@code https://…} (or {@code http://…}) is fetched,
 * {@code data:image/png;base64,…} holds them itself. Anything else is the platform's own id. What they
 * are is read off their beginning, whatever anybody calls them.
 */
final class PictureSource {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LATER = Duration.ofSeconds(30);

  /** In bytes; the platform takes no file of fewer than six. */
  private static final int SMALLEST = 6;

  private static final int LARGEST = 10 << 20;
  private static final byte[] JPEG = HexFormat.of().parseHex("ffd8ff");
  private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a");
  private static final byte[] GIF = HexFormat.of().parseHex("47494638");

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(3))
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  /** One that the platform takes. */
  record Picture(byte[] bytes, String type) {

    String fileName() {
      return type.equals("image/png") ? "picture.png" : "picture.jpg";
    }
  }

  /** Whether this names something that the platform does not have yet. */
  static boolean names(String reference) {
    return reference.startsWith("https://")
        || reference.startsWith("http://")
        || reference.startsWith("data:");
  }

  Picture fetch(String reference) throws NotUploaded {
    byte[] bytes = reference.startsWith("data:") ? enclosed(reference) : fetched(reference);
    if (bytes.length > LARGEST) {
      throw unfit(Reason.TOO_LONG, "a picture has at most " + LARGEST + " bytes");
    }
    if (begins(bytes, GIF)) {
      throw unfit(Reason.UNSUPPORTED, "this platform takes JPG and PNG, not GIF");
    }
    if (bytes.length < SMALLEST || !begins(bytes, PNG) && !begins(bytes, JPEG)) {
      throw unfit(Reason.CONTENT_REJECTED, "this is no JPG or PNG");
    }
    return new Picture(bytes, begins(bytes, PNG) ? "image/png" : "image/jpeg");
  }

  private static boolean begins(byte[] bytes, byte[] beginning) {
    return bytes.length >= beginning.length
        && Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
  }

  private static NotUploaded unfit(Reason reason, String detail) {
    return new NotUploaded(new SendOutcome.Refused(reason, detail));
  }

  private static byte[] enclosed(String reference) throws NotUploaded {
    int comma = reference.indexOf(";base64,");
    try {
      if (comma > 0) {
        return Base64.getDecoder().decode(reference.substring(comma + ";base64,".length()));
      }
    } catch (IllegalArgumentException _) {
      // As below.
    }
    throw unfit(Reason.CONTENT_REJECTED, "a data address should be base64");
  }

  private byte[] fetched(String address) throws NotUploaded {
    try {
      HttpResponse<InputStream> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() >= 500) {
          throw later("HTTP " + answer.statusCode());
        }
        if (answer.statusCode() != 200) {
          throw unfit(Reason.CONTENT_REJECTED, "picture: HTTP " + answer.statusCode());
        }
        return body.readNBytes(LARGEST + 1);
      }
    } catch (IllegalArgumentException _) {
      throw unfit(Reason.CONTENT_REJECTED, "picture: not an address");
    } catch (IOException e) {
      throw later(e.getClass().getSimpleName());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw later("interrupted");
    }
  }

  private static NotUploaded later(String what) {
    return new NotUploaded(new SendOutcome.Deferred(LATER, "picture: " + what));
  }
}
