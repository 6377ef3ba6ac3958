package cn.huitouke.adapter.wecom;

import cn.huitouke.channel.Capabilities.Pace;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.Wire;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.sandbox.Sandbox;
import cn.huitouke.sandbox.SandboxOptions;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.wecom.KfAccount;
import cn.huitouke.sandbox.wecom.WeComPlatform;
import cn.huitouke.sandbox.world.ScreenMessage;
import cn.huitouke.tck.CallbackFarEnd;
import cn.huitouke.tck.OwnPictures;
import cn.huitouke.tck.PictureFarEnd;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sandbox's customer service as the contract plays it. */
final class WeComFarEnd extends CallbackFarEnd implements PictureFarEnd {

  private static final KfAccount SHOP = KfAccount.demo();

  private final Sandbox sandbox;
  private final WeComPlatform platform;
  private final int port;
  private final WeCom channel;
  private final Optional<String> lie;

  WeComFarEnd() {
    this(Optional.empty());
  }

  /**
   * @param lie a rule pack that does not say the truth
   */
  WeComFarEnd(Optional<String> lie) {
    super("success");
    this.lie = lie;
    sandbox =
        new Sandbox(
            SandboxOptions.demo(clock())
                .withPort(0)
                .withWeCom(SHOP.withCallbackUrl(desk().address())));
    sandbox.start();
    platform = sandbox.weCom();
    port = connect(sandbox.port());
    channel = restarted();
  }

  /** The shop's process, from its start. */
  WeCom restarted() {
    return new WeCom(
        new WeComAccount(
            "shop",
            SHOP.corpId(),
            SHOP.secret(),
            SHOP.token(),
            SHOP.aesKey(),
            SHOP.openKfId(),
            "http://127.0.0.1:" + port + "/wecom"),
        clock(),
        lie.map(pack -> new ByteArrayInputStream(pack.getBytes(StandardCharsets.UTF_8))));
  }

  HookRequest lastCallback() {
    return desk().last();
  }

  WeComPlatform platform() {
    return platform;
  }

  @Override
  public WeCom channel() {
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
  public CompletableFuture<Delivery> saysUnknownContent(
      String customer, String besides, String eventId) {
    CompletableFuture<Delivery> told = expect(customer, eventId);
    platform.sends(customer, "hologram", Json.object().put("of", "tea"), "?");
    return told;
  }

  @Override
  public CompletableFuture<Delivery> scans(String customer, String scene) {
    CompletableFuture<Delivery> told = expect(customer, "scan:" + scene);
    platform.enters(customer, scene);
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
  public List<Shown> screenOf(String customer) {
    return platform.screenOf(customer).stream()
        .filter(shown -> !shown.fromCustomer())
        .map(shown -> new Shown(kind(shown), words(shown)))
        .toList();
  }

  private static Segment.Kind kind(ScreenMessage shown) {
    return switch (shown.kind()) {
      case "text" -> Segment.Kind.TEXT;
      case "msgmenu" -> Segment.Kind.CHOICES;
      case "location" -> Segment.Kind.LOCATION;
      case "image" -> Segment.Kind.IMAGE;
      default -> Segment.Kind.UNSUPPORTED;
    };
  }

  private static String words(ScreenMessage shown) {
    return Stream.concat(Stream.of(shown.text()), shown.choices().stream().map(Map.Entry::getValue))
        .collect(Collectors.joining("\n"));
  }

  @Override
  public int uploads() {
    return platform.uploads();
  }

  @Override
  public void losesPictures() {
    platform.forgetsMedia();
  }

  @Override
  public void refusesPictures(int times) {
    ahead(cn.huitouke.sandbox.web.Trouble.errcode(40007).times(times));
  }

  @Override
  public void nextUpload(Mishap mishap) {
    platform.troubles().add(trouble(mishap).on("media/upload"));
  }

  @Override
  public void nextUpload(int code) {
    platform.troubles().add(cn.huitouke.sandbox.web.Trouble.errcode(code).on("media/upload"));
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
      case RATE_LIMIT -> ahead(cn.huitouke.sandbox.web.Trouble.errcode(45009));
      case BLOCKED -> ahead(cn.huitouke.sandbox.web.Trouble.errcode(95013));
      case UNKNOWN_PEER -> ahead(cn.huitouke.sandbox.web.Trouble.errcode(40096));
      case BAD_CONTENT -> ahead(cn.huitouke.sandbox.web.Trouble.errcode(40058));
      case SILENCE -> ahead(cn.huitouke.sandbox.web.Trouble.silence(true));
      case EXPIRED_TOKEN -> ahead(cn.huitouke.sandbox.web.Trouble.tokenRevoked());
      case DOWN -> goesDown();
    }
  }

  private void ahead(cn.huitouke.sandbox.web.Trouble trouble) {
    platform.troubles().add(trouble.on("send_msg"));
  }

  @Override
  public int tokensIssued() {
    return platform.tokensIssued();
  }

  /** 10,000 calls a minute for each company and interface. */
  @Override
  public Optional<Pace> enforcedPace(Wire wire) {
    return Optional.of(new Pace(10_000 / 60.0, 10_000));
  }

  @Override
  public List<String> secrets() {
    return List.of(SHOP.secret(), SHOP.token(), SHOP.aesKey(), "access_token=", "kfToken-");
  }

  @Override
  public void close() {
    super.close();
    sandbox.close();
  }
}
