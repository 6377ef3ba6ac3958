package cn.huitouke.channel;

import java.time.Duration;
import java.util.Optional;

/** A channel that can make QR codes which bring a scene back when they are scanned. */
public interface QrCodes {

  /**
   * Makes a code that lives for a while. Calls the platform.
   *
   * @param scene 1-64 characters
   * @param life at most what the platform allows
   * @return where its picture is, and the text in it; empty when the platform said no
   */
  Optional<QrCode> temporaryCode(String scene, Duration life);

  /** Makes a code that lives for ever; platforms allow only so many. */
  Optional<QrCode> permanentCode(String scene);

  /** A code: the address of its picture and the content to draw it oneself. */
  record QrCode(String pictureUrl, String content) {}
}
