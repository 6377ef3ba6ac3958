package cn.huitouke.adapter.wecom;

import cn.huitouke.channel.Message;
import cn.huitouke.channel.NoToken;
import cn.huitouke.channel.NotUploaded;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.Parts;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import me.chanjar.weixin.common.error.WxErrorException;

/**
 * Says one message of ours as the platform's messages: words and a picture are two. Nothing is said
 * before every picture is with the platform, and the words go first: they say who speaks and how to
 * have it stopped. Each has a key of its own, so that the whole can be repeated after silence.
 */
final class KfSender {

  private static final String SEND = "/cgi-bin/kf/send_msg";

  private final StrictWxCpService platform;
  private final WeComAccount account;
  private final Uploads uploads;

  KfSender(StrictWxCpService platform, WeComAccount account, Uploads uploads) {
    this.platform = platform;
    this.account = account;
    this.uploads = uploads;
  }

  SendOutcome send(Outbound outbound) {
    List<Message> parts = KfSpeech.parts(outbound.message());
    if (parts.stream().anyMatch(part -> KfSpeech.of(part).isEmpty())) {
      return new SendOutcome.Refused(
          Reason.UNSUPPORTED, "one message cannot carry these kinds together");
    }
    List<Message> ready = new ArrayList<>();
    try {
      for (Message part : parts) {
        ready.add(uploads.ready(part, Set.of()));
      }
    } catch (NotUploaded e) {
      return e.outcome();
    }
    return Parts.inTurn(0, parts.size(), i -> part(outbound, parts.get(i), ready.get(i), i + 1));
  }

  /** One message of the platform's; once more where a picture's id had ended. */
  private SendOutcome part(Outbound outbound, Message part, Message ready, int number) {
    SendOutcome outcome = said(outbound, ready, number);
    if (!KfCodes.mediaGone(outcome) || Uploads.picture(part).isEmpty()) {
      return outcome;
    }
    try {
      String gone = ((Segment.Image) ready.segments().getFirst()).reference();
      return said(outbound, uploads.ready(part, Set.of(gone)), number);
    } catch (NotUploaded e) {
      return e.outcome();
    }
  }

  private SendOutcome said(Outbound outbound, Message part, int number) {
    String key = KfMessageId.of(outbound.id(), number);
    JsonObject json = KfSpeech.of(part).orElseThrow();
    json.addProperty("touser", outbound.to().address());
    json.addProperty("open_kfid", account.openKfId());
    json.addProperty("msgid", key);
    try {
      String answer = platform.post(account.apiBase() + SEND, json.toString());
      JsonObject told = JsonParser.parseString(answer).getAsJsonObject();
      return told.has("errcode")
          ? new SendOutcome.Accepted(key)
          : new SendOutcome.Uncertain("the platform's answer names no result");
    } catch (NoToken e) {
      return e.outcome();
    } catch (WxErrorException e) {
      return KfCodes.outcome(e, key);
    } catch (JsonParseException
        | IllegalStateException
        | ClassCastException
        | NumberFormatException
        | UnsupportedOperationException
        | NullPointerException _) {
      return new SendOutcome.Uncertain("the platform's answer made no sense");
    }
  }
}
