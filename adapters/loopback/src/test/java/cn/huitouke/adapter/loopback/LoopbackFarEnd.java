package cn.huitouke.adapter.loopback;

import cn.huitouke.channel.Capabilities.Pace;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Wire;
import cn.huitouke.tck.FarEnd;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The loopback platform as the contract plays it. */
final class LoopbackFarEnd implements FarEnd {

  private static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");
  private static final ChannelId SHOP = new ChannelId("loopback", "shop");

  private final LoopbackClock clock = new LoopbackClock(NOON);
  private final LoopbackPlatform platform = new LoopbackPlatform(clock);
  private final Channel channel;

  LoopbackFarEnd(Function<LoopbackChannel, Channel> wrap) {
    channel = wrap.apply(new LoopbackChannel(SHOP, platform, Set.of("parcel-progress")));
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public Peer peerOf(String customer) {
    return Peer.person(SHOP, customer);
  }

  @Override
  public CompletableFuture<Delivery> says(String customer, String text, String eventId) {
    return told(platform.shopper(customer).says(text, eventId));
  }

  @Override
  public CompletableFuture<Delivery> saysUnknownContent(
      String customer, String besides, String eventId) {
    return told(platform.shopper(customer).saysUnknownContent(besides, eventId));
  }

  @Override
  public boolean mixesContent() {
    return true;
  }

  @Override
  public CompletableFuture<Delivery> follows(String customer, Optional<String> invitation) {
    return told(platform.shopper(customer).follows(invitation));
  }

  @Override
  public CompletableFuture<Delivery> unfollows(String customer) {
    return told(platform.shopper(customer).unfollows());
  }

  @Override
  public CompletableFuture<Delivery> tapsMenu(String customer, String key) {
    return told(platform.shopper(customer).tapsMenu(key));
  }

  @Override
  public CompletableFuture<Delivery> scans(String customer, String scene) {
    return told(platform.shopper(customer).scans(scene));
  }

  @Override
  public CompletableFuture<Delivery> joins(String group, String member) {
    return told(platform.shopper(member).joins(group));
  }

  @Override
  public void consents(String customer, Wire wire) {
    platform.shopper(customer).consents("parcel-progress");
  }

  @Override
  public CompletableFuture<Delivery> forged(Forgery how, String customer, String text) {
    Map<String, Object> event = new HashMap<>();
    event.put("id", "forged-" + how);
    event.put("kind", "message");
    event.put("from", customer);
    event.put("at", clock.instant().toString());
    event.put("segments", List.of(Map.of("kind", "text", "text", text)));
    return told(
        switch (how) {
          case SIGNATURE -> platform.deliver(event, "guessed", clock.instant());
          case STALE ->
              platform.deliver(
                  event, LoopbackPlatform.SECRET, clock.instant().minus(Duration.ofHours(3)));
        });
  }

  @Override
  public CompletableFuture<Delivery> plays(byte[] payload) {
    return told(
        platform.deliver(LoopbackBytes.read(payload), LoopbackPlatform.SECRET, clock.instant()));
  }

  @Override
  public List<Recorded> recordedPayloads() {
    Instant at = Instant.parse("2026-11-21T03:59:00Z");
    return List.of(
        new Recorded(
            "a text",
            bytes("{id: 'e1', kind: message, from: mei, segments: [{kind: text, text: '在吗'}],"),
            new InboundEvent.MessageReceived(
                new EventId("e1"), peerOf("mei"), "mei", at, Message.text("在吗"), Optional.empty())),
        new Recorded(
            "an event from the future",
            bytes("{id: 'e2', kind: teleported, from: mei,"),
            new InboundEvent.Unsupported(new EventId("e2"), peerOf("mei"), at, "teleported")));
  }

  private static byte[] bytes(String yaml) {
    return (yaml + " at: '2026-11-21T03:59:00Z'}").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public List<Shown> screenOf(String customer) {
    return platform.shopper(customer).screen().stream()
        .map(shown -> new Shown(shown.as(), shown.text()))
        .toList();
  }

  @Override
  public void nextSend(Trouble trouble) {
    platform.nextSend(
        switch (trouble) {
          case RATE_LIMIT -> "rate-limited";
          case BLOCKED -> "blocked";
          case UNKNOWN_PEER -> "unknown-peer";
          case BAD_CONTENT -> "content-rejected";
          case SILENCE -> "silence";
          case EXPIRED_TOKEN -> "expired-token";
          case DOWN -> "down";
        });
  }

  @Override
  public int tokensIssued() {
    return platform.tokensIssued();
  }

  @Override
  public void goesDown() {
    platform.goesDown();
  }

  @Override
  public void comesBack() {
    platform.comesBack();
  }

  @Override
  public void passes(Duration time) {
    clock.turn(time);
  }

  @Override
  public Optional<Pace> enforcedPace(Wire wire) {
    return wire.name().equals("reply") ? Optional.empty() : Optional.of(new Pace(500, 500));
  }

  @Override
  public List<String> secrets() {
    return List.of(LoopbackPlatform.SECRET, "loopback-token-");
  }

  @Override
  public void close() {
    platform.close();
  }

  private static CompletableFuture<Delivery> told(CompletableFuture<Integer> status) {
    return status.thenApply(
        code -> code < 300 ? Delivery.TAKEN : code < 500 ? Delivery.REJECTED : Delivery.AGAIN);
  }
}
