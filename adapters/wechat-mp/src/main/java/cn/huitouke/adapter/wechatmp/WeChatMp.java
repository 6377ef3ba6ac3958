package cn.huitouke.adapter.wechatmp;

import cn.huitouke.channel.Answering;
import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.Inbox;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.channel.WebhookChannel;
import cn.huitouke.channel.Wire;
import cn.huitouke.hook.Hook;
import java.io.InputStream;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import redis.clients.jedis.UnifiedJedis;

/** One WeChat official account (服务号). */
public final class WeChatMp implements WebhookChannel, Answering {

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

  private final ChannelId id;
  private final InstantSource clock;
  private final Capabilities capabilities;
  private final ReplySlots slots;
  private final WeChatHook hook;

  /**
   * @param redis where access tokens are shared with other processes; empty: this one keeps its own
   * @param rulesOverride the shop's own rule pack, in place of the one in this jar
   * @throws IllegalArgumentException naming what is wrong in the settings or the rule pack
   */
  public WeChatMp(
      WeChatMpAccount account,
      InstantSource clock,
      Optional<UnifiedJedis> redis,
      Optional<InputStream> rulesOverride) {
    this.id = new ChannelId(KIND, account.id());
    this.clock = clock;
    this.capabilities =
        Rules.read(
            rulesOverride,
            account,
            LocalDate.ofInstant(clock.instant(), ZoneId.of("Asia/Shanghai")));
    this.slots = new ReplySlots(ReplySlots.WAIT, System::nanoTime);
    this.hook = new WeChatHook(account, clock, slots, new EventDecoder(id));
  }

  @Override
  public ChannelId id() {
    return id;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Hook hook() {
    return hook;
  }

  @Override
  public void start(Inbox inbox) {
    hook.open(inbox);
  }

  @Override
  public void stop() {
    hook.close();
    slots.clear();
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
    return reply(outbound);
  }

  private SendOutcome reply(Outbound outbound) {
    if (!(outbound.footing() instanceof Footing.InReplyTo(EventId event))) {
      return new SendOutcome.Refused(Reason.WINDOW_CLOSED, "a reply needs an event to reply to");
    }
    return fill(
        event,
        outbound.id(),
        parties ->
            PassiveReply.write(outbound.message(), parties, clock.instant())
                .orElseThrow(
                    () -> new IllegalStateException("Unsupported kinds were let through")));
  }

  private SendOutcome fill(
      EventId event,
      OutboundId by,
      java.util.function.Function<ReplySlots.Parties, String> answer) {
    return switch (slots.fill(event, by, answer)) {
      case DONE -> new SendOutcome.Accepted("");
      case TOO_LATE ->
          new SendOutcome.Refused(Reason.WINDOW_CLOSED, "no response is waiting for the answer");
    };
  }
}
