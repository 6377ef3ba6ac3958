package cn.huitouke.order.sheet;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Decodes line by line in the encoding of the first line that is not plain ASCII: UTF-8 if it is
 * valid UTF-8, else GB18030 (which holds GBK). In a line of another encoding every run of foreign
 * bytes becomes {@link #GARBLED}, so that its row can be refused and the others kept.
 */
final class LineReader extends Reader {

  static final char GARBLED = '\uFFFF';
  private static final int LONGEST = 1 << 20;

  /** A GB18030 text passes for UTF-8 by chance with a character or two, not with so many. */
  private static final int NO_CHANCE = 4;

  private static final Charset GB18030 = Charset.forName("GB18030");

  private final InputStream in;
  private Charset charset = StandardCharsets.US_ASCII;
  private CharBuffer line = CharBuffer.allocate(0);
  private boolean first = true;

  LineReader(InputStream in) {
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    while (!line.hasRemaining()) {
      byte[] bytes = nextLine();
      if (bytes.length == 0) {
        return -1;
      }
      line = CharBuffer.wrap(decode(bytes));
    }
    int count = Math.min(length, line.remaining());
    line.get(buffer, offset, count);
    return count;
  }

  private byte[] nextLine() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    int b;
    while ((b = in.read()) >= 0) {
      bytes.write(b);
      if (b == '\n') {
        break;
      }
      if (bytes.size() > LONGEST) {
        throw new IOException("A line of more than a million bytes");
      }
    }
    byte[] read = bytes.toByteArray();
    if (first && read.length >= 3 && read[0] == (byte) 0xEF && read[1] == (byte) 0xBB) {
      charset = StandardCharsets.UTF_8;
      read = Arrays.copyOfRange(read, 3, read.length);
    }
    first = false;
    return read;
  }

  private String decode(byte[] bytes) {
    int threeByters = threeByters(bytes);
    if (threeByters == 0 && isAscii(bytes)) {
      return new String(bytes, StandardCharsets.US_ASCII);
    }
    if (charset == StandardCharsets.US_ASCII) {
      charset = threeByters >= 0 ? StandardCharsets.UTF_8 : GB18030;
    }
    if (charset == StandardCharsets.UTF_8) {
      return threeByters >= 0 ? new String(bytes, StandardCharsets.UTF_8) : garbled(bytes);
    }
    if (threeByters >= NO_CHANCE) {
      return garbled(bytes);
    }
    try {
      return GB18030
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      return garbled(bytes);
    }
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  /** How many three-byte sequences (Chinese) valid UTF-8 holds; -1 when it is not valid UTF-8. */
  private static int threeByters(byte[] bytes) {
    int found = 0;
    for (int i = 0; i < bytes.length; i++) {
      int b = bytes[i] & 0xFF;
      if (b < 0x80) {
        continue;
      }
      int more = b >= 0xF0 && b < 0xF5 ? 3 : b >= 0xE0 ? 2 : b >= 0xC2 ? 1 : -1;
      if (b >= 0xF5 || more < 0 || i + more >= bytes.length) {
        return -1;
      }
      for (int j = 1; j <= more; j++) {
        if ((bytes[i + j] & 0xC0) != 0x80) {
          return -1;
        }
      }
      i += more;
      found += more == 2 ? 1 : 0;
    }
    return found;
  }

  private static String garbled(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      if (b >= 0) {
        text.append((char) b);
      } else if (text.isEmpty() || text.charAt(text.length() - 1) != GARBLED) {
        text.append(GARBLED);
      }
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
