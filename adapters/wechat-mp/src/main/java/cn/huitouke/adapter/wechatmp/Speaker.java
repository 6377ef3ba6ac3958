package cn.huitouke.adapter.wechatmp;

import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says one message of ours as the platform's customer-service messages: words and a picture are two.
 * Nothing is said before everything is uploaded, and the words go first: they say who speaks and how
 * to have it stopped. The platform takes no key of ours here; what it took of a message that broke off
 * is remembered while this process lives, so that a repetition goes on from there.
 */
final class Speaker {

  private static final int MOST_REMEMBERED = 10_000;

  private final Sender sender;
  private final Uploads uploads;

  /** How many parts the platform took of a message that broke off. */
  private final Map<String, Integer> taken =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
              return size() > MOST_REMEMBERED;
            }
          });

  Speaker(Sender sender, Uploads uploads) {
    this.sender = sender;
    this.uploads = uploads;
  }

  SendOutcome say(Outbound outbound) {
    List<Message> parts = Spoken.parts(outbound.message());
    if (parts.stream().anyMatch(part -> Spoken.toOne("", part).isEmpty())) {
      return new SendOutcome.Refused(
          Reason.UNSUPPORTED, "one message of this wire cannot carry these kinds");
    }
    String name = outbound.id().value() + " " + outbound.to().address();
    int before = taken.getOrDefault(name, 0);
    SendOutcome outcome = rest(outbound.to(), parts.subList(before, parts.size()), name, before);
    if (outcome instanceof SendOutcome.Accepted) {
      taken.remove(name);
      return outcome;
    }
    int now = taken.getOrDefault(name, 0);
    return now == 0
        ? outcome
        // Neither sent nor not sent: the words are with the customer, the picture is not.
        : new SendOutcome.Uncertain(
            "part %d of %d did not follow: %s".formatted(now + 1, parts.size(), outcome));
  }

  /** What is still to be said, as far as the platform takes it. */
  private SendOutcome rest(Peer to, List<Message> parts, String name, int before) {
    List<Message> ready = new ArrayList<>();
    try {
      for (Message part : parts) {
        ready.add(uploads.ready(part, false));
      }
    } catch (Uploads.NotUploaded e) {
      return e.outcome();
    }
    SendOutcome outcome = part(to, parts.getFirst(), ready.getFirst());
    for (int i = 1; i < parts.size() && outcome instanceof SendOutcome.Accepted; i++) {
      taken.put(name, before + i);
      outcome = part(to, parts.get(i), ready.get(i));
    }
    return outcome;
  }

  /** One message of the platform's; once more where an id in it had ended. */
  private SendOutcome part(Peer to, Message part, Message ready) {
    SendOutcome outcome = sender.speak(to, ready);
    if (!ErrorCodes.mediaGone(outcome) || !Uploads.concern(part)) {
      return outcome;
    }
    try {
      return sender.speak(to, uploads.ready(part, true));
    } catch (Uploads.NotUploaded e) {
      return e.outcome();
    }
  }
}
