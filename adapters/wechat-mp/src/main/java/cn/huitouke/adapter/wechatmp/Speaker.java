package cn.huitouke.adapter.wechatmp;

import cn.huitouke.channel.Message;
import cn.huitouke.channel.NotUploaded;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.Parts;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Recent;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import java.util.ArrayList;
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
  private final Map<String, Integer> taken = Recent.put(MOST_REMEMBERED);

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
    SendOutcome outcome = rest(outbound.to(), parts, name);
    if (outcome instanceof SendOutcome.Accepted) {
      taken.remove(name);
    }
    return outcome;
  }

  /** What is still to be said, as far as the platform takes it. */
  private SendOutcome rest(Peer to, List<Message> parts, String name) {
    int before = taken.getOrDefault(name, 0);
    List<Message> ready = new ArrayList<>();
    try {
      for (Message part : parts.subList(before, parts.size())) {
        ready.add(uploads.ready(part));
      }
    } catch (NotUploaded e) {
      return Parts.brokenOff(before, parts.size(), e.outcome());
    }
    return Parts.inTurn(
        before,
        parts.size(),
        i -> {
          if (i > before) {
            taken.put(name, i);
          }
          return part(to, parts.get(i), ready.get(i - before));
        });
  }

  /** One message of the platform's; once more where an id in it had ended. */
  private SendOutcome part(Peer to, Message part, Message ready) {
    SendOutcome outcome = sender.speak(to, ready);
    if (!ErrorCodes.mediaGone(outcome) || !Uploads.concern(part)) {
      return outcome;
    }
    try {
      return sender.speak(to, uploads.anew(part, ready));
    } catch (NotUploaded e) {
      return e.outcome();
    }
  }
}
