package cn.huitouke.adapter.wecom;

import cn.huitouke.channel.Capabilities.Pace;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.Wire;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.sandbox.Sandbox;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.web.Troubles;
import cn.huitouke.sandbox.wecom.KfAccount;
import cn.huitouke.sandbox.wecom.WeComPlatform;
import cn.huitouke.sandbox.world.ScreenMessage;
import cn.huitouke.tck.sandbox.SandboxPictureFarEnd;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sandbox's customer service as the contract plays it. */
final class WeComFarEnd extends SandboxPictureFarEnd {

  private static final KfAccount SHOP = KfAccount.demo();

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
    super(
        "success",
        "send_msg",
        Map.of(
            Trouble.RATE_LIMIT, 45009,
            Trouble.BLOCKED, 95013,
            Trouble.UNKNOWN_PEER, 40096,
            Trouble.BAD_CONTENT, 40058),
        "media/upload",
        40007);
    this.lie = lie;
    Sandbox sandbox = start(with -> with.withWeCom(SHOP.withCallbackUrl(desk().address())));
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
  protected Troubles troubles() {
    return platform.troubles();
  }

  @Override
  protected List<ScreenMessage> onScreen(String customer) {
    return platform.screenOf(customer);
  }

  @Override
  protected Shown shown(ScreenMessage message) {
    return new Shown(kind(message), words(message));
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
}
