package cn.huitouke.adapter.qqbot;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.huitouke.channel.Capabilities.Pace;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.Wire;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.sandbox.Sandbox;
import cn.huitouke.sandbox.qq.BotAccount;
import cn.huitouke.sandbox.qq.QqPlatform;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.web.Troubles;
import cn.huitouke.sandbox.world.ScreenMessage;
import cn.huitouke.tck.sandbox.SandboxPictureFarEnd;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** The sandbox's QQ bot platform as the contract plays it. */
final class QqFarEnd extends SandboxPictureFarEnd {

  private static final BotAccount SHOP = BotAccount.demo();

  private final QqPlatform platform;
  private final QqBot channel;

  QqFarEnd() {
    this(Optional.empty());
  }

  /**
   * @param lie a rule pack that does not say the truth
   */
  QqFarEnd(Optional<String> lie) {
    super(
        "{\"op\":12,\"d\":0}",
        "/messages",
        Map.of(
            Trouble.RATE_LIMIT, 22009,
            Trouble.BLOCKED, 40054013,
            Trouble.UNKNOWN_PEER, 40054004,
            Trouble.BAD_CONTENT, 40034006),
        "/files",
        304080);
    Sandbox sandbox = start(with -> with.withQq(SHOP.withCallbackUrl(desk().address())));
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
  protected Troubles troubles() {
    return platform.troubles();
  }

  @Override
  protected List<ScreenMessage> onScreen(String customer) {
    return platform.screenOf(customer);
  }

  @Override
  protected Shown shown(ScreenMessage message) {
    return new Shown(
        message.kind().equals("image") ? Segment.Kind.IMAGE : Segment.Kind.TEXT, message.text());
  }

  @Override
  public int uploads() {
    return platform.uploads();
  }

  @Override
  public void losesPictures() {
    platform.forgetsFiles();
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
}
