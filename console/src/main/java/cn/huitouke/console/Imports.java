package cn.huitouke.console;

import cn.huitouke.order.ImportResult;
import cn.huitouke.order.OrderImports;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Uploaded files between the look at them and their import. They live as long as the process. */
@Component
class Imports implements DisposableBean {

  private static final Logger LOG = LoggerFactory.getLogger(Imports.class);
  private static final int KEPT = 20;

  private final OrderImports imports;
  private final Map<UUID, Upload> uploads = new LinkedHashMap<>();

  Imports(OrderImports imports) {
    this.imports = imports;
  }

  enum State {
    LOOKING,
    READY,
    IMPORTING,
    DONE,
    FAILED
  }

  /** One file. */
  static final class Upload {
    final UUID id = UUID.randomUUID();
    final String name;
    final String operator;
    private final Path file;
    private volatile State state = State.LOOKING;
    private volatile long rows;
    private volatile @Nullable ImportResult result;

    private Upload(String name, String operator, Path file) {
      this.name = name;
      this.operator = operator;
      this.file = file;
    }

    UUID id() {
      return id;
    }

    String name() {
      return name;
    }

    State state() {
      return state;
    }

    long rows() {
      return rows;
    }

    /** What would be, or what was. */
    Optional<ImportResult> result() {
      return Optional.ofNullable(result);
    }

    boolean busy() {
      return state == State.LOOKING || state == State.IMPORTING;
    }
  }

  /** Keeps a file and looks what it would do. */
  Upload take(InputStream in, String name, String operator) throws IOException {
    Path file = Files.createTempFile("huitouke-upload", ".part");
    Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    Upload upload = new Upload(name, operator, file);
    keep(upload);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                upload.result = imports.tryOut(file, "auto");
                upload.state = State.READY;
              } catch (IOException | RuntimeException e) {
                fail(upload, e);
              }
            });
    return upload;
  }

  private synchronized void keep(Upload upload) {
    uploads.put(upload.id(), upload);
    var oldest = uploads.values().iterator();
    while (uploads.size() > KEPT && oldest.hasNext()) {
      Upload one = oldest.next();
      if (!one.busy()) {
        drop(one);
        oldest.remove();
      }
    }
  }

  synchronized Optional<Upload> find(UUID id) {
    return Optional.ofNullable(uploads.get(id));
  }

  /** Imports it; false when that was done or is going on. */
  boolean start(Upload upload) {
    synchronized (upload) {
      if (upload.state != State.READY) {
        return false;
      }
      upload.state = State.IMPORTING;
    }
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                upload.result = imports.importFile(upload.file, "auto", rows -> upload.rows = rows);
                upload.state = State.DONE;
              } catch (IOException | RuntimeException e) {
                fail(upload, e);
              } finally {
                drop(upload);
              }
            });
    return true;
  }

  private static void fail(Upload upload, Exception e) {
    LOG.warn("An uploaded file could not be read", e);
    upload.state = State.FAILED;
  }

  private static void drop(Upload upload) {
    try {
      Files.deleteIfExists(upload.file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void destroy() {
    uploads.values().forEach(Imports::drop);
  }
}
