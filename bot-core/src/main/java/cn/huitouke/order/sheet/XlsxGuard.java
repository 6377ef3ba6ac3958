package cn.huitouke.order.sheet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Looks through a workbook before anything is built from it, inflating it once and keeping nothing:
 * how many parts, how large, how tightly packed, how long the longest row. A zip bomb ends here.
 */
final class XlsxGuard {

  private static final long LARGEST_FILE = 256L << 20;
  private static final int MOST_PARTS = 1000;
  private static final long MOST_INFLATED = 1536L << 20;
  private static final long MOST_SHARED_TEXT = 128L << 20;
  private static final long FREE_RATIO = 8L << 20;
  private static final int HIGHEST_RATIO = 200;
  private static final int LONGEST_ROW = 4 << 20;
  private static final byte[] ROW_ENDS = "</row".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DOCTYPE = "<!DOCTYPE".getBytes(StandardCharsets.US_ASCII);

  private long inflated;

  static void check(Path file) throws IOException, Unreadable {
    if (Files.size(file) > LARGEST_FILE) {
      throw new Unreadable(0, "文件太大（超过 256 MB），请分几次导出");
    }
    new XlsxGuard().look(file);
  }

  private void look(Path file) throws IOException, Unreadable {
    Set<String> names = new HashSet<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.size() > MOST_PARTS) {
        throw bomb();
      }
      for (Enumeration<? extends ZipEntry> parts = zip.entries(); parts.hasMoreElements(); ) {
        ZipEntry part = parts.nextElement();
        if (!names.add(part.getName())) {
          throw bomb();
        }
        try (InputStream in = zip.getInputStream(part)) {
          look(in, part);
        }
      }
    } catch (ZipException e) {
      throw new Unreadable(0, "xlsx 文件不完整或已损坏，请重新导出");
    }
    if (!names.contains("[Content_Types].xml")) {
      throw new Unreadable(0, "这是一个压缩包，不是 xlsx 表格：请先解压，再导入里面的表格");
    }
  }

  private void look(InputStream in, ZipEntry part) throws IOException, Unreadable {
    boolean sharedText = part.getName().endsWith("sharedStrings.xml");
    boolean sheet = part.getName().startsWith("xl/worksheets/");
    byte[] buffer = new byte[1 << 16];
    Finder rows = new Finder(ROW_ENDS);
    Finder doctypes = new Finder(DOCTYPE);
    long size = 0;
    int read;
    while ((read = in.read(buffer)) > 0) {
      size += read;
      inflated += read;
      boolean tooTight =
          size > FREE_RATIO && size / HIGHEST_RATIO > Math.max(1, part.getCompressedSize());
      if (inflated > MOST_INFLATED || tooTight || sharedText && size > MOST_SHARED_TEXT) {
        throw bomb();
      }
      rows.see(buffer, read);
      doctypes.see(buffer, read);
      if (sheet && rows.sinceLast > LONGEST_ROW || doctypes.found) {
        throw bomb();
      }
    }
  }

  private static Unreadable bomb() {
    return new Unreadable(0, "文件解开后大得不正常，为了安全没有读取：请用平台导出的原文件，或分几次导出");
  }

  /** Finds a short word in a stream of bytes. Right for words whose first letter is unique in them. */
  private static final class Finder {
    private final byte[] word;
    private int matched;
    private long sinceLast;
    private boolean found;

    Finder(byte[] word) {
      this.word = word;
    }

    void see(byte[] bytes, int count) {
      for (int i = 0; i < count; i++) {
        byte b = bytes[i];
        sinceLast++;
        matched = b == word[matched] ? matched + 1 : b == word[0] ? 1 : 0;
        if (matched == word.length) {
          found = true;
          matched = 0;
          sinceLast = 0;
        }
      }
    }
  }
}
