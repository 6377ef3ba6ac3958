package cn.huitouke.gateway;

import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.SocketHook;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket. Both queues are bounded in bytes: inbound by not reading, outbound by {@link
 * #send} saying no. State belongs to the event loop unless it is volatile or atomic.
 */
final class SocketConnection extends SimpleChannelInboundHandler<WebSocketFrame>
    implements Connection, SocketHook.Socket {

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final int MOST_CONTROLS_PER_SECOND = 100;
  private static final long SECOND = 1_000_000_000L;
  private static final Duration LINGER = Duration.ofSeconds(2);

  private final FrontDoor door;
  private final Channel channel;
  private final long idleNanos;
  private final long mostQueuedBytes;
  private final AtomicLong queuedBytes = new AtomicLong();
  private final Listening listening;

  private Body message;
  private long controlsSince;
  private int controls;
  private boolean pinged;
  private long heardAt;
  private volatile long sentAt;
  private volatile boolean ending;
  private volatile long deadline;

  private SocketConnection(
      FrontDoor door, Channel channel, Incoming incoming, HookRequest upgrade) {
    this.door = door;
    this.channel = channel;
    idleNanos = door.settings.idleTimeout().toNanos();
    mostQueuedBytes = 4L * door.settings.maxFrameBytes();
    message = newMessage();
    heardAt = door.now();
    deadline = heardAt + idleNanos / 2;
    listening = new Listening(Objects.requireNonNull(incoming.socketHook), upgrade, this, channel);
  }

  /** Turns an HTTP connection whose upgrade was admitted into a WebSocket. On its event loop. */
  static void takeOver(FrontDoor door, Channel channel, Incoming incoming, HookRequest upgrade) {
    SocketConnection socket = new SocketConnection(door, channel, incoming, upgrade);
    channel.writeAndFlush(Answer.raw(channel.alloc(), Handshake.acceptance(incoming.headers())));
    WebSocketDecoderConfig limits =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(door.settings.maxFrameBytes())
            .expectMaskedFrames(true)
            .allowMaskMismatch(false)
            .allowExtensions(false)
            .closeOnProtocolViolation(false)
            .withUTF8Validator(false)
            .build();
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast(
        new WebSocket13FrameEncoder(false), new WebSocket13FrameDecoder(limits), socket);
    pipeline.remove(HttpConnection.class);
    door.workers.execute(socket.listening);
    pipeline.remove(StrictRequestDecoder.class);
    door.connections.add(socket);
    channel.config().setAutoRead(true);
    if (door.draining) {
      socket.drain();
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    heardAt = door.now();
    pinged = false;
    switch (frame) {
      case CloseWebSocketFrame close -> closedByPeer(close);
      case WebSocketFrame _ when ending -> {}
      case PingWebSocketFrame ping -> {
        if (calm()) {
          channel.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        }
      }
      case PongWebSocketFrame _ -> calm();
      case BinaryWebSocketFrame _ -> close(1003, "text only");
      default -> piece(frame);
    }
  }

  private void piece(WebSocketFrame frame) {
    ByteBuf content = frame.content();
    if (!content.isReadable() && !frame.isFinalFragment() && !calm()) {
      return;
    }
    if (message.add(content, frame.isFinalFragment()) != Body.FITS) {
      close(1009, "message too large");
      return;
    }
    if (frame.isFinalFragment()) {
      String text = Query.utf8(ByteBuffer.wrap(message.whole()));
      message.release();
      message = newMessage();
      if (text == null) {
        close(1007, "not UTF-8");
      } else {
        listening.hear(text);
      }
    }
  }

  /** False, and the connection closed, if control frames or empty fragments come in a flood. */
  private boolean calm() {
    long now = door.now();
    if (now - controlsSince > SECOND) {
      controlsSince = now;
      controls = 0;
    }
    if (++controls > MOST_CONTROLS_PER_SECOND) {
      close(1008, "too many control frames");
      return false;
    }
    return true;
  }

  @Override
  public boolean send(String text) {
    int bytes = ByteBufUtil.utf8Bytes(text);
    if (ending || !channel.isActive()) {
      return false;
    }
    if (queuedBytes.addAndGet(bytes) > mostQueuedBytes) {
      queuedBytes.addAndGet(-bytes);
      return false;
    }
    if (queuedBytes.get() == bytes) {
      sentAt = door.now();
    }
    channel
        .writeAndFlush(new TextWebSocketFrame(text))
        .addListener(
            _ -> {
              queuedBytes.addAndGet(-bytes);
              sentAt = door.now();
            });
    return true;
  }

  @Override
  public void close(int code, String reason) {
    if (channel.eventLoop().inEventLoop()) {
      end(code, reason);
    } else if (!channel.eventLoop().isShuttingDown()) {
      channel.eventLoop().execute(() -> end(code, reason));
    }
  }

  private void end(int code, String reason) {
    if (ending) {
      return;
    }
    ending = true;
    int valid = WebSocketCloseStatus.isValidStatusCode(code) ? code : 1011;
    String brief = reason.length() > 40 ? reason.substring(0, 40) : reason;
    channel.writeAndFlush(new CloseWebSocketFrame(valid, brief));
    deadline = door.now() + LINGER.toNanos();
    channel.config().setAutoRead(true);
  }

  private void closedByPeer(CloseWebSocketFrame close) {
    if (ending) {
      channel.close();
      return;
    }
    ending = true;
    channel.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public long deadline() {
    return deadline;
  }

  @Override
  public void expire() {
    channel.eventLoop().execute(this::look);
  }

  private void look() {
    long now = door.now();
    if (ending) {
      if (now >= deadline) {
        channel.close();
      }
      return;
    }
    boolean stuck = queuedBytes.get() > 0 && now - sentAt > idleNanos;
    boolean listens = channel.config().isAutoRead();
    if (stuck || listens && now - heardAt > idleNanos) {
      channel.close();
      return;
    }
    if (listens && !pinged && now - heardAt > idleNanos / 2) {
      pinged = true;
      channel.writeAndFlush(new PingWebSocketFrame());
    }
    deadline = now + idleNanos / 8;
  }

  @Override
  public void drain() {
    close(1001, "going away");
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    door.connections.remove(this);
    ending = true;
    message.release();
    listening.end();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      close(corrupted.closeStatus().code(), "protocol error");
    } else {
      LOG.debug("WebSocket closed: {}", Trace.of(cause));
      context.close();
    }
  }

  private Body newMessage() {
    return new Body(door.settings.maxFrameBytes(), door.bodyBudget);
  }
}
