package cn.huitouke.adapter.qqbot;

import cn.huitouke.channel.Deposits;
import cn.huitouke.channel.Deposits.Deposit;
import cn.huitouke.channel.NotUploaded;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.ShopMedia;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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

  private final QqApi api;
  private final InstantSource clock;
  private final Deposits files;

  QqFiles(QqApi api, InstantSource clock) {
    this.api = api;
    this.clock = clock;
    this.files = new Deposits(clock);
  }

  /**
   * The {@code file_info} of a picture.
   *
   * @param to to whom it is to be shown
   * @param gone file_infos that the platform knows no longer
   */
  String info(Peer to, String reference, Set<String> gone) throws NotUploaded {
    return ShopMedia.names(reference)
        ? files.name(to.kind().name(), reference, gone, () -> uploaded(to, reference))
        : reference;
  }

  private Deposit uploaded(Peer to, String reference) throws NotUploaded {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("file_type", PICTURE);
    file.put("srv_send_msg", false);
    if (reference.startsWith("data:")) {
      ShopMedia.enclosed(reference).jpegOrPng(LARGEST);
      file.put("file_data", reference.substring(reference.indexOf(',') + 1));
    } else {
      file.put("url", reference);
    }
    Instant asked = clock.instant();
    QqApi.Answered answered = api.ask(QqSender.path(to, "files"), file, PATIENCE);
    if (!(answered.outcome() instanceof SendOutcome.Accepted)) {
      throw NotUploaded.because(answered.outcome(), SOON);
    }
    String info = answered.body().path("file_info").asString("");
    if (info.isEmpty()) {
      throw NotUploaded.later(SOON, "an upload without file_info");
    }
    return new Deposit(info, until(asked, answered.body().path("ttl")));
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
}
