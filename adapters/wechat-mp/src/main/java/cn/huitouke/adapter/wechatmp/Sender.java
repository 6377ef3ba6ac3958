package cn.huitouke.adapter.wechatmp;

import cn.huitouke.adapter.wechatmp.WeChatMpAccount.FormTemplate;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.NoToken;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.Optional;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.mp.api.WxMpService;
import me.chanjar.weixin.mp.enums.WxMpApiUrl;

/** Speaks by the platform's API. Each message is one call; what the platform says is the outcome. */
final class Sender {

  private final WxMpService api;
  private final WeChatMpAccount account;

  Sender(WxMpService api, WeChatMpAccount account) {
    this.api = api;
    this.account = account;
  }

  /** One call, and the platform's answer to it. */
  interface Call {
    String make() throws WxErrorException;
  }

  /** One customer-service message of the platform's. */
  SendOutcome speak(Peer to, Message message) {
    return Spoken.toOne(to.address(), message)
        .map(
            kefu ->
                attempted(
                    () -> api.post(WxMpApiUrl.Kefu.MESSAGE_CUSTOM_SEND, kefu.toJson()), "msgid"))
        .orElseGet(Sender::unsupported);
  }

  /** A template message or a subscription notice. */
  SendOutcome notify(Outbound outbound) {
    if (outbound.message().segments().size() != 1
        || !(outbound.message().segments().getFirst() instanceof Segment.Form form)) {
      return unsupported();
    }
    FormTemplate template = account.forms().get(form.form());
    if (template == null || !template.wire().equals(outbound.wire())) {
      return new SendOutcome.Refused(
          Reason.MISCONFIGURED, "no " + outbound.wire() + " template for form " + form.form());
    }
    Notice notice = Notice.of(form, template);
    Optional<Notice.Fault> fault = notice.fault();
    if (fault.isPresent()) {
      return new SendOutcome.Refused(fault.get().reason(), fault.get().detail());
    }
    boolean free = template.wire().equals(WeChatMp.TEMPLATE);
    JsonObject json = notice.json(outbound.to().address(), free ? "url" : "page");
    if (free) {
      json.addProperty("client_msg_id", Digest.of(outbound.id().value()));
    }
    WxMpApiUrl address =
        free
            ? WxMpApiUrl.TemplateMsg.MESSAGE_TEMPLATE_SEND
            : WxMpApiUrl.SubscribeMsg.SEND_SUBSCRIBE_MESSAGE_URL;
    return attempted(() -> api.post(address, json.toString()), "msgid");
  }

  private static SendOutcome unsupported() {
    return new SendOutcome.Refused(
        Reason.UNSUPPORTED, "one message of this wire cannot carry these kinds");
  }

  /**
   * Makes the call once and says what became of it.
   *
   * @param id the name of the message's id in the answer
   */
  static SendOutcome attempted(Call call, String id) {
    try {
      JsonObject answer = JsonParser.parseString(call.make()).getAsJsonObject();
      if (!answer.has("errcode") && !answer.has(id)) {
        return new SendOutcome.Uncertain("the platform's answer names no result");
      }
      return new SendOutcome.Accepted(answer.has(id) ? answer.get(id).getAsString() : "");
    } catch (NoToken e) {
      return e.outcome();
    } catch (WxErrorException e) {
      return ErrorCodes.outcome(e);
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | ClassCastException
        | NumberFormatException
        | NullPointerException e) {
      // Not JSON, or not the platform's: whether the message went out, nobody knows.
      return new SendOutcome.Uncertain("the platform's answer made no sense");
    }
  }
}
