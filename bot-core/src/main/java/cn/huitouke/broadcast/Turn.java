package cn.huitouke.broadcast;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Which way up a photograph is to be shown, as cameras note it in EXIF (CIPA DC-008, tag 0x0112): all that
 * is kept of what they note.
 *
 * @param value 1: as it is; 2 to 8: turned or mirrored
 */
record Turn(int value) {

  private static final Turn NONE = new Turn(1);
  private static final int TAG = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRY = 12;

  /** Read from a TIFF header and its first directory; none where it is not there or makes no sense. */
  static Turn of(ByteBuffer tiff) {
    if (tiff.remaining() < 8) {
      return NONE;
    }
    ByteBuffer from = tiff.slice();
    from.order(from.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = Integer.toUnsignedLong(from.getInt(4));
    if (from.getShort(2) != 42 || directory + 2 > from.limit()) {
      return NONE;
    }
    int entries = Short.toUnsignedInt(from.getShort((int) directory));
    int at = (int) directory + 2;
    for (int i = 0; i < entries && at + ENTRY <= from.limit(); i++, at += ENTRY) {
      if (Short.toUnsignedInt(from.getShort(at)) == TAG && from.getShort(at + 2) == SHORT) {
        int value = from.getShort(at + 8);
        return value >= 1 && value <= 8 ? new Turn(value) : NONE;
      }
    }
    return NONE;
  }

  boolean turned() {
    return value != 1;
  }

  /** A TIFF header with a directory of this one entry. */
  byte[] tiff() {
    return ByteBuffer.allocate(26)
        .put(new byte[] {'M', 'M', 0, 42})
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) TAG)
        .putShort((short) SHORT)
        .putInt(1)
        .putShort((short) value)
        .putShort((short) 0)
        .putInt(0)
        .array();
  }
}
