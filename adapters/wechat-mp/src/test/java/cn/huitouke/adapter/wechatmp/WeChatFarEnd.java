package cn.huitouke.adapter.wechatmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.huitouke.adapter.wechatmp.WeChatMpAccount.FormTemplate;
import cn.huitouke.adapter.wechatmp.WeChatMpAccount.Mode;
import cn.huitouke.channel.Capabilities.Pace;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.Wire;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.sandbox.Sandbox;
import cn.huitouke.sandbox.web.Troubles;
import cn.huitouke.sandbox.wechat.Template;
import cn.huitouke.sandbox.wechat.WeChatAccount;
import cn.huitouke.sandbox.wechat.WeChatPlatform;
import cn.huitouke.sandbox.world.ScreenMessage;
import cn.huitouke.tck.sandbox.SandboxFarEnd;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sandbox's WeChat as the contract plays it. What the contract did not ask for (receipts, the follow
 * of a customer who is only being introduced) is kept back.
 */
final class WeChatFarEnd extends SandboxFarEnd {

  private static final WeChatAccount SHOP = WeChatAccount.demo();
  private static final String FORM = "parcel-progress";
  static final String PICTURE = data("image/png", new byte[] {1, 2, 3});
  static final String PHOTO = data("image/jpeg", new byte[] {4, 5, 6});
  static final String VOICE = data("audio/amr", new byte[] {7, 8});
  static final String VIDEO = data("video/mp4", new byte[] {9});

  private final WeChatPlatform platform;
  private final WeChatMp channel;
  private final Set<String> met = ConcurrentHashMap.newKeySet();

  WeChatFarEnd() {
    super(
        "success",
        "send",
        Map.of(
            Trouble.RATE_LIMIT, 45009,
            Trouble.BLOCKED, 48002,
            Trouble.UNKNOWN_PEER, 40003,
            Trouble.BAD_CONTENT, 87014));
    Sandbox sandbox = start(with -> with.withWeChat(SHOP.withCallbackUrl(desk().address())));
    platform = sandbox.weChat();
    channel =
        new WeChatMp(
            new WeChatMpAccount(
                "shop",
                SHOP.appId(),
                SHOP.originalId(),
                SHOP.secret(),
                SHOP.token(),
                SHOP.aesKey(),
                Mode.SECURE,
                "http://127.0.0.1:" + connect(sandbox.port()) + "/wechat",
                Map.of(
                    FORM,
                    new FormTemplate("T1", WeChatMp.TEMPLATE, Map.of("thing1", "where"), ""),
                    "care",
                    new FormTemplate("S1", WeChatMp.SUBSCRIPTION, Map.of("thing1", "where"), ""))),
            clock(),
            Optional.empty(),
            Optional.empty());
    platform.register(new Template("T1", "包裹进度", false, Map.of("thing1", "位置")));
    platform.register(new Template("S1", "用得好吗", true, Map.of("thing1", "问候")));
    settle();
  }

  /** Nothing under way shall meet the trouble that is meant for something else. */
  private void settle() {
    if (!platform.settles(Duration.ofSeconds(5))) {
      throw new AssertionError("The platform is still busy");
    }
  }

  @Override
  protected Optional<String> about(HookRequest callback) {
    String body = new String(callback.body(), UTF_8);
    String message =
        FarHand.unseal(SHOP.aesKey(), between(body, "<Encrypt><![CDATA[", "]]></Encrypt>"));
    boolean unasked =
        Stream.of("subscribe_msg_", "TEMPLATESENDJOBFINISH", "MASSSENDJOBFINISH")
            .anyMatch(message::contains);
    return unasked ? Optional.empty() : callback.parameter("openid");
  }

  private static String between(String text, String before, String after) {
    int from = text.indexOf(before) + before.length();
    return text.substring(from, text.indexOf(after, from));
  }

  @Override
  protected CompletableFuture<Delivery> expect(String customer, String eventId) {
    comesBack();
    met.add(customer);
    return desk().expect(customer, eventId);
  }

  /** Makes somebody a follower who has been silent for long. */
  private void introduce(String customer) {
    if (met.add(customer)) {
      platform.follows(customer, Optional.empty());
      passes(Duration.ofSeconds(61));
    }
  }

  private HookRequest sealed(String message) {
    return FarHand.sealed(
        SHOP, message, clock().instant().getEpochSecond(), "n" + System.nanoTime());
  }

  @Override
  public WeChatMp channel() {
    return channel;
  }

  @Override
  public Peer peerOf(String customer) {
    introduce(customer);
    return Peer.person(channel.id(), customer);
  }

  @Override
  protected void writes(String customer, String text) {
    platform.says(customer, text);
  }

  @Override
  public CompletableFuture<Delivery> saysUnknownContent(
      String customer, String besides, String eventId) {
    return desk()
        .hand(
            sealed(message(customer, "<MsgType>hologram</MsgType><MsgId>" + eventId + "</MsgId>")));
  }

  private String message(String customer, String rest) {
    return "<xml><ToUserName>%s</ToUserName><FromUserName>%s</FromUserName><CreateTime>%d</CreateTime>%s</xml>"
        .formatted(SHOP.originalId(), customer, clock().instant().getEpochSecond(), rest);
  }

  @Override
  public CompletableFuture<Delivery> follows(String customer, Optional<String> invitation) {
    CompletableFuture<Delivery> told = expect(customer, "follow:" + customer);
    platform.follows(customer, invitation);
    return told;
  }

  @Override
  public CompletableFuture<Delivery> unfollows(String customer) {
    introduce(customer);
    settle();
    CompletableFuture<Delivery> told = expect(customer, "unfollow:" + customer);
    platform.unfollows(customer);
    return told;
  }

  @Override
  public CompletableFuture<Delivery> tapsMenu(String customer, String key) {
    CompletableFuture<Delivery> told = expect(customer, "tap:" + key);
    platform.tapsMenu(customer, key);
    return told;
  }

  @Override
  public CompletableFuture<Delivery> scans(String customer, String scene) {
    introduce(customer);
    settle();
    CompletableFuture<Delivery> told = expect(customer, "scan:" + scene);
    platform.scans(customer, scene);
    return told;
  }

  @Override
  public void consents(String customer, Wire wire) {
    platform.answersConsent(customer, List.of("S1"), true);
  }

  @Override
  protected void forges(Forgery how) {
    settle();
    super.forges(how);
  }

  @Override
  public CompletableFuture<Delivery> plays(byte[] payload) {
    return desk().hand(sealed(new String(payload, UTF_8)));
  }

  @Override
  public List<Recorded> recordedPayloads() {
    return WeChatRecordings.of(channel.id(), SHOP.originalId());
  }

  @Override
  protected Troubles troubles() {
    return platform.troubles();
  }

  @Override
  protected List<ScreenMessage> onScreen(String customer) {
    comesBack();
    return platform.screenOf(customer).stream()
        .filter(message -> !message.wire().equals("system"))
        .toList();
  }

  @Override
  protected Shown shown(ScreenMessage message) {
    return new Shown(kind(message), words(message));
  }

  private static Segment.Kind kind(ScreenMessage shown) {
    return switch (shown.kind()) {
      case "text" -> Segment.Kind.TEXT;
      case "image" -> Segment.Kind.IMAGE;
      case "voice" -> Segment.Kind.VOICE;
      case "video" -> Segment.Kind.VIDEO;
      case "music" -> Segment.Kind.MUSIC;
      case "news" -> Segment.Kind.CARD;
      case "mpnews" -> Segment.Kind.ARTICLE;
      case "msgmenu" -> Segment.Kind.CHOICES;
      case "miniprogrampage" -> Segment.Kind.MINI_PROGRAM;
      case "wxcard" -> Segment.Kind.COUPON;
      case "template" -> Segment.Kind.FORM;
      default -> Segment.Kind.UNSUPPORTED;
    };
  }

  private static String words(ScreenMessage shown) {
    return Stream.concat(
            Stream.of(shown.title(), shown.text()),
            Stream.concat(
                shown.choices().stream().map(Map.Entry::getValue), Stream.of(shown.url())))
        .filter(words -> !words.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  @Override
  public int tokensIssued() {
    return platform.tokenCalls();
  }

  @Override
  public Optional<Pace> enforcedPace(Wire wire) {
    return Optional.empty();
  }

  @Override
  public Segment sample(Wire wire, Segment.Kind kind) {
    return switch (kind) {
      case FORM ->
          new Segment.Form(
              wire.equals(WeChatMp.SUBSCRIPTION) ? "care" : FORM,
              Map.of("where", "杭州"),
              Optional.empty());
      case IMAGE -> new Segment.Image(PICTURE, Optional.empty());
      case VOICE -> new Segment.Voice(VOICE, "amr", Optional.empty());
      case VIDEO -> new Segment.Video(VIDEO, PHOTO);
      case MUSIC -> new Segment.Music("茶山", "采茶", "https://shop.example/tea.mp3", PHOTO);
      case MINI_PROGRAM -> new Segment.MiniProgram("wx0123", "pages/tea", "茶铺", PICTURE);
      default -> Samples.of(kind);
    };
  }

  /** Bytes that nobody looks at but by their kind. */
  static String data(String type, byte[] bytes) {
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }

  WeChatPlatform platform() {
    return platform;
  }

  /** What a phone finds at an address on its screen. */
  URI seen(String address) {
    return sandbox().base(address);
  }

  @Override
  public List<String> secrets() {
    return List.of(SHOP.secret(), SHOP.token(), SHOP.aesKey(), "access_token=", "57_");
  }
}
