package cn.huitouke.sandbox.wechat;

import cn.huitouke.sandbox.HandClock;
import cn.huitouke.sandbox.ReceivingServer;
import cn.huitouke.sandbox.Sandbox;
import cn.huitouke.sandbox.SandboxOptions;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.wechat.WeChatAccount.Mode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** A sandbox, a server that plays our gateway, and a client that plays our adapter. */
final class WeChatStage implements AutoCloseable {
  final HandClock clock = new HandClock();
  final ReceivingServer gateway = new ReceivingServer();
  final WeChatAccount account;
  final Seal seal;
  final Sandbox sandbox;
  final WeChatPlatform weChat;
  final HttpClient http = HttpClient.newHttpClient();
  private String token = "";

  WeChatStage() throws IOException {
    this(Mode.SECURE);
  }

  WeChatStage(Mode mode) throws IOException {
    account =
        WeChatAccount.demo()
            .withMode(mode)
            .withCallbackUrl(gateway.url("/hooks/wechat-mp/shop"))
            .withPatience(Duration.ofMillis(300));
    seal = new Seal(account.token(), account.aesKey(), account.appId());
    sandbox = new Sandbox(SandboxOptions.demo(clock).withPort(0).withWeChat(account));
    sandbox.start();
    weChat = sandbox.weChat();
  }

  URI api(String path) {
    return sandbox.base("/wechat" + path);
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return Json.read(send(HttpRequest.newBuilder(api(path)).GET()).body());
  }

  JsonNode post(String path, String body) throws IOException, InterruptedException {
    return Json.read(
        send(HttpRequest.newBuilder(api(path)).POST(HttpRequest.BodyPublishers.ofString(body)))
            .body());
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(
        request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
  }

  String credentials() {
    return "grant_type=client_credential&appid=%s&secret=%s"
        .formatted(account.appId(), account.secret());
  }

  JsonNode stable(boolean force) throws IOException, InterruptedException {
    return post(
        "/cgi-bin/stable_token",
        """
        {"grant_type":"client_credential","appid":"%s","secret":"%s","force_refresh":%s}
        """
            .formatted(account.appId(), account.secret(), force));
  }

  /** Calls with a token. */
  JsonNode call(String path, String body) throws IOException, InterruptedException {
    if (token.isEmpty()) {
      token = Json.text(stable(false), "access_token");
    }
    String mark = path.contains("?") ? "&" : "?";
    return post(path + mark + "access_token=" + token, body);
  }

  int code(String path, String body) throws IOException, InterruptedException {
    return call(path, body).path("errcode").asInt(0);
  }

  int text(String openid, String words) throws IOException, InterruptedException {
    return code(
        "/cgi-bin/message/custom/send",
        """
        {"touser":"%s","msgtype":"text","text":{"content":"%s"}}
        """
            .formatted(openid, words));
  }

  void forgetToken() {
    token = "";
  }

  void settle() {
    if (!weChat.settles(Duration.ofSeconds(10))) {
      throw new AssertionError("callbacks are still under way");
    }
  }

  /** The next callback, opened. */
  Xml.Element nextCallback() throws InterruptedException {
    return opened(gateway.next());
  }

  Xml.Element opened(ReceivingServer.Received request) {
    Xml.Element xml = Xml.read(request.body()).orElseThrow();
    String sealed = xml.at("Encrypt");
    return sealed.isEmpty() ? xml : Xml.read(seal.open(sealed).orElseThrow()).orElseThrow();
  }

  /** A passive reply as our server would seal it. */
  String sealedReply(String xml) {
    String sealed = seal.close(xml);
    String signature = seal.sign("1713424427", "415670741", sealed);
    return """
    <xml><Encrypt><![CDATA[%s]]></Encrypt><MsgSignature><![CDATA[%s]]></MsgSignature>\
    <TimeStamp>1713424427</TimeStamp><Nonce><![CDATA[415670741]]></Nonce></xml>\
    """
        .formatted(sealed, signature);
  }

  String reply(String openid, String words) {
    return """
    <xml><ToUserName><![CDATA[%s]]></ToUserName><FromUserName><![CDATA[%s]]></FromUserName>\
    <CreateTime>1713424427</CreateTime><MsgType><![CDATA[text]]></MsgType>\
    <Content><![CDATA[%s]]></Content></xml>\
    """
        .formatted(openid, account.originalId(), words);
  }

  @Override
  public void close() {
    sandbox.close();
    gateway.close();
    http.close();
  }
}
