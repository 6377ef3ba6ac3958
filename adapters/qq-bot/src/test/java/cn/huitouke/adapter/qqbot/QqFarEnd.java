package cn.huitouke.adapter.qqbot;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.huitouke.channel.Capabilities.Pace;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.Wire;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.sandbox.Sandbox;
import cn.huitouke.sandbox.SandboxOptions;
import cn.huitouke.sandbox.qq.BotAccount;
import cn.huitouke.sandbox.qq.QqPlatform;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.tck.CallbackFarEnd;
import cn.huitouke.tck.OwnPictures;
import cn.huitouke.tck.PictureFarEnd;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** The sandbox's QQ bot platform as the contract plays it. */
final class QqFarEnd extends CallbackFarEnd implements PictureFarEnd {

  private static final BotAccount SHOP = BotAccount.demo();

  private final Sandbox sandbox;
  private final QqPlatform platform;
  private final QqBot channel;

  QqFarEnd() {
    this(Optional.empty());
  }

  /**
   * @param lie a rule pack that does not say the truth
   */
  QqFarEnd(Optional<String> lie) {
    super("{\"op\":12,\"d\":0}");
    sandbox =
        new Sandbox(
            SandboxOptions.demo(clock())
                .withPort(0)
                .withQq(SHOP.withCallbackUrl(desk().address())));
    sandbox.start();
    platform = sandbox.qq();
    String base = "http://127.0.0.1:" + connect(sandbox.port()) + "/qq";
    channel =
        new QqBot(
            new QqBotAccount(
                "shop", SHOP.appId(), SHOP.secret(), base, base + "/app/getAppAccessToken"),
            clock(),
            lie.map(pack -> new ByteArrayInputStream(pack.getBytes(UTF_8))));
  }

  QqPlatform platform() {
    return platform;
  }

  /** The next callback is for the channel. */
  CompletableFuture<Delivery> listens(String eventId) {
    return desk().expect("", eventId);
  }

  @Override
  public QqBot channel() {
    return channel;
  }

  @Override
  public Peer peerOf(String customer) {
    platform.meets(customer);
    return Peer.person(channel.id(), customer);
  }

  @Override
  protected void writes(String customer, String text) {
    platform.says(customer, text);
  }

  @Override
  public boolean mixesContent() {
    return true;
  }

  @Override
  public CompletableFuture<Delivery> saysUnknownContent(
      String customer, String besides, String eventId) {
    CompletableFuture<Delivery> told = expect(customer, eventId);
    var more = Json.object();
    more.putArray("attachments").addObject().put("content_type", "hologram").put("url", "");
    platform.says(customer, besides, more);
    return told;
  }

  @Override
  public CompletableFuture<Delivery> follows(String customer, Optional<String> invitation) {
    CompletableFuture<Delivery> told = expect(customer, "follow:" + customer);
    platform.befriends(customer, invitation);
    return told;
  }

  @Override
  public CompletableFuture<Delivery> unfollows(String customer) {
    CompletableFuture<Delivery> told = expect(customer, "unfollow:" + customer);
    platform.unfriends(customer);
    return told;
  }

  @Override
  public CompletableFuture<Delivery> joins(String group, String member) {
    CompletableFuture<Delivery> told = expect(member, "join:" + member);
    platform.joins(group, member);
    return told;
  }

  @Override
  protected void forges(Forgery how) {
    platform
        .troubles()
        .add(
            switch (how) {
              case SIGNATURE -> cn.huitouke.sandbox.web.Trouble.badSignature();
              case STALE -> cn.huitouke.sandbox.web.Trouble.staleTimestamp(Duration.ofHours(3));
            });
  }

  @Override
  public CompletableFuture<Delivery> plays(byte[] payload) {
    return desk()
        .hand(
            new HookRequest(
                "POST",
                Map.of(),
                platform.signed(new String(payload, UTF_8)),
                payload,
                "127.0.0.1"));
  }

  @Override
  public List<Recorded> recordedPayloads() {
    return QqRecordings.of(channel.id());
  }

  @Override
  public List<Shown> screenOf(String customer) {
    return platform.screenOf(customer).stream()
        .filter(shown -> !shown.fromCustomer())
        .map(
            shown ->
                new Shown(
                    shown.kind().equals("image") ? Segment.Kind.IMAGE : Segment.Kind.TEXT,
                    shown.text()))
        .toList();
  }

  @Override
  public int uploads() {
    return platform.uploads();
  }

  @Override
  public void losesPictures() {
    platform.forgetsFiles();
  }

  @Override
  public void refusesPictures(int times) {
    ahead(cn.huitouke.sandbox.web.Trouble.errcode(304080).times(times));
  }

  @Override
  public void nextUpload(Mishap mishap) {
    platform.troubles().add(trouble(mishap).on("/files"));
  }

  @Override
  public void nextUpload(int code) {
    platform.troubles().add(cn.huitouke.sandbox.web.Trouble.errcode(code).on("/files"));
  }

  private static cn.huitouke.sandbox.web.Trouble trouble(Mishap mishap) {
    return switch (mishap) {
      case SILENCE -> cn.huitouke.sandbox.web.Trouble.silence(true);
      case UNHEARD -> cn.huitouke.sandbox.web.Trouble.silence(false);
      case BROKEN -> cn.huitouke.sandbox.web.Trouble.http500();
      case MALFORMED -> cn.huitouke.sandbox.web.Trouble.malformed();
      case EXPIRED_TOKEN -> cn.huitouke.sandbox.web.Trouble.tokenRevoked();
    };
  }

  @Override
  public byte[] seenBy(String customer) {
    return OwnPictures.fetched(
        sandbox.base("").resolve(platform.screenOf(customer).getLast().url()));
  }

  @Override
  public void nextSend(Trouble trouble) {
    switch (trouble) {
      case RATE_LIMIT -> ahead(cn.huitouke.sandbox.web.Trouble.errcode(22009));
      case BLOCKED -> ahead(cn.huitouke.sandbox.web.Trouble.errcode(40054013));
      case UNKNOWN_PEER -> ahead(cn.huitouke.sandbox.web.Trouble.errcode(40054004));
      case BAD_CONTENT -> ahead(cn.huitouke.sandbox.web.Trouble.errcode(40034006));
      case SILENCE -> ahead(cn.huitouke.sandbox.web.Trouble.silence(true));
      case EXPIRED_TOKEN -> ahead(cn.huitouke.sandbox.web.Trouble.tokenRevoked());
      case DOWN -> goesDown();
    }
  }

  private void ahead(cn.huitouke.sandbox.web.Trouble trouble) {
    platform.troubles().add(trouble.on("/messages"));
  }

  /** A kept connection is known to be gone a moment after it went. */
  @Override
  public void goesDown() {
    super.goesDown();
    long end = System.nanoTime() + 100_000_000;
    for (long left = 100_000_000; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public int tokensIssued() {
    return platform.tokensIssued();
  }

  /** A bot whose owner is verified: ten a second. */
  @Override
  public Optional<Pace> enforcedPace(Wire wire) {
    return Optional.of(new Pace(10, 10));
  }

  @Override
  public List<String> secrets() {
    return List.of(SHOP.secret(), "QQBot ", "qqToken-");
  }

  @Override
  public void close() {
    super.close();
    sandbox.close();
  }
}
