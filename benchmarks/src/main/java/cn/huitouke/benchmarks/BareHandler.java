package cn.huitouke.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The unavoidable and nothing else: verify, open, look for the fields, seal an echo. Everything on
 * the event loop.
 */
final class BareHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

  private final Account account;
  private final Keeping keeping;
  private final Sealing sealing;

  /** What happens to a message before it is answered. */
  interface Keeping {
    void keep(Row row, Runnable kept);
  }

  /** @param id of the message, {@code peer} who wrote it, {@code body} what came */
  record Row(String id, String peer, String body) {}

  BareHandler(Account account, Keeping keeping) {
    this.account = account;
    this.keeping = keeping;
    sealing = new Sealing(account);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    Map<String, List<String>> query = new QueryStringDecoder(request.uri()).parameters();
    String time = first(query, "timestamp");
    String nonce = first(query, "nonce");
    if (!sealing.sign(time, nonce).equals(first(query, "signature"))) {
      answer(context, HttpResponseStatus.FORBIDDEN, "");
    } else if (HttpMethod.GET.equals(request.method())) {
      answer(context, HttpResponseStatus.OK, first(query, "echostr"));
    } else {
      String envelope = request.content().toString(StandardCharsets.UTF_8);
      String sealed = FlatXml.field(envelope, "Encrypt");
      if (sealing.sign(time, nonce, sealed).equals(first(query, "msg_signature"))) {
        echo(context, sealing.open(sealed), time, nonce);
      } else {
        answer(context, HttpResponseStatus.FORBIDDEN, "");
      }
    }
  }

  private void echo(ChannelHandlerContext context, String message, String time, String nonce) {
    String peer = FlatXml.field(message, "FromUserName");
    Row row = new Row(FlatXml.field(message, "MsgId"), peer, message);
    keeping.keep(
        row,
        () ->
            answer(
                context,
                HttpResponseStatus.OK,
                reply(peer, FlatXml.field(message, "Content"), time, nonce)));
  }

  /** On the event loop, for the ciphers are the connection's own. */
  private String reply(String peer, String text, String time, String nonce) {
    byte[] random = new byte[16];
    ThreadLocalRandom.current().nextBytes(random);
    String xml =
        "<xml><ToUserName><![CDATA["
            + peer
            + "]]></ToUserName><FromUserName><![CDATA["
            + account.originalId()
            + "]]></FromUserName><CreateTime>"
            + time
            + "</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA["
            + text
            + "]]></Content></xml>";
    String sealed = sealing.seal(xml, random);
    return "<xml><Encrypt><![CDATA["
        + sealed
        + "]]></Encrypt><MsgSignature><![CDATA["
        + sealing.sign(time, nonce, sealed)
        + "]]></MsgSignature><TimeStamp>"
        + time
        + "</TimeStamp><Nonce><![CDATA["
        + nonce
        + "]]></Nonce></xml>";
  }

  private static void answer(
      ChannelHandlerContext context, HttpResponseStatus status, String body) {
    ByteBuf content = Unpooled.wrappedBuffer(body.getBytes(StandardCharsets.UTF_8));
    var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/xml; charset=utf-8")
        .setInt(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
    context.writeAndFlush(response, context.voidPromise());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  private static String first(Map<String, List<String>> query, String name) {
    List<String> values = query.get(name);
    return values == null ? "" : values.getFirst();
  }
}
