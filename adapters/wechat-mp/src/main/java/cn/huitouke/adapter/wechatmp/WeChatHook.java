package cn.huitouke.adapter.wechatmp;

import cn.huitouke.adapter.wechatmp.WeChatMpAccount.Mode;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Inbox;
import cn.huitouke.hook.Hook;
import cn.huitouke.hook.HookPath;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door that the platform knocks on. Parameters, time and signature are checked before a byte of
 * the body is looked at, the body's own signature before it is parsed; what fails learns nothing: one
 * empty 401 for every kind of distrust.
 */
final class WeChatHook implements Hook {

  private static final Logger log = LoggerFactory.getLogger(WeChatHook.class);
  private static final long BELIEVED_SECONDS = 300;
  private static final int LONGEST_BODY = 256 * 1024;
  private static final HookResponse DISTRUSTED = HookResponse.status(401);
  private static final HookResponse SENSELESS = HookResponse.status(400);
  private static final HookResponse NOTED = HookResponse.text("success");

  private final HookPath path;
  private final WeChatMpAccount account;
  private final WeChatCrypt crypt;
  private final InstantSource clock;
  private final ReplySlots slots;
  private final EventDecoder decoder;
  private final SeenNonces nonces;
  private final AtomicLong refusals = new AtomicLong();
  private volatile @Nullable Inbox inbox;

  WeChatHook(
      WeChatMpAccount account,
      InstantSource clock,
      ReplySlots slots,
      EventDecoder decoder,
      Optional<RedisNonces> shared) {
    this.path = new HookPath(WeChatMp.KIND, account.id());
    this.account = account;
    this.crypt = new WeChatCrypt(account.token(), account.aesKey(), account.appId());
    this.nonces = new SeenNonces(crypt, shared);
    this.clock = clock;
    this.slots = slots;
    this.decoder = decoder;
  }

  void open(Inbox inbox) {
    this.inbox = inbox;
  }

  void close() {
    inbox = null;
  }

  @Override
  public HookPath path() {
    return path;
  }

  @Override
  public HookResponse handle(HookRequest request) {
    long arrived = System.nanoTime();
    Inbox open = inbox;
    if (open == null) {
      return HookResponse.status(503);
    }
    Optional<Signed> signed = signed(request);
    if (signed.isEmpty()) {
      return refused("signature or time");
    }
    return switch (request.method()) {
      case "GET" ->
          request.parameter("echostr").map(HookResponse::text).orElseGet(() -> DISTRUSTED);
      case "POST" -> posted(request, signed.get(), open, arrived);
      default -> HookResponse.status(405);
    };
  }

  /** A timestamp and nonce that the platform signed, lately. */
  private record Signed(String timestamp, String nonce) {}

  private Optional<Signed> signed(HookRequest request) {
    Optional<String> signature = request.parameter("signature");
    Optional<String> timestamp = request.parameter("timestamp").filter(this::recent);
    Optional<String> nonce = request.parameter("nonce").filter(value -> value.length() <= 128);
    if (signature.isEmpty() || timestamp.isEmpty() || nonce.isEmpty() || nonce.get().isEmpty()) {
      return Optional.empty();
    }
    return crypt.signed(signature.get(), timestamp.get(), nonce.get())
        ? Optional.of(new Signed(timestamp.get(), nonce.get()))
        : Optional.empty();
  }

  private boolean recent(String timestamp) {
    if (timestamp.length() > 11) {
      return false;
    }
    for (int i = 0; i < timestamp.length(); i++) {
      if (timestamp.charAt(i) < '0' || timestamp.charAt(i) > '9') {
        return false;
      }
    }
    long off =
        clock.instant().getEpochSecond() - (timestamp.isEmpty() ? 0 : Long.parseLong(timestamp));
    return Math.abs(off) <= BELIEVED_SECONDS;
  }

  private HookResponse posted(HookRequest request, Signed signed, Inbox open, long arrived) {
    if (request.body().length > LONGEST_BODY) {
      return HookResponse.status(413);
    }
    boolean sealed = sealed(request);
    Optional<byte[]> message =
        sealed ? unsealed(request, signed) : Optional.of(request.body()).filter(_ -> plainTaken());
    if (message.isEmpty()) {
      return refused("seal");
    }
    if (!nonces.fresh(signed.nonce(), message.get(), sealed, clock.instant().getEpochSecond())) {
      return refused("nonce of another message");
    }
    Optional<FlatXml> xml = FlatXml.read(message.get());
    if (xml.isEmpty()) {
      return SENSELESS;
    }
    String owner = xml.get().get("ToUserName");
    if (!account.originalId().isEmpty() && !WeChatCrypt.same(account.originalId(), owner)) {
      return refused("another account's message");
    }
    List<InboundEvent> events = decoder.decode(xml.get());
    return events.isEmpty() ? SENSELESS : heard(events, owner, open, arrived, sealed);
  }

  private static boolean sealed(HookRequest request) {
    return request.query().containsKey("msg_signature")
        || request.query().containsKey("encrypt_type")
            && request.parameter("encrypt_type").filter("raw"::equals).isEmpty();
  }

  /** Plain bodies are signed by nothing: they are taken only where the shop chose to have no seal. */
  private boolean plainTaken() {
    return account.mode() == Mode.PLAIN;
  }

  private Optional<byte[]> unsealed(HookRequest request, Signed signed) {
    Optional<String> signature = request.parameter("msg_signature");
    boolean aes = request.parameter("encrypt_type").filter("aes"::equals).isPresent();
    if (signature.isEmpty() || !aes || !crypt.canSeal()) {
      return Optional.empty();
    }
    return Envelope.sealedPart(request.body())
        .filter(part -> crypt.signed(signature.get(), signed.timestamp(), signed.nonce(), part))
        .flatMap(crypt::open);
  }

  private HookResponse heard(
      List<InboundEvent> events, String owner, Inbox open, long arrived, boolean sealed) {
    InboundEvent event = events.getFirst();
    ReplySlots.Seat seat =
        slots.join(event.id(), new ReplySlots.Parties(event.peer().address(), owner), arrived);
    if (seat.first()) {
      try {
        events.forEach(open::accept);
        seat.recorded();
      } catch (RuntimeException e) {
        seat.failed();
        // The class only: what an exception says of an event may quote it.
        log.warn("{}: an event was not recorded ({}); to be delivered again", path, e.getClass());
        return HookResponse.status(500);
      }
      if (!answerable(event)) {
        slots.close(event.id());
      }
    }
    try {
      return seat.await().map(answer -> answered(answer, sealed)).orElse(NOTED);
    } catch (IllegalStateException _) {
      return HookResponse.status(500);
    }
  }

  /** Whether the platform shows what the response to this event says. */
  private static boolean answerable(InboundEvent event) {
    return switch (event) {
      case InboundEvent.MessageReceived _, InboundEvent.Followed _, InboundEvent.Scanned _ -> true;
      case InboundEvent.MenuTapped tap -> tap.opensWindow();
      case InboundEvent.Unfollowed _,
          InboundEvent.MemberJoined _,
          InboundEvent.SubscriptionChanged _,
          InboundEvent.DeliveryReported _,
          InboundEvent.MassReported _,
          InboundEvent.Located _,
          InboundEvent.AgentSessionChanged _,
          InboundEvent.AuthorizationRevoked _,
          InboundEvent.Unsupported _ ->
          false;
    };
  }

  private HookResponse answered(String answer, boolean sealed) {
    if (!sealed) {
      return HookResponse.xml(answer);
    }
    String part = crypt.seal(answer);
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    String nonce =
        Long.toString(java.util.concurrent.ThreadLocalRandom.current().nextLong(1L << 40));
    return HookResponse.xml(
        new FlatXml.Writer()
            .text("Encrypt", part)
            .text("MsgSignature", crypt.sign(timestamp, nonce, part))
            .number("TimeStamp", Long.parseLong(timestamp))
            .text("Nonce", nonce)
            .done());
  }

  /** Says so in the log now and then: whoever forges requests shall not fill the disk. */
  private HookResponse refused(String why) {
    long count = refusals.incrementAndGet();
    if (Long.bitCount(count) == 1) {
      log.warn("{}: refused a callback: {} ({} refused so far)", path, why, count);
    }
    return DISTRUSTED;
  }
}
