package cn.huitouke.sandbox.wecom;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Call;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.web.Platform;
import cn.huitouke.sandbox.web.Postman;
import cn.huitouke.sandbox.web.Trouble;
import cn.huitouke.sandbox.web.Troubles;
import cn.huitouke.sandbox.wechat.Seal;
import cn.huitouke.sandbox.wechat.Xml;
import cn.huitouke.sandbox.world.Conversations;
import cn.huitouke.sandbox.world.ScreenMessage;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * The simulated customer service: a callback says that there is something, {@code sync_msg} hands it
 * out, {@code send_msg} answers it. Thread-safe.
 */
public final class WeComPlatform implements Platform, AutoCloseable {
  private static final int ATTEMPTS = 4;

  private final KfAccount account;
  private final InstantSource clock;
  private final Seal seal;
  private final Troubles troubles = new Troubles();
  private final Conversations screens = new Conversations();
  private final Map<String, Session> sessions = new HashMap<>();
  private final Postman postman;
  private final KfTokens tokens;
  private final KfMail mail;
  private final KfMedia media;
  private final KfSends sends;

  public WeComPlatform(KfAccount account, InstantSource clock) {
    this.account = account;
    this.clock = clock;
    this.seal = new Seal(account.token(), account.aesKey(), account.corpId());
    this.postman = new Postman(account.patience(), ATTEMPTS);
    this.tokens = new KfTokens(account, clock);
    this.mail = new KfMail(account, clock);
    this.media = new KfMedia(clock);
    this.sends = new KfSends(account, clock, sessions, screens, media, this::sendFailed);
  }

  @Override
  public synchronized Answer answer(Call call) {
    if (call.path().equals("/cgi-bin/gettoken")) {
      return tokens.give(call.query("corpid"), call.query("corpsecret"));
    }
    if (call.path().equals(KfMedia.SHOWN)) {
      return media.shown(call);
    }
    int refusal = tokens.check(call.query("access_token"));
    if (refusal != 0) {
      return KfErrors.of(refusal);
    }
    return switch (call.path()) {
      case "/cgi-bin/kf/sync_msg" -> mail.sync(call.json());
      case "/cgi-bin/kf/send_msg" -> sends.send(call.json());
      case "/cgi-bin/media/upload" -> media.upload(call);
      default -> Answer.html(404, "<html><body>404</body></html>");
    };
  }

  @Override
  public Answer refuse(Call call, int code) {
    return KfErrors.of(code);
  }

  @Override
  public synchronized void revokeTokens() {
    tokens.revoke();
  }

  public Troubles troubles() {
    return troubles;
  }

  /** How many access tokens were given out. */
  public synchronized int tokensIssued() {
    return tokens.issued();
  }

  /** How many pictures it was given, taken or not. */
  public synchronized int uploads() {
    return media.uploads();
  }

  /** Everything uploaded before is gone, as after its three days. */
  public synchronized void forgetsMedia() {
    media.forget();
  }

  public boolean settles(Duration atMost) {
    return postman.settles(atMost);
  }

  /** Makes somebody known who has said nothing yet. */
  public synchronized void meets(String customer) {
    sessions.computeIfAbsent(customer, _ -> new Session());
  }

  /** The customer writes; the id of the message. */
  public String says(String customer, String text) {
    ObjectNode body = Json.object().put("content", text);
    return sends(customer, "text", body, text);
  }

  /** The customer taps an answer of a menu message. */
  public String chooses(String customer, String choiceId, String label) {
    ObjectNode body = Json.object().put("content", label).put("menu_id", choiceId);
    return sends(customer, "text", body, label);
  }

  /** A message of any kind, for example one from the future. */
  public String sends(String customer, String type, ObjectNode body, String shown) {
    String id;
    synchronized (this) {
      meets(customer);
      sessions.get(customer).spoke(clock.instant());
      screens.said(customer, clock.instant(), type, shown);
      id = mail.arrived(customer, type, body);
    }
    ring();
    return id;
  }

  /** The customer opens the talk by a link or code with this parameter. */
  public void enters(String customer, String sceneParam) {
    synchronized (this) {
      meets(customer);
      mail.happened(
          Json.object()
              .put("event_type", "enter_session")
              .put("open_kfid", account.openKfId())
              .put("external_userid", customer)
              .put("scene", "link")
              .put("scene_param", sceneParam)
              .put("welcome_code", UUID.randomUUID().toString()));
    }
    ring();
  }

  /** The customer no longer wants this account's messages. */
  public synchronized void rejects(String customer, boolean rejecting) {
    meets(customer);
    sessions.get(customer).rejecting = rejecting;
  }

  /** The platform took a message and could not deliver it. */
  private void sendFailed(String customer, String msgId, int why) {
    mail.happened(
        Json.object()
            .put("event_type", "msg_send_fail")
            .put("open_kfid", account.openKfId())
            .put("external_userid", customer)
            .put("fail_msgid", msgId)
            .put("fail_type", why));
    ring();
  }

  public List<ScreenMessage> screenOf(String customer) {
    return screens.of(customer);
  }

  public Conversations screens() {
    return screens;
  }

  /** Posts the callback: that there is something, not what. */
  private void ring() {
    String token = mail.token();
    postman.post(() -> letter(token), _ -> {});
  }

  private HttpRequest.Builder letter(String mailToken) {
    Optional<Trouble.Kind> trouble = troubles.takeForCallback("kf").map(Trouble::kind);
    long age = trouble.filter(Trouble.Kind.STALE_TIMESTAMP::equals).isPresent() ? 10_800 : 0;
    String timestamp = Long.toString(clock.instant().getEpochSecond() - age);
    String nonce = UUID.randomUUID().toString().substring(0, 8);
    Map<String, Object> inner = new LinkedHashMap<>();
    inner.put("ToUserName", account.corpId());
    inner.put("CreateTime", clock.instant().getEpochSecond());
    inner.put("MsgType", "event");
    inner.put("Event", "kf_msg_or_event");
    inner.put("Token", mailToken);
    inner.put("OpenKfId", account.openKfId());
    String sealed = seal.close(Xml.write(inner));
    String signature = seal.sign(timestamp, nonce, sealed);
    if (trouble.filter(Trouble.Kind.BAD_SIGNATURE::equals).isPresent()) {
      signature = new StringBuilder(signature).reverse().toString();
    }
    Map<String, Object> outer = new LinkedHashMap<>();
    outer.put("ToUserName", account.corpId());
    outer.put("Encrypt", sealed);
    outer.put("AgentID", "");
    String query =
        "?msg_signature=%s&timestamp=%s&nonce=%s"
            .formatted(signature, timestamp, URLEncoder.encode(nonce, StandardCharsets.UTF_8));
    return HttpRequest.newBuilder(URI.create(account.callbackUrl() + query))
        .header("Content-Type", "text/xml; charset=utf-8")
        .POST(HttpRequest.BodyPublishers.ofString(Xml.write(outer)));
  }

  @Override
  public void close() {
    postman.close();
  }
}
