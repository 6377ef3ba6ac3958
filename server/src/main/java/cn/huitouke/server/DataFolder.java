package cn.huitouke.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The folder in which everything lies that must survive; one process at a time may hold it. */
final class DataFolder implements AutoCloseable {

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the folder.
   *
   * @throws CannotStart in one sentence, when another process holds it or it cannot be written
   */
  static DataFolder take(Path folder) {
    Path path = folder.toAbsolutePath().normalize();
    try {
      Files.createDirectories(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve("huitouke.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new CannotStart(
            "Huitouke is already running on the data folder "
                + path
                + ". Stop it first (Ctrl-C), or start this one with --huitouke.data-dir=ANOTHER."
                + " (回头客已经在这个数据目录上运行了，请先停掉它。)");
      }
      return new DataFolder(path, channel, lock);
    } catch (IOException e) {
      throw new CannotStart(
          "The data folder "
              + path
              + " cannot be written: "
              + e.getMessage()
              + ". Check its owner"
              + " and the free disk space, or set huitouke.data-dir.");
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  Path path() {
    return path;
  }

  /** A secret kept in a file of its own, readable by its owner only; made at the first call. */
  String secret(String name) {
    Path file = path.resolve(name);
    try {
      if (Files.notExists(file)) {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Path draft = path.resolve(name + ".new");
        Files.deleteIfExists(draft);
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
          Files.createFile(
              draft,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(draft, HexFormat.of().formatHex(random));
        Files.move(draft, file);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (channel) {
      lock.release();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
