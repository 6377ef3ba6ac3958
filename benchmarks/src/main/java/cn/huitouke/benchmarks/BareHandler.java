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
import org.jspecify.annotations.Nullable;

/** One connection of a baseline. Everything on the event loop, but for the keeping. */
final class BareHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

  /** What happens to a message before it is answered; {@code kept} must run on the event loop. */
  interface Keeping {
    void keep(Echo.Opened message, Runnable kept);
  }

  private final Echo echo;
  private final Keeping keeping;

  BareHandler(Account account, Keeping keeping) {
    echo = new Echo(account);
    this.keeping = keeping;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    Map<String, List<String>> query = new QueryStringDecoder(request.uri()).parameters();
    if (HttpMethod.GET.equals(request.method())) {
      answer(context, echo.verification(query));
      return;
    }
    Echo.@Nullable Opened message =
        echo.open(query, request.content().toString(StandardCharsets.UTF_8));
    if (message == null) {
      answer(context, null);
    } else {
      keeping.keep(message, () -> answer(context, echo.reply(message)));
    }
  }

  private static void answer(ChannelHandlerContext context, @Nullable String body) {
    HttpResponseStatus status = body == null ? HttpResponseStatus.FORBIDDEN : HttpResponseStatus.OK;
    ByteBuf content =
        body == null
            ? Unpooled.EMPTY_BUFFER
            : Unpooled.wrappedBuffer(body.getBytes(StandardCharsets.UTF_8));
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
}
