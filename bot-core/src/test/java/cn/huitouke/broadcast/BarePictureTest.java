package cn.huitouke.broadcast;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a photograph tells of its taking stays behind; what is to be seen in it does not change. */
class BarePictureTest {

  private static final String CAMERA = "Phone of Mei";

  static byte[] drawn(String format) throws IOException {
    BufferedImage image = new BufferedImage(40, 24, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 40; x++) {
      for (int y = 0; y < 24; y++) {
        image.setRGB(x, y, new Color(x * 6, y * 10, (x * y) % 256).getRGB());
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }

  /** A camera's notes: whose it is, which way up, and the place, 30°14′N 120°9′E. */
  private static byte[] notes(ByteOrder order, int turn) {
    ByteBuffer tiff = ByteBuffer.allocate(160).order(order);
    tiff.put(order == ByteOrder.BIG_ENDIAN ? new byte[] {'M', 'M'} : new byte[] {'I', 'I'});
    tiff.putShort((short) 42).putInt(8).putShort((short) 3);
    entry(tiff, 0x010F, 2, CAMERA.length() + 1).putInt(60);
    entry(tiff, 0x0112, 3, 1).putShort((short) turn).putShort((short) 0);
    entry(tiff, 0x8825, 4, 1).putInt(80);
    tiff.putInt(0).position(60).put(CAMERA.getBytes(ISO_8859_1));
    tiff.position(80).putShort((short) 2);
    entry(tiff, 1, 2, 2).put(new byte[] {'N', 0, 0, 0});
    entry(tiff, 2, 5, 3).putInt(112);
    tiff.putInt(0).position(112);
    for (int part : new int[] {30, 1, 14, 1, 2711, 100}) {
      tiff.putInt(part);
    }
    return tiff.array();
  }

  private static ByteBuffer entry(ByteBuffer tiff, int tag, int type, int count) {
    return tiff.putShort((short) tag).putShort((short) type).putInt(count);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] segment(int marker, byte[] payload) {
    int length = payload.length + 2;
    return joined(
        new byte[] {(byte) 0xFF, (byte) marker, (byte) (length >> 8), (byte) length}, payload);
  }

  private static byte[] text(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static byte[] photograph(ByteOrder order, int turn) throws IOException {
    byte[] plain = drawn("jpg");
    return joined(
        Arrays.copyOf(plain, 2),
        segment(0xE1, joined(text("Exif\0\0"), notes(order, turn))),
        segment(0xE1, text("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>Hangzhou</x:xmpmeta>")),
        segment(0xED, text("Photoshop 3.0\0" + "8BIM by Mei")),
        segment(0xE2, text("MPF\0" + "a second picture")),
        segment(0xE2, text("ICC_PROFILE\0\1\1" + "colours")),
        segment(0xFE, text("a comment by Mei")),
        Arrays.copyOfRange(plain, 2, plain.length),
        text("ftypmp42 a film of Mei at home"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 6, 8})
  void aPhotographKeepsWhichWayUpItIsAndForgetsWhereAndByWhom(int turn) throws IOException {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      byte[] taken = photograph(order, turn);
      assertThat(text(taken)).contains(CAMERA, "Hangzhou");
      byte[] bare = BareJpeg.of(taken).orElseThrow();
      assertThat(text(bare)).doesNotContain("Mei", "Hangzhou", "MPF", "8BIM", "film");
      assertThat(text(bare)).contains("ICC_PROFILE").endsWith("\u00FF\u00D9");
      int exif = text(bare).indexOf("Exif\0\0");
      assertThat(exif >= 0).isEqualTo(turn != 1);
      if (exif >= 0) {
        byte[] kept = Arrays.copyOfRange(bare, exif + 6, exif + 6 + 26);
        assertThat(Turn.of(ByteBuffer.wrap(kept))).isEqualTo(new Turn(turn));
        assertThat(Turn.of(ByteBuffer.wrap(notes(order, turn)))).isEqualTo(new Turn(turn));
      }
      assertThat(BareJpeg.of(bare)).as("done twice it is the same").contains(bare);
    }
  }

  @Test
  void thePictureItselfIsNotChanged() throws IOException {
    byte[] plain = drawn("jpg");
    assertThat(BareJpeg.of(plain)).contains(plain);
    byte[] withoutColours =
        text(photograph(ByteOrder.BIG_ENDIAN, 6))
            .replaceFirst("\u00FF\u00E2..ICC_PROFILE\0\1\1colours", "")
            .getBytes(ISO_8859_1);
    assertSame(plain, BareJpeg.of(withoutColours).orElseThrow());
    byte[] png = drawn("png");
    assertThat(BarePng.of(png)).contains(png);
  }

  private static void assertSame(byte[] one, byte[] other) throws IOException {
    BufferedImage a = ImageIO.read(new ByteArrayInputStream(one));
    BufferedImage b = ImageIO.read(new ByteArrayInputStream(other));
    assertThat(pixels(b)).isEqualTo(pixels(a));
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  private static byte[] chunk(String name, byte[] data) {
    CRC32 sum = new CRC32();
    sum.update(text(name));
    sum.update(data);
    return ByteBuffer.allocate(data.length + 12)
        .putInt(data.length)
        .put(text(name))
        .put(data)
        .putInt((int) sum.getValue())
        .array();
  }

  @Test
  void aPngForgetsItsTextsTooAndKeepsWhichWayUpItIs() throws IOException {
    byte[] plain = drawn("png");
    int header = 8 + 25;
    byte[] told =
        joined(
            Arrays.copyOf(plain, header),
            chunk("tEXt", text("Author\0Mei")),
            chunk("iTXt", text("XML:com.adobe.xmp\0\0\0\0\0Hangzhou")),
            chunk("tIME", new byte[7]),
            chunk("eXIf", notes(ByteOrder.LITTLE_ENDIAN, 6)),
            chunk("meMo", text("of Mei's own")),
            Arrays.copyOfRange(plain, header, plain.length),
            text("Mei, behind the end"));
    byte[] bare = BarePng.of(told).orElseThrow();
    assertThat(text(bare)).doesNotContain("Mei", "Hangzhou", "tIME").contains("eXIf");
    assertSame(plain, bare);
    assertThat(bare).hasSize(plain.length + 12 + 26);
    byte[] kept = Arrays.copyOfRange(bare, header + 8, header + 8 + 26);
    assertThat(chunk("eXIf", kept)).isEqualTo(Arrays.copyOfRange(bare, header, header + 12 + 26));
    assertThat(Turn.of(ByteBuffer.wrap(kept))).isEqualTo(new Turn(6));
  }

  @Test
  void whatIsBrokenIsRefusedOrMendedAndNeverAFault() throws IOException {
    byte[] jpg = photograph(ByteOrder.BIG_ENDIAN, 6);
    byte[] png = drawn("png");
    Random dice = new Random(7);
    for (int i = 0; i < 4000; i++) {
      byte[] one = (i % 2 == 0 ? jpg : png).clone();
      for (int slips = dice.nextInt(4); slips >= 0; slips--) {
        one[8 + dice.nextInt(300)] = (byte) dice.nextInt();
      }
      byte[] cut = Arrays.copyOf(one, Math.max(12, dice.nextInt(one.length + 1)));
      assertThat(i % 2 == 0 ? BareJpeg.of(cut) : BarePng.of(cut)).isNotNull();
    }
    assertThat(BareJpeg.of(Arrays.copyOf(jpg, 40))).isEmpty();
    assertThat(BarePng.of(Arrays.copyOf(png, png.length - 1))).isEmpty();
  }
}
