package cn.huitouke.order;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** Takes in what shops export from their platforms. */
public interface OrderImports {

  /**
   * Imports a file as it is uploaded: csv or xlsx, an order list or an item list, of any platform
   * that we know. Importing it again changes nothing; a later export adds what is new. Good rows are
   * kept when others are refused. Publishes {@link OrderNews}.
   *
   * @param fileName for messages only: what is in the file decides how it is read
   * @param source {@code taobao}, another platform, or {@code auto} to tell from the headings
   * @throws IOException when the upload breaks off or the disk is full
   */
  ImportResult importFile(InputStream upload, String fileName, String source) throws IOException;

  /** Imports a file on disk, see {@link #importFile(InputStream, String, String)}. */
  ImportResult importFile(Path file, String source) throws IOException;

  /**
   * Imports a file on disk and tells now and then how far it is.
   *
   * @param rows hears how many rows have been read so far
   */
  ImportResult importFile(Path file, String source, LongConsumer rows) throws IOException;

  /** What importing a file would do. Changes nothing. */
  ImportResult tryOut(Path file, String source) throws IOException;
}
