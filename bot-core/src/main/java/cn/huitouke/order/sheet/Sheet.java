package cn.huitouke.order.sheet;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The rows of a file, read one by one. */
public interface Sheet extends Closeable {

  /** The next row; empty at the end. */
  Optional<Row> next() throws IOException, Unreadable;

  /** Opens a file by what is in it, whatever its name says. */
  static Sheet open(Path file) throws IOException, Unreadable {
    byte[] head = head(file);
    if (head.length == 0) {
      throw new Unreadable(0, "文件是空的，请重新导出");
    }
    if (starts(head, 'P', 'K')) {
      return XlsxSheet.open(file);
    }
    refuseOthers(head);
    return CsvSheet.open(file);
  }

  private static void refuseOthers(byte[] head) throws Unreadable {
    if (starts(head, 0xD0, 0xCF, 0x11, 0xE0)) {
      boolean locked =
          new String(head, StandardCharsets.UTF_16LE).contains("EncryptedPackage")
              || new String(head, StandardCharsets.ISO_8859_1)
                  .contains("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e");
      throw new Unreadable(0, locked ? "文件加了密码，请去掉密码后再导入" : "这是老式的 .xls 文件，请导出 .xlsx 或 .csv 再导入");
    }
    if (starts(head, 0xFF, 0xFE) || starts(head, 0xFE, 0xFF)) {
      throw new Unreadable(0, "文件是 UTF-16 编码，请另存为 UTF-8 的 csv，或直接用平台导出的原文件");
    }
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.indexOf('\0') >= 0) {
      throw new Unreadable(0, "这不是 csv 或 xlsx 表格，请用平台导出的原文件");
    }
    String start = text.replaceFirst("^\u00EF\u00BB\u00BF", "").stripLeading();
    if (start.startsWith("<")) {
      throw new Unreadable(0, "这其实是一个网页（html）文件，请导出 .xlsx 或 .csv 再导入");
    }
  }

  private static boolean starts(byte[] head, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= head.length || (head[i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] head(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(64 * 1024);
    }
  }
}
