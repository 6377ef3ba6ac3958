package cn.huitouke.adapter.qqbot;

import cn.huitouke.channel.EventId;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.NotUploaded;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.Parts;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Recent;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.ShopMedia;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says one message of ours as the platform's messages: words and a picture are two, because nobody
 * promises that words which come with a picture are shown. Nothing is said before every picture is
 * with the platform, and the words go first: they say who speaks and how to have it stopped.
 */
final class QqSender {

  private static final int MOST_REMEMBERED = 10_000;
  private static final int TEXT = 0;
  private static final int MEDIA = 7;

  private final QqApi api;
  private final QqFiles files;

  /** How often the platform said no to a message that was sent again after it. */
  private final Map<String, Integer> saidNo = Recent.put(MOST_REMEMBERED);

  QqSender(QqApi api, QqFiles files) {
    this.api = api;
    this.files = files;
  }

  /** Where something about this user or group is posted. */
  static String path(Peer to, String what) {
    String whom = to.kind() == Peer.Kind.GROUP ? "groups" : "users";
    String address = URLEncoder.encode(to.address(), StandardCharsets.UTF_8);
    return "/v2/" + whom + "/" + address + "/" + what;
  }

  SendOutcome send(Outbound outbound) {
    List<String> pictures = QqSpeech.pictures(outbound.message());
    List<String> infos = new ArrayList<>();
    try {
      for (String picture : pictures) {
        infos.add(files.info(outbound.to(), picture, Set.of()));
      }
    } catch (NotUploaded e) {
      return e.outcome();
    }
    String words = QqSpeech.text(outbound.message(), outbound.to().kind() == Peer.Kind.GROUP);
    int before = words.isBlank() ? 0 : 1;
    return Parts.inTurn(
        0,
        before + pictures.size(),
        i ->
            i < before
                ? said(outbound, words, 1)
                : shown(outbound, pictures.get(i - before), infos.get(i - before), i + 1));
  }

  private SendOutcome said(Outbound outbound, String words, int number) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("content", words);
    body.put("msg_type", TEXT);
    return posted(outbound, body, number);
  }

  /** A picture; once more where its file_info had ended. */
  private SendOutcome shown(Outbound outbound, String picture, String info, int number) {
    SendOutcome outcome = shown(outbound, info, number);
    if (!QqCodes.fileGone(outcome) || !ShopMedia.names(picture)) {
      return outcome;
    }
    try {
      // The platform remembers a refused message's number as if it had shown it.
      saidNo.merge(name(outbound, number), 1, Integer::sum);
      return shown(outbound, files.info(outbound.to(), picture, Set.of(info)), number);
    } catch (NotUploaded e) {
      return e.outcome();
    }
  }

  private SendOutcome shown(Outbound outbound, String info, int number) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("content", " "); // some of the platform's machines want one
    body.put("msg_type", MEDIA);
    body.put("media", Map.of("file_info", info));
    return posted(outbound, body, number);
  }

  private SendOutcome posted(Outbound outbound, Map<String, Object> body, int number) {
    if (outbound.wire().equals(QqBot.PASSIVE)
        && outbound.footing() instanceof Footing.InReplyTo(var event)) {
      body.put(isMessage(event) ? "msg_id" : "event_id", event.value());
      body.put("msg_seq", sequence(name(outbound, number)));
    }
    SendOutcome outcome = api.post(path(outbound.to(), "messages"), body);
    if (outcome instanceof SendOutcome.Deferred) {
      saidNo.merge(name(outbound, number), 1, Integer::sum);
    }
    return outcome;
  }

  /** Events other than messages are named by their kind, a colon and an id. */
  private static boolean isMessage(EventId event) {
    return !event.value().matches("[A-Z_0-9]+:.*");
  }

  private static String name(Outbound outbound, int number) {
    return outbound.id().value() + (number == 1 ? "" : "/" + number);
  }

  /**
   * From the message's id, so that the same one is recognised and another one is not. After a plain
   * "not now" it is another number: the platform remembers the number, though it showed nothing.
   */
  private int sequence(String name) {
    String attempt = name + "#" + saidNo.getOrDefault(name, 0);
    return 1 + Math.floorMod(attempt.hashCode(), 1_000_000);
  }
}
