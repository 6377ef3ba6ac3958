package cn.huitouke.adapter.wecom;

import cn.huitouke.channel.Inbox;
import cn.huitouke.hook.Hook;
import cn.huitouke.hook.HookPath;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import me.chanjar.weixin.common.util.crypto.SHA1;
import me.chanjar.weixin.common.util.crypto.WxCryptUtil;
import org.jspecify.annotations.Nullable;

/**
 * The callback. It carries no words, only "there is something": whoever forges one makes us look, and
 * hears nothing.
 */
final class WeComHook implements Hook {

  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final int LARGEST = 16 * 1024;

  private final WeComAccount account;
  private final WxCryptUtil crypt;
  private final InstantSource clock;
  private final BiConsumer<Inbox, String> pull;
  private volatile @Nullable Inbox inbox;

  /**
   * @param pull fetches what there is, given the callback's token; returns when it is safe
   */
  WeComHook(
      WeComAccount account,
      WxCryptUtil crypt,
      InstantSource clock,
      BiConsumer<Inbox, String> pull) {
    this.account = account;
    this.crypt = crypt;
    this.clock = clock;
    this.pull = pull;
  }

  void open(@Nullable Inbox inbox) {
    this.inbox = inbox;
  }

  @Override
  public HookPath path() {
    return new HookPath("wecom", account.id());
  }

  @Override
  public HookResponse handle(HookRequest request) {
    Inbox open = inbox;
    if (open == null) {
      return HookResponse.status(503);
    }
    if (request.method().equals("GET")) {
      return opened(request, request.parameter("echostr").orElse(""))
          .map(HookResponse::text)
          .orElseGet(() -> HookResponse.status(401));
    }
    if (request.body().length > LARGEST) {
      return HookResponse.status(413);
    }
    String sealed = element(new String(request.body(), StandardCharsets.UTF_8), "Encrypt");
    Optional<String> inner = opened(request, sealed);
    if (inner.isEmpty() || !element(inner.get(), "ToUserName").equals(account.corpId())) {
      return HookResponse.status(401);
    }
    if (element(inner.get(), "Event").equals("kf_msg_or_event")
        && element(inner.get(), "OpenKfId").equals(account.openKfId())) {
      pull.accept(open, element(inner.get(), "Token"));
    }
    return HookResponse.text("success");
  }

  private Optional<String> opened(HookRequest request, String sealed) {
    String signature = request.parameter("msg_signature").orElse("");
    String timestamp = request.parameter("timestamp").orElse("");
    String nonce = request.parameter("nonce").orElse("");
    if (sealed.isEmpty() || !fresh(timestamp)) {
      return Optional.empty();
    }
    String expected = SHA1.gen(account.token(), timestamp, nonce, sealed);
    if (!MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.US_ASCII),
        signature.getBytes(StandardCharsets.US_ASCII))) {
      return Optional.empty();
    }
    try {
      return Optional.of(crypt.decrypt(sealed));
    } catch (RuntimeException e) {
      return Optional.empty(); // one answer for whatever is wrong with a ciphertext
    }
  }

  private boolean fresh(String timestamp) {
    if (!timestamp.matches("\\d{1,12}")) {
      return false;
    }
    Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
    return Duration.between(at, clock.instant()).abs().compareTo(TOLERANCE) <= 0;
  }

  /** One element of the flat form, whose values are CDATA; nothing is parsed beyond it. */
  private static String element(String xml, String name) {
    String start = "<" + name + "><![CDATA[";
    int from = xml.indexOf(start);
    int to = from < 0 ? -1 : xml.indexOf("]]></" + name + ">", from);
    return to < 0 ? "" : xml.substring(from + start.length(), to);
  }
}
