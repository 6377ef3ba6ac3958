package cn.huitouke.gateway;

import cn.huitouke.hook.HookResponse;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP connection: one request at a time is with its hook, so that pipelined ones are answered
 * in order; while one waits, nothing more is read. All state belongs to the event loop.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter implements Connection {

  private static final long NEVER = Long.MAX_VALUE;

  /** After a last answer the caller may still be sending; a hard close would destroy the answer. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  private final FrontDoor door;
  private final Caller caller;
  private final Channel channel;
  private final HookCall hookCall;
  private final Queue<Incoming> waiting = new ArrayDeque<>(2);

  private @Nullable Incoming incoming;
  private @Nullable Incoming working;

  /** Bytes of a head have come, but not its end. */
  private boolean heading = true;

  /** What comes is thrown away. */
  private boolean deaf;

  /** The last answer is written. */
  private boolean ending;

  private volatile long deadline;

  HttpConnection(FrontDoor door, Caller caller, Channel channel, String remote) {
    this.door = door;
    this.caller = caller;
    this.channel = channel;
    hookCall = new HookCall(channel, remote);
    expect(door.settings.headerTimeout());
  }

  /** Before the decoder sees them. */
  void bytesArrived() {
    if (!heading && incoming == null && working == null && !ending) {
      heading = true;
      expect(door.settings.headerTimeout());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (!deaf) {
        read((HttpObject) message);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(HttpObject part) {
    if (part.decoderResult().isFailure()) {
      refuse(part, HeadCheck.unreadable(part.decoderResult().cause()));
      return;
    }
    if (part instanceof HttpRequest head) {
      head(head);
    }
    if (part instanceof HttpContent content && !deaf) {
      content(content);
    }
  }

  private void head(HttpRequest head) {
    heading = false;
    Incoming request = new Incoming(head, door);
    incoming = request;
    if (request.refusal == 0 && !caller.mayAsk(door.now())) {
      request.refusal = 429;
    }
    if (request.endsConnection() || request.refusal != 0 && request.expectsContinue()) {
      request.last = true;
      deaf = true;
      enqueue(request);
      return;
    }
    if (working == null) {
      expect(door.settings.bodyTimeout());
      if (request.expectsContinue()) {
        channel.writeAndFlush(Answer.raw(channel.alloc(), "HTTP/1.1 100 Continue\r\n\r\n"));
      }
    }
  }

  private void content(HttpContent content) {
    Incoming request = incoming;
    if (request == null) {
      return;
    }
    boolean last = content instanceof LastHttpContent;
    int fit = request.take(content.content(), last);
    if (fit != Body.FITS) {
      refuse(content, fit);
    } else if (last) {
      enqueue(request);
    } else {
      pace();
    }
  }

  private void refuse(HttpObject part, int status) {
    Incoming request = incoming;
    if (request == null) {
      request = part instanceof HttpRequest head ? new Incoming(head, door) : null;
    }
    deaf = true;
    if (request == null) {
      channel.close();
      return;
    }
    request.refusal = status;
    request.last = true;
    enqueue(request);
  }

  private void enqueue(Incoming request) {
    incoming = null;
    waiting.add(request);
    serve();
  }

  /** Hands the next request to its hook, and answers refused ones on the way. */
  private void serve() {
    while (working == null && !ending && channel.isWritable() && !waiting.isEmpty()) {
      Incoming next = waiting.remove();
      if (next.refusal != 0) {
        write(next, HookResponse.status(next.refusal));
      } else {
        working = next;
        deadline = NEVER;
        door.workers.execute(
            () -> hookCall.run(next, answer -> finish(next, answer), () -> upgrade(next)));
      }
    }
    pace();
  }

  private void finish(Incoming request, HookResponse answer) {
    working = null;
    if (!channel.isActive()) {
      request.body.release();
      return;
    }
    if (request.socketHook != null) {
      request.last = true;
    }
    write(request, answer);
    serve();
  }

  private void write(Incoming request, HookResponse answer) {
    request.body.release();
    boolean last = request.last || !request.keepAlive || door.draining;
    ByteBuf bytes = Answer.of(channel.alloc(), answer, last, request.http10);
    heading = false;
    if (!last) {
      channel.writeAndFlush(bytes, channel.voidPromise());
      expect(incoming == null ? door.settings.idleTimeout() : door.settings.bodyTimeout());
      return;
    }
    ending = true;
    deaf = true;
    releaseBodies();
    channel
        .writeAndFlush(bytes)
        .addListener((ChannelFutureListener) _ -> ((DuplexChannel) channel).shutdownOutput());
    expect(LINGER);
  }

  /** Reads on, unless a request is waiting for the one before it or for the caller to read. */
  private void pace() {
    boolean ahead = incoming != null || !waiting.isEmpty();
    boolean read = ending || channel.isWritable() && !(working != null && ahead);
    if (channel.config().isAutoRead() != read) {
      channel.config().setAutoRead(read);
    }
  }

  private void upgrade(Incoming request) {
    if (!channel.isActive()) {
      return;
    }
    if (incoming != null || !waiting.isEmpty()) {
      channel.close();
      return;
    }
    door.connections.remove(this);
    SocketConnection.takeOver(door, channel, request, hookCall.request(request));
  }

  private void expect(Duration within) {
    deadline = door.now() + within.toNanos();
  }

  @Override
  public long deadline() {
    return deadline;
  }

  @Override
  public void expire() {
    channel.eventLoop().execute(this::expireNow);
  }

  private void expireNow() {
    if (door.now() < deadline) {
      return;
    }
    boolean unfinished = heading || incoming != null;
    if (!ending && unfinished && channel.isWritable()) {
      ByteBuf answer = Answer.of(channel.alloc(), HookResponse.status(408), true, false);
      channel.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    } else {
      channel.close();
    }
  }

  @Override
  public void drain() {
    channel
        .eventLoop()
        .execute(
            () -> {
              if (working == null && incoming == null && waiting.isEmpty() && !ending) {
                channel.close();
              }
            });
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    serve();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    door.connections.add(this);
    if (door.draining) {
      context.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    door.connections.remove(this);
    deaf = true;
    releaseBodies();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    hookCall.lost(cause);
    context.close();
  }

  private void releaseBodies() {
    waiting.forEach(request -> request.body.release());
    waiting.clear();
    if (incoming != null) {
      incoming.body.release();
      incoming = null;
    }
  }
}
