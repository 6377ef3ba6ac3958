package cn.huitouke.adapter.loopback;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Inbox;
import cn.huitouke.hook.Hook;
import cn.huitouke.hook.HookPath;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door: checks who knocks before it reads what they brought. */
final class LoopbackHook implements Hook {

  private static final Logger LOG = LoggerFactory.getLogger(LoopbackHook.class);
  private static final Duration STALE = Duration.ofMinutes(5);

  private final ChannelId channel;
  private final String secret;
  private final InstantSource clock;
  private final ReplySlots slots;
  private volatile @Nullable Inbox inbox;

  LoopbackHook(ChannelId channel, String secret, InstantSource clock, ReplySlots slots) {
    this.channel = channel;
    this.secret = secret;
    this.clock = clock;
    this.slots = slots;
  }

  void opens(Inbox into) {
    inbox = into;
  }

  void closes() {
    inbox = null;
  }

  @Override
  public HookPath path() {
    return new HookPath(channel.kind(), channel.name());
  }

  @Override
  public HookResponse handle(HookRequest request) {
    Inbox into = inbox;
    if (into == null) {
      return HookResponse.status(503);
    }
    if (!isGenuine(request)) {
      LOG.warn("{}: callback refused, its signature is wrong or old", channel);
      return HookResponse.status(403);
    }
    InboundEvent event;
    try {
      event = LoopbackBytes.event(channel, LoopbackBytes.read(request.body()));
    } catch (IllegalArgumentException | DateTimeException e) {
      LOG.warn("{}: callback refused, it cannot be read", channel);
      return HookResponse.status(400);
    }
    return answer(event, into);
  }

  private boolean isGenuine(HookRequest request) {
    String time = request.header("x-loopback-time").orElse("");
    byte[] expected =
        LoopbackBytes.sign(secret, time, request.body()).getBytes(StandardCharsets.US_ASCII);
    byte[] given =
        request.header("x-loopback-signature").orElse("").getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(expected, given) && isFresh(time);
  }

  private boolean isFresh(String time) {
    try {
      return Duration.between(Instant.parse(time), clock.instant()).abs().compareTo(STALE) <= 0;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** The slot opens first: an answer may come while the event is still being written down. */
  private HookResponse answer(InboundEvent event, Inbox into) {
    var slot = slots.open(event.id());
    try {
      into.accept(event);
    } catch (RuntimeException e) {
      slots.fill(event.id(), Optional.empty());
      slots.forget(event.id());
      throw e;
    }
    byte[] answer = slot.join().orElseGet(() -> new byte[0]);
    return new HookResponse(200, "application/yaml; charset=utf-8", answer);
  }
}
