package cn.huitouke.channel;

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
import java.util.Locale;

/**
 * The bytes behind a segment's reference, for adapters of platforms that want to be given them: {@code
 * https://…} (or {@code http://…}) is fetched, {@code data:image/png;base64,…} holds them itself.
 * Anything else is the platform's own name of something that it has.
 */
public final class ShopMedia {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LATER = Duration.ofSeconds(30);
  private static final String BASE64 = ";base64";

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(3))
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  /** Whether this names something of the shop's, which the platform does not have yet. */
  public static boolean names(String reference) {
    return reference.startsWith("https://")
        || reference.startsWith("http://")
        || reference.startsWith("data:");
  }

  /**
   * What it names.
   *
   * @param most of a larger one so many bytes and one more are fetched
   */
  public Media get(String reference, int most) throws NotUploaded {
    return reference.startsWith("data:") ? enclosed(reference) : fetched(reference, most);
  }

  /** What a {@code data:} address holds. */
  public static Media enclosed(String reference) throws NotUploaded {
    int comma = reference.indexOf(',');
    String head = comma < 0 ? "" : reference.substring("data:".length(), comma);
    try {
      if (head.endsWith(BASE64)) {
        return new Media(
            Base64.getDecoder().decode(reference.substring(comma + 1)),
            type(head.substring(0, head.length() - BASE64.length())));
      }
    } catch (IllegalArgumentException _) {
      // As below.
    }
    throw NotUploaded.unfit(Reason.CONTENT_REJECTED, "a data address should be base64");
  }

  private Media fetched(String address, int most) throws NotUploaded {
    try {
      HttpResponse<InputStream> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() >= 500) {
          throw NotUploaded.later(LATER, "media: HTTP " + answer.statusCode());
        }
        if (answer.statusCode() != 200) {
          throw NotUploaded.unfit(Reason.CONTENT_REJECTED, "media: HTTP " + answer.statusCode());
        }
        return new Media(
            body.readNBytes(most + 1),
            type(answer.headers().firstValue("content-type").orElse("")));
      }
    } catch (IllegalArgumentException _) {
      throw NotUploaded.unfit(Reason.CONTENT_REJECTED, "media: not an address");
    } catch (IOException e) {
      throw NotUploaded.later(LATER, "media: " + e.getClass().getSimpleName());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw NotUploaded.later(LATER, "media: interrupted");
    }
  }

  private static String type(String header) {
    return header.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
  }

  /**
   * Bytes.
   *
   * @param type what whoever gave them calls them, in lower case; may be wrong, may be empty
   */
  public record Media(byte[] bytes, String type) {

    /** No picture is smaller, and no platform takes one that is. */
    private static final int SMALLEST = 6;

    private static final byte[] JPEG = HexFormat.of().parseHex("ffd8ff");
    private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a");
    private static final byte[] GIF = HexFormat.of().parseHex("47494638");

    /**
     * For platforms that take JPG and PNG and nothing else. Which one it is, is read off its beginning,
     * whatever anybody calls it.
     *
     * @param most how many bytes the platform takes
     * @return {@code image/jpeg} or {@code image/png}
     */
    public String jpegOrPng(int most) throws NotUploaded {
      if (bytes.length > most) {
        throw NotUploaded.unfit(Reason.TOO_LONG, "a picture has at most " + most + " bytes");
      }
      if (begins(GIF)) {
        throw NotUploaded.unfit(Reason.UNSUPPORTED, "this platform takes JPG and PNG, not GIF");
      }
      if (bytes.length < SMALLEST || !begins(PNG) && !begins(JPEG)) {
        throw NotUploaded.unfit(Reason.CONTENT_REJECTED, "this is no JPG or PNG");
      }
      return begins(PNG) ? "image/png" : "image/jpeg";
    }

    private boolean begins(byte[] beginning) {
      return bytes.length >= beginning.length
          && Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
    }
  }
}
