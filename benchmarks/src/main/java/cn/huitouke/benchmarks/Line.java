package cn.huitouke.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One keep-alive connection: one message at a time goes out and its answer comes back. */
final class Line extends ChannelInboundHandlerAdapter {

  /** Who is told. On the event loop. */
  interface Owner {
    void answered(Line line, int letter, long since, int status, String body);

    /** @param letter -1 if none was under way */
    void lost(Line line, int letter);
  }

  private static final ByteBuf END_OF_HEAD =
      Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("\r\n\r\n", StandardCharsets.US_ASCII));
  private static final String LENGTH = "content-length:";

  private final Channel channel;
  private @Nullable Owner owner;
  private @Nullable ByteBuf pending;
  private int letter = -1;
  private long since;

  Line(Channel channel) {
    this.channel = channel;
  }

  void belongTo(Owner newOwner) {
    owner = newOwner;
  }

  /** @param due when it should have gone out: the clock of its latency */
  void post(int number, byte[] request, long due) {
    letter = number;
    since = due;
    channel.writeAndFlush(
        channel.alloc().directBuffer(request.length).writeBytes(request), channel.voidPromise());
  }

  void hangUp() {
    letter = -1;
    channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf more = (ByteBuf) message;
    ByteBuf before = pending;
    pending = null;
    ByteBuf all = before == null ? more : Unpooled.wrappedBuffer(before, more);
    if (understand(all)) {
      all.release();
    } else {
      pending = all;
    }
  }

  /** False while the response is not whole. */
  private boolean understand(ByteBuf all) {
    int headEnd = ByteBufUtil.indexOf(END_OF_HEAD, all);
    if (headEnd < 0) {
      return false;
    }
    int from = all.readerIndex();
    String head = all.toString(from, headEnd - from, StandardCharsets.ISO_8859_1);
    int length = contentLength(head.toLowerCase(Locale.ROOT));
    if (all.writerIndex() - headEnd - 4 < length) {
      return false;
    }
    int answered = letter;
    letter = -1;
    if (owner != null && answered >= 0) {
      String body = all.toString(headEnd + 4, length, StandardCharsets.UTF_8);
      owner.answered(this, answered, since, Integer.parseInt(head.substring(9, 12)), body);
    }
    return true;
  }

  private static int contentLength(String head) {
    int at = head.indexOf(LENGTH);
    if (at < 0) {
      return 0;
    }
    int end = head.indexOf('\r', at);
    return Integer.parseInt(
        head.substring(at + LENGTH.length(), end < 0 ? head.length() : end).strip());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (pending != null) {
      pending.release();
      pending = null;
    }
    if (owner != null) {
      owner.lost(this, letter);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
