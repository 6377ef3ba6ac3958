package cn.huitouke.adapter.wechatmp;

import cn.huitouke.channel.Answering;
import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.DatedRules;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.FormTemplates;
import cn.huitouke.channel.Inbox;
import cn.huitouke.channel.MassSender;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.NotUploaded;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Probe;
import cn.huitouke.channel.QrCodes;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.channel.Typing;
import cn.huitouke.channel.WebhookChannel;
import cn.huitouke.channel.Wire;
import cn.huitouke.hook.Hook;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import me.chanjar.weixin.common.error.WxErrorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;

/** One WeChat official account (服务号). */
public final class WeChatMp
    implements WebhookChannel, Answering, FormTemplates, QrCodes, Typing, MassSender, Probe {

  /** The kind of its {@link ChannelId}. */
  public static final String KIND = "wechat-mp";

  /** The response to the callback. */
  public static final Wire PASSIVE_REPLY = new Wire("passive-reply");

  /** Customer-service messages (客服消息). */
  public static final Wire CUSTOMER_SERVICE = new Wire("customer-service");

  /** Template messages (模板消息). */
  public static final Wire TEMPLATE = new Wire("template");

  /** One-time subscription notices (订阅通知). */
  public static final Wire SUBSCRIPTION = new Wire("subscription");

  /** Mass sends (群发). */
  public static final Wire MASS = new Wire("mass");

  private static final Logger log = LoggerFactory.getLogger(WeChatMp.class);

  private final ChannelId id;
  private final DatedRules rules;
  private final Map<String, String> templates = new HashMap<>();
  private final Limits limits;
  private final ReplySlots slots;
  private final Replies replies;
  private final WeChatHook hook;
  private final StrictWxMpService api;
  private final Sender sender;
  private final Speaker speaker;
  private final Uploads uploads;
  private final MassSends mass;
  private final OpeningMenu menu;
  private final QrTickets codes;

  /**
   * @param redis where access tokens and nonces are shared with other processes and outlive
   *     this one; empty: this one keeps its own
   * @param rulesOverride the shop's own rule pack, in place of the one in this jar
   * @throws IllegalArgumentException naming what is wrong in the settings or the rule pack
   */
  public WeChatMp(
      WeChatMpAccount account,
      InstantSource clock,
      Optional<UnifiedJedis> redis,
      Optional<InputStream> rulesOverride) {
    this.id = new ChannelId(KIND, account.id());
    account.forms().forEach((form, template) -> templates.put(form, template.templateId()));
    this.rules = Rules.of(rulesOverride, account, clock);
    this.limits = new Limits(id, rules);
    this.slots = new ReplySlots(ReplySlots.WAIT, System::nanoTime);
    this.replies = new Replies(slots, clock);
    this.hook =
        new WeChatHook(
            account,
            clock,
            slots,
            new EventDecoder(id),
            redis.map(jedis -> new RedisNonces(jedis, account.appId())));
    this.api =
        new StrictWxMpService(
            account, redis.map(jedis -> new RedisTokens(jedis, account.appId())), clock);
    this.sender = new Sender(api, account);
    this.uploads = new Uploads(api, clock);
    this.speaker = new Speaker(sender, uploads);
    this.mass = new MassSends(api);
    this.codes = new QrTickets(id, api);
    this.menu = new OpeningMenu(new Followers(api), account);
  }

  @Override
  public ChannelId id() {
    return id;
  }

  @Override
  public Capabilities capabilities() {
    return rules.now();
  }

  @Override
  public Optional<String> templateOf(String form) {
    return Optional.ofNullable(templates.get(form));
  }

  @Override
  public Hook hook() {
    return hook;
  }

  @Override
  public void start(Inbox inbox) {
    api.getRequestHttpClient();
    hook.open(inbox);
    menu.begin();
  }

  @Override
  public void stop() {
    hook.close();
    menu.end();
    slots.clear();
    api.disconnect();
  }

  @Override
  public Wire replyWire() {
    return PASSIVE_REPLY;
  }

  @Override
  public void nothingMore(EventId event) {
    slots.close(event);
  }

  @Override
  public SendOutcome send(Outbound outbound) {
    SendOutcome outcome =
        limits
            .refusal(outbound.wire(), outbound.to(), outbound.message())
            .orElseGet(() -> sent(outbound));
    if (!(outcome instanceof SendOutcome.Accepted)) {
      log.info("{}: {} on {}: {}", id, outbound.id(), outbound.wire(), outcome);
    }
    return outcome;
  }

  private static Outbound with(Outbound outbound, Message message) {
    return new Outbound(outbound.id(), outbound.to(), message, outbound.wire(), outbound.footing());
  }

  /** Sends a message with the platform's own ids in it; once more where an id had ended. */
  private SendOutcome uploaded(Message message, Function<Message, SendOutcome> send) {
    if (!Uploads.concern(message)) {
      return send.apply(message);
    }
    try {
      Message ready = uploads.ready(message);
      SendOutcome outcome = send.apply(ready);
      return ErrorCodes.mediaGone(outcome) ? send.apply(uploads.anew(message, ready)) : outcome;
    } catch (NotUploaded e) {
      return e.outcome();
    }
  }

  private SendOutcome sent(Outbound outbound) {
    Message message = outbound.message();
    return switch (outbound.wire().name()) {
      case "passive-reply" -> uploaded(message, ready -> replies.reply(with(outbound, ready)));
      case "customer-service" -> speaker.say(outbound);
      case "template", "subscription" -> sender.notify(outbound);
      case "mass" ->
          uploaded(message, ready -> mass.toList(outbound.id(), List.of(outbound.to()), ready));
      default -> new SendOutcome.Refused(Reason.UNSUPPORTED, "no such wire: " + outbound.wire());
    };
  }

  /**
   * Answers an event by handing the conversation to a human agent of the platform's own customer
   * service. Any other answer to the event keeps it from them.
   *
   * @param agent who shall have it ({@code name@account}), or empty for whoever is free
   * @return {@code Refused(WINDOW_CLOSED)} where no response is waiting
   */
  public SendOutcome handOver(EventId event, Optional<String> agent) {
    return replies.handOver(event, agent);
  }

  @Override
  public Wire massWire() {
    return MASS;
  }

  @Override
  public int mostAtOnce() {
    return MassSends.MOST_AT_ONCE;
  }

  @Override
  public SendOutcome sendMany(OutboundId id, List<Peer> to, Message message) {
    return to.stream()
        .map(peer -> limits.refusal(MASS, peer, message))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> uploaded(message, ready -> mass.toList(id, to, ready)));
  }

  @Override
  public SendOutcome sendTo(OutboundId id, Audience audience, Message message) {
    return limits
        .refusal(MASS, message)
        .orElseGet(() -> uploaded(message, ready -> mass.toAudience(id, audience, ready)));
  }

  @Override
  public SendOutcome preview(Peer to, Message message) {
    return limits
        .refusal(MASS, to, message)
        .orElseGet(() -> uploaded(message, ready -> mass.preview(to, ready)));
  }

  @Override
  public SendOutcome recall(String platformMessageId) {
    return mass.recall(platformMessageId);
  }

  @Override
  public Progress progress(String platformMessageId) {
    return mass.progress(platformMessageId);
  }

  @Override
  public void typing(Peer peer) {
    try {
      api.getKefuService().sendKfTypingState(peer.address(), "Typing");
    } catch (WxErrorException | RuntimeException _) {
      // A courtesy: the platform grants it only to whoever spoke within half a minute.
    }
  }

  @Override
  public Optional<QrCode> temporaryCode(String scene, Duration life) {
    return codes.temporaryCode(scene, life);
  }

  @Override
  public Optional<QrCode> permanentCode(String scene) {
    return codes.permanentCode(scene);
  }

  /** The account's followers, tags and menu. */
  public Followers followers() {
    return new Followers(api);
  }

  @Override
  public Finding probe() {
    SendOutcome outcome =
        Sender.attempted(() -> api.provedToken().isEmpty() ? "{}" : "{\"errcode\":0}", "");
    return switch (outcome) {
      case SendOutcome.Accepted _ ->
          new Finding(true, id + ": WeChat gave a token.", Optional.empty());
      case SendOutcome.Refused no ->
          new Finding(
              false,
              id + ": WeChat refused the account: " + no.detail(),
              Optional.of(
                  "Check app-id and secret, and that this machine's address is on the account's IP"
                      + " whitelist (mp.weixin.qq.com, 设置与开发)."),
              ErrorCodes.cause(no),
              ErrorCodes.addressIn(no));
      case SendOutcome.Deferred _, SendOutcome.Uncertain _ ->
          new Finding(
              false,
              id + ": WeChat was not reached.",
              Optional.of("Check the network and api-base, then try again."),
              Cause.UNREACHABLE,
              "");
    };
  }
}
