package cn.huitouke.adapter.wecom;

import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Inbox;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.RulePack;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.channel.WebhookChannel;
import cn.huitouke.channel.Wire;
import cn.huitouke.hook.Hook;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.cp.api.WxCpService;
import me.chanjar.weixin.cp.bean.kf.WxCpKfMsgListResp;
import me.chanjar.weixin.cp.bean.kf.WxCpKfMsgSendRequest;
import me.chanjar.weixin.cp.bean.kf.msg.WxCpKfTextMsg;
import me.chanjar.weixin.cp.util.crypto.WxCpCryptUtil;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** One customer-service account of WeCom. */
public final class WeCom implements WebhookChannel {

  private static final Wire MESSAGE = new Wire("kf-message");
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final int PAGE = 1000;

  private final WeComAccount account;
  private final ChannelId id;
  private final Capabilities capabilities;
  private final WxCpService platform;
  private final KfDecoder decoder;
  private final WeComHook hook;
  private final ReentrantLock pulling = new ReentrantLock();
  // Not kept over a restart: an empty cursor replays three days, and the engine knows what it has.
  private String cursor = "";

  public WeCom(WeComAccount account, InstantSource clock) {
    this.account = account;
    id = new ChannelId("wecom", account.id());
    capabilities = rules(clock);
    StrictWxCpService service = StrictWxCpService.of(account);
    platform = service;
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
    return capabilities;
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
    Capabilities.WireRules rules = capabilities.wire(MESSAGE).orElseThrow();
    if (!outbound.wire().equals(MESSAGE)
        || outbound.message().segments().stream()
            .anyMatch(s -> rules.support(s.kind()) == Capabilities.Support.NONE)) {
      return new SendOutcome.Refused(Reason.UNSUPPORTED, outbound.message().toString());
    }
    String text = text(outbound);
    if (!rules.textLimit().allows(text)) {
      return new SendOutcome.Refused(Reason.TOO_LONG, rules.textLimit().length(text) + " bytes");
    }
    WxCpKfMsgSendRequest request = new WxCpKfMsgSendRequest();
    request.setToUser(outbound.to().address());
    request.setOpenKfid(account.openKfId());
    request.setMsgId(key(outbound));
    request.setMsgType("text");
    WxCpKfTextMsg words = new WxCpKfTextMsg();
    words.setContent(text);
    request.setText(words);
    try {
      return new SendOutcome.Accepted(platform.getKfService().sendMsg(request).getMsgId());
    } catch (WxErrorException e) {
      return outcome(e);
    } catch (RuntimeException e) {
      // WxJava's way of saying that it could not get a token: nothing of the message left.
      return new SendOutcome.Deferred(Duration.ofSeconds(10), "no token");
    }
  }

  /** The platform wants at most 32 of [0-9a-zA-Z_-], unique: a repeated one is not sent twice. */
  private static String key(Outbound outbound) {
    return UUID.nameUUIDFromBytes(outbound.id().value().getBytes(StandardCharsets.UTF_8))
        .toString()
        .replace("-", "");
  }

  private static SendOutcome outcome(WxErrorException e) {
    int code = e.getError().getErrorCode();
    String detail = "errcode " + code;
    return switch (code) {
      case -99 -> new SendOutcome.Uncertain("no answer");
      case -1, 45009, 45033, 6000 -> new SendOutcome.Deferred(Duration.ofSeconds(30), detail);
      case 95001, 45047 -> new SendOutcome.Refused(Reason.QUOTA_EXHAUSTED, detail);
      case 95018, 95016, 45015 -> new SendOutcome.Refused(Reason.WINDOW_CLOSED, detail);
      case 40096, 95000 -> new SendOutcome.Refused(Reason.UNKNOWN_PEER, detail);
      case 40001, 40013, 40014, 42001, 48002, 60020 ->
          new SendOutcome.Refused(Reason.MISCONFIGURED, detail);
      default -> new SendOutcome.Refused(Reason.CONTENT_REJECTED, detail);
    };
  }

  private static String text(Outbound outbound) {
    return outbound.message().segments().stream()
        .map(
            segment ->
                switch (segment) {
                  case Segment.Text(String text) -> text;
                  case Segment.Link link -> link.title() + "\n" + link.url();
                  case Segment.Choices choices -> choices.asText();
                  default -> "";
                })
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private static Capabilities rules(InstantSource clock) {
    try (InputStream pack =
        Objects.requireNonNull(
            WeCom.class.getResourceAsStream("/platform-rules/wecom.yml"), "rule pack")) {
      Map<String, ?> tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(pack);
      return RulePack.read(tree, clock.instant().atZone(SHANGHAI).toLocalDate());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
