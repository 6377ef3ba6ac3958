package cn.huitouke.broadcast;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * A PNG (W3C, third edition) with what is needed to show it, colours, transparency and movement, and the
 * way up: without texts, times, EXIF, chunks of programs' own, and what stands behind its end.
 */
final class BarePng {

  private static final int SIGNATURE = 8;

  /** Length, name and checksum. */
  private static final int AROUND = 12;

  private static final String END = "IEND";
  private static final String EXIF = "eXIf";

  private static final Set<String> SHOWN =
      Set.of(
          "IHDR", "PLTE", "IDAT", END, "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP",
          "mDCV", "cLLI", "bKGD", "pHYs", "acTL", "fcTL", "fdAT");

  private BarePng() {}

  /** Empty when the bytes are not put together like one. */
  static Optional<byte[]> of(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    out.write(bytes, 0, SIGNATURE);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int at = SIGNATURE;
    boolean drawn = false;
    while (at + AROUND <= bytes.length) {
      int length = in.getInt(at);
      if (length < 0 || length > bytes.length - at - AROUND) {
        return Optional.empty();
      }
      String name = new String(bytes, at + 4, 4, US_ASCII);
      if (SHOWN.contains(name)) {
        out.write(bytes, at, length + AROUND);
      } else if (name.equals(EXIF)) {
        turn(Turn.of(in.slice(at + 8, length)), out);
      }
      drawn |= name.equals("IDAT");
      if (name.equals(END)) {
        return drawn ? Optional.of(out.toByteArray()) : Optional.empty();
      }
      at += length + AROUND;
    }
    return Optional.empty();
  }

  private static void turn(Turn turn, ByteArrayOutputStream out) {
    if (turn.turned()) {
      byte[] tiff = turn.tiff();
      ByteBuffer chunk = ByteBuffer.allocate(tiff.length + AROUND);
      chunk.putInt(tiff.length).put(EXIF.getBytes(US_ASCII)).put(tiff);
      CRC32 sum = new CRC32();
      sum.update(chunk.array(), 4, tiff.length + 4);
      out.writeBytes(chunk.putInt((int) sum.getValue()).array());
    }
  }
}
