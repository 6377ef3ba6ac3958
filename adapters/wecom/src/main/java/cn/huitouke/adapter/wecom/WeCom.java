package cn.huitouke.adapter.wecom;

import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.DatedRules;
import cn.huitouke.channel.Inbox;
import cn.huitouke.channel.NoToken;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Probe;
import cn.huitouke.channel.RulePack;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.channel.WebhookChannel;
import cn.huitouke.channel.Wire;
import cn.huitouke.hook.Hook;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.cp.bean.kf.WxCpKfMsgListResp;
import me.chanjar.weixin.cp.util.crypto.WxCpCryptUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** One customer-service account of WeCom. */
public final class WeCom implements WebhookChannel, Probe {

  /** The kind of its {@link ChannelId}. */
  public static final String KIND = "wecom";

  /** Customer-service messages. */
  public static final Wire MESSAGE = new Wire("kf-message");

  private static final Logger log = LoggerFactory.getLogger(WeCom.class);
  private static final int PAGE = 1000;

  private final WeComAccount account;
  private final ChannelId id;
  private final DatedRules rules;
  private final StrictWxCpService platform;
  private final KfSender sender;
  private final KfDecoder decoder;
  private final WeComHook hook;
  private final ReentrantLock pulling = new ReentrantLock();
  // Not kept over a restart: an empty cursor replays three days, and the engine knows what it has.
  private String cursor = "";

  public WeCom(WeComAccount account, InstantSource clock) {
    this(account, clock, Optional.empty());
  }

  /**
   * @param rulesOverride the shop's own rule pack, in place of the one in this jar
   * @throws IllegalArgumentException naming what is wrong in the rule pack
   */
  public WeCom(WeComAccount account, InstantSource clock, Optional<InputStream> rulesOverride) {
    this.account = account;
    id = new ChannelId(KIND, account.id());
    rules = new DatedRules(RulePack.of(WeCom.class, KIND, rulesOverride, WeCom::parsed), clock);
    StrictWxCpService service = new StrictWxCpService(account, clock);
    platform = service;
    sender = new KfSender(service, account, new Uploads(service, account.apiBase(), clock));
    decoder = new KfDecoder(id);
    hook =
        new WeComHook(
            account, new WxCpCryptUtil(service.getWxCpConfigStorage()), clock, this::pull);
  }

  @Override
  public ChannelId id() {
    return id;
  }

  @Override
  public Capabilities capabilities() {
    return rules.now();
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
    hook.open(null);
  }

  @Override
  public Finding probe() {
    try {
      platform.prove();
      return new Finding(true, id + ": WeCom gave a token.", Optional.empty());
    } catch (NoToken none) {
      return switch (none.outcome()) {
        case SendOutcome.Refused no ->
            new Finding(
                false,
                id + ": WeCom refused the account: " + no.detail(),
                Optional.of("Check corp-id and secret, and the app's trusted addresses (企业可信IP)."),
                KfCodes.cause(no),
                "");
        case SendOutcome.Accepted _, SendOutcome.Deferred _, SendOutcome.Uncertain _ ->
            new Finding(
                false,
                id + ": WeCom was not reached.",
                Optional.of("Check the network, then try again."),
                Cause.UNREACHABLE,
                "");
      };
    }
  }

  /** Fetches page after page. The cursor moves only behind what the inbox has made safe. */
  private void pull(Inbox inbox, String token) {
    pulling.lock();
    try {
      WxCpKfMsgListResp page;
      do {
        page = platform.getKfService().syncMsg(cursor, token, PAGE, 0, account.openKfId());
        if (page.getMsgList() != null) {
          page.getMsgList().forEach(item -> decoder.decode(item).ifPresent(inbox::accept));
        }
        cursor = Objects.requireNonNullElse(page.getNextCursor(), cursor);
      } while (Integer.valueOf(1).equals(page.getHasMore()));
    } catch (WxErrorException e) {
      throw new IllegalStateException("sync_msg: " + e.getError().getErrorCode());
    } finally {
      pulling.unlock();
    }
  }

  @Override
  public SendOutcome send(Outbound outbound) {
    SendOutcome outcome = refusal(outbound).orElseGet(() -> sender.send(outbound));
    if (!(outcome instanceof SendOutcome.Accepted)) {
      log.info("{}: {} on {}: {}", id, outbound.id(), outbound.wire(), outcome);
    }
    return outcome;
  }

  private Optional<SendOutcome> refusal(Outbound outbound) {
    Optional<Capabilities.WireRules> rules = this.rules.now().wire(outbound.wire());
    if (rules.isEmpty()
        || outbound.to().kind() != Peer.Kind.PERSON
        || !outbound.to().channel().equals(id)) {
      return Optional.of(refused(Reason.UNSUPPORTED, "not a wire and a person of " + id));
    }
    for (Segment segment : outbound.message().segments()) {
      if (rules.get().support(segment.kind()) == Capabilities.Support.NONE) {
        return Optional.of(refused(Reason.UNSUPPORTED, "no " + segment.kind()));
      }
    }
    return KfSpeech.parts(outbound.message()).stream()
        .flatMap(part -> KfSpeech.text(part).stream())
        .filter(text -> !rules.get().textLimit().allows(text))
        .findFirst()
        .map(text -> refused(Reason.TOO_LONG, rules.get().textLimit().length(text) + " bytes"));
  }

  private static SendOutcome refused(Reason reason, String detail) {
    return new SendOutcome.Refused(reason, detail);
  }

  private static Map<String, ?> parsed(InputStream pack) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(pack);
  }
}
