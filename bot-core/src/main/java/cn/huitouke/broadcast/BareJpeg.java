package cn.huitouke.broadcast;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A JPEG (ITU-T T.81) without what it tells of its taking: place, time, camera, its owner, a smaller
 * picture from before it was cut, films behind its end. The compressed picture itself stays bit by bit,
 * with its colours and the way up.
 */
final class BareJpeg {

  private static final byte[] EXIF = "Exif\0\0".getBytes(US_ASCII);
  private static final byte[] COLOURS = "ICC_PROFILE\0".getBytes(US_ASCII);
  private static final byte[] JFIF = "JFIF\0".getBytes(US_ASCII);
  private static final int JFIF_WITHOUT_THUMBNAIL = 14;

  private static final int START = 0xD8;
  private static final int END = 0xD9;
  private static final int SCAN = 0xDA;
  private static final int APP0 = 0xE0;
  private static final int APP1 = 0xE1;
  private static final int APP2 = 0xE2;
  private static final int ADOBE = 0xEE;
  private static final int APP15 = 0xEF;
  private static final int COMMENT = 0xFE;

  private final byte[] bytes;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int at = 2;
  private boolean turned;
  private boolean scanned;

  private BareJpeg(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Empty when the bytes are not put together like one. */
  static Optional<byte[]> of(byte[] bytes) {
    return new BareJpeg(bytes).walk();
  }

  private Optional<byte[]> walk() {
    marker(START);
    while (at + 4 <= bytes.length && (bytes[at] & 0xFF) == 0xFF) {
      int marker = bytes[at + 1] & 0xFF;
      if (marker == 0xFF) {
        at++;
        continue;
      }
      if (marker == END) {
        break;
      }
      int length = (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF;
      if (length < 2 || at + 2 + length > bytes.length) {
        break;
      }
      segment(marker, Arrays.copyOfRange(bytes, at + 4, at + 2 + length));
      at += 2 + length;
      if (marker == SCAN) {
        scan();
      }
    }
    marker(END);
    return scanned ? Optional.of(out.toByteArray()) : Optional.empty();
  }

  private void segment(int marker, byte[] payload) {
    if (marker == APP0 && starts(payload, JFIF) && payload.length >= JFIF_WITHOUT_THUMBNAIL) {
      byte[] header = Arrays.copyOf(payload, JFIF_WITHOUT_THUMBNAIL);
      header[12] = 0;
      header[13] = 0;
      write(marker, header);
    } else if (marker == APP1 && starts(payload, EXIF)) {
      turn(Turn.of(ByteBuffer.wrap(payload, EXIF.length, payload.length - EXIF.length)));
    } else if (marker == APP2 && starts(payload, COLOURS)
        || marker == ADOBE
        || (marker < APP0 || marker > APP15) && marker != COMMENT) {
      write(marker, payload);
    }
  }

  private void turn(Turn turn) {
    if (turn.turned() && !turned) {
      turned = true;
      byte[] tiff = turn.tiff();
      byte[] payload = Arrays.copyOf(EXIF, EXIF.length + tiff.length);
      System.arraycopy(tiff, 0, payload, EXIF.length, tiff.length);
      write(APP1, payload);
    }
  }

  /** The compressed picture, until a marker that is neither a stuffed 0xFF nor a restart. */
  private void scan() {
    scanned = true;
    int from = at;
    while (at < bytes.length && !(bytes[at] == (byte) 0xFF && ends(at + 1))) {
      at++;
    }
    out.write(bytes, from, at - from);
  }

  private boolean ends(int next) {
    int marker = next < bytes.length ? bytes[next] & 0xFF : END;
    return marker != 0 && marker != 0xFF && (marker < 0xD0 || marker > 0xD7);
  }

  private void marker(int marker) {
    out.write(0xFF);
    out.write(marker);
  }

  private void write(int marker, byte[] payload) {
    marker(marker);
    out.write(payload.length + 2 >> 8);
    out.write(payload.length + 2);
    out.writeBytes(payload);
  }

  private static boolean starts(byte[] payload, byte[] name) {
    return payload.length >= name.length
        && Arrays.equals(payload, 0, name.length, name, 0, name.length);
  }
}
