package cn.huitouke.gateway;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** A body as it comes in. A small one that comes in one piece is copied once and never again. */
final class Body {

  static final int FITS = 0;
  static final int TOO_LARGE = 413;
  static final int NO_ROOM = 503;

  private static final byte[] NONE = new byte[0];
  private static final int FIRST_PIECE = 4096;

  private final int limit;
  private final AtomicLong budget;
  private byte[] bytes = NONE;
  private int length;
  private int reserved;

  Body(int limit, AtomicLong budget) {
    this.limit = limit;
    this.budget = budget;
  }

  /** Takes a piece: {@link #FITS}, or the status of the refusal. */
  int add(ByteBuf piece, boolean last) {
    int more = piece.readableBytes();
    if (more > limit - length) {
      return TOO_LARGE;
    }
    if (more > bytes.length - length) {
      int room = last ? length + more : roomFor(length + more);
      if (!reserve(length == 0 && last ? 0 : room - reserved)) {
        return NO_ROOM;
      }
      bytes = Arrays.copyOf(bytes, room);
    }
    piece.readBytes(bytes, length, more);
    length += more;
    return FITS;
  }

  int length() {
    return length;
  }

  byte[] whole() {
    return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
  }

  /** Gives the budget back. Idempotent. */
  void release() {
    budget.addAndGet(reserved);
    reserved = 0;
    bytes = NONE;
    length = 0;
  }

  private int roomFor(int needed) {
    return Math.min(limit, Math.max(FIRST_PIECE, Integer.highestOneBit(needed) * 2));
  }

  private boolean reserve(int more) {
    if (more > 0) {
      if (budget.addAndGet(-more) < 0) {
        budget.addAndGet(more);
        return false;
      }
      reserved += more;
    }
    return true;
  }
}
