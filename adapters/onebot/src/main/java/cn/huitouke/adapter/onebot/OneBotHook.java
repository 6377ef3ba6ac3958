package cn.huitouke.adapter.onebot;

import cn.huitouke.channel.EventId;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Inbox;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Recent;
import cn.huitouke.hook.HookPath;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import cn.huitouke.hook.SocketHook;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The door to which the implementation connects. The newest connection is the account's. */
final class OneBotHook implements SocketHook {

  private static final int MOST_REMEMBERED = 5_000;
  private static final Logger LOG = LoggerFactory.getLogger(OneBotHook.class);

  private final OneBotAccount account;
  private final OneBotDecoder decoder;
  private final JsonMapper json;
  private final AtomicReference<@Nullable OneBotLink> link = new AtomicReference<>();
  private final Map<EventId, String> askers = Recent.put(MOST_REMEMBERED);
  private volatile @Nullable Inbox inbox;

  OneBotHook(OneBotAccount account, OneBotDecoder decoder, JsonMapper json) {
    this.account = account;
    this.decoder = decoder;
    this.json = json;
  }

  void open(@Nullable Inbox inbox) {
    this.inbox = inbox;
    if (inbox == null) {
      OneBotLink last = link.getAndSet(null);
      if (last != null) {
        last.close("stopped");
      }
    }
  }

  Optional<OneBotLink> link() {
    return Optional.ofNullable(link.get());
  }

  @Override
  public HookPath path() {
    return new HookPath("onebot", account.id());
  }

  @Override
  public Optional<HookResponse> refuse(HookRequest upgrade) {
    if (inbox == null) {
      return Optional.of(HookResponse.status(503));
    }
    String given =
        upgrade
            .header("authorization")
            .map(value -> value.substring(value.indexOf(' ') + 1))
            .filter(value -> !value.isEmpty())
            .or(() -> upgrade.parameter("access_token"))
            .orElse("");
    boolean known =
        MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8),
            account.accessToken().getBytes(StandardCharsets.UTF_8));
    return known ? Optional.empty() : Optional.of(HookResponse.status(401));
  }

  @Override
  public SocketListener opened(HookRequest upgrade, Socket socket) {
    OneBotLink mine = new OneBotLink(socket, json);
    OneBotLink before = link.getAndSet(mine);
    if (before != null) {
      before.close("replaced by a newer connection");
    }
    LOG.info("{} is connected", account);
    return new SocketListener() {
      @Override
      public void heard(String text) {
        OneBotHook.this.heard(mine, text);
      }

      @Override
      public void closed() {
        mine.lost();
        // A late goodbye of an old connection must not take the new one away.
        link.compareAndSet(mine, null);
      }
    };
  }

  private void remember(InboundEvent event) {
    if (event instanceof InboundEvent.MessageReceived said
        && said.peer().kind() == Peer.Kind.GROUP) {
      askers.put(said.id(), said.sender());
    }
  }

  /** Who said this in a group, if it was said lately. */
  Optional<String> askerOf(EventId event) {
    return Optional.ofNullable(askers.get(event));
  }

  private void heard(OneBotLink from, String text) {
    JsonNode frame;
    try {
      frame = json.readTree(text);
    } catch (JacksonException e) {
      LOG.warn("{} sent a frame of {} characters that is not JSON", account, text.length());
      return;
    }
    if (frame.has("echo") && !frame.has("post_type")) {
      from.answered(frame.path("echo").asString(""), frame);
      return;
    }
    Inbox open = inbox;
    if (open != null) {
      decoder
          .decode(frame)
          .ifPresent(
              event -> {
                remember(event);
                open.accept(event);
              });
    }
  }
}
