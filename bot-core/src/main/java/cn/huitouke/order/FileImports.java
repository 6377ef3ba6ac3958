package cn.huitouke.order;

import cn.huitouke.order.RowReader.Refused;
import cn.huitouke.order.sheet.Row;
import cn.huitouke.order.sheet.Sheet;
import cn.huitouke.order.sheet.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;

/** Reads a file row by row and keeps it chunk by chunk, however large it is. */
@Service
class FileImports implements OrderImports {

  private static final Logger LOG = LoggerFactory.getLogger(FileImports.class);
  private static final long LARGEST = 1L << 30;
  private static final int CHUNK = 500;

  /** Some exports begin with a title or a note. */
  private static final int HEADING_WITHIN = 10;

  private final OrderStore store;
  private final OrderKeeper keeper;

  FileImports(
      OrderStore store,
      PlatformTransactionManager transactions,
      ApplicationEventPublisher events,
      InstantSource clock) {
    this.store = store;
    this.keeper = new OrderKeeper(store, transactions, events, clock);
  }

  @Override
  public ImportResult importFile(InputStream upload, String fileName, String source)
      throws IOException {
    Path spool = Files.createTempFile("huitouke-import", ".part");
    try {
      return spool(upload, spool)
          ? importFile(spool, source)
          : ImportResult.refused("文件太大（超过 1 GB），请分几次导出");
    } finally {
      Files.deleteIfExists(spool);
    }
  }

  private static boolean spool(InputStream upload, Path spool) throws IOException {
    long size = 0;
    byte[] buffer = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(spool)) {
      int read;
      while ((read = upload.read(buffer)) >= 0) {
        size += read;
        if (size > LARGEST) {
          return false;
        }
        out.write(buffer, 0, read);
      }
    }
    return true;
  }

  @Override
  public ImportResult importFile(Path file, String source) throws IOException {
    return importFile(file, source, _ -> {});
  }

  @Override
  public ImportResult importFile(Path file, String source, LongConsumer rows) throws IOException {
    Tally tally = new Tally();
    ImportResult result =
        read(
            file,
            source,
            tally,
            chunk -> {
              keep(chunk, tally);
              rows.accept(tally.rows());
            });
    LOG.info(
        "Imported {} rows: {} orders new, {} updated, {} unchanged; {} rows refused",
        result.read(),
        result.created(),
        result.updated(),
        result.unchanged(),
        result.refusedCount());
    return result;
  }

  @Override
  public ImportResult tryOut(Path file, String source) throws IOException {
    Tally tally = new Tally();
    return read(file, source, tally, chunk -> compare(chunk, tally));
  }

  private static ImportResult read(
      Path file, String source, Tally tally, Consumer<List<Found>> keep) throws IOException {
    try (Sheet sheet = Sheet.open(file)) {
      Optional<Headings> headings = headings(sheet);
      if (headings.isEmpty()) {
        return ImportResult.refused("没有找到表头里的“订单编号”，请导入平台导出的订单报表或宝贝报表");
      }
      String platform = headings.get().platform();
      String from = source.equals("auto") || !platform.equals("taobao") ? platform : source;
      rows(sheet, new RowReader(headings.get(), from), tally, keep);
    } catch (Unreadable e) {
      tally.refuse(new Refusal(e.row(), "", String.valueOf(e.getMessage())));
    }
    return tally.result();
  }

  private static Optional<Headings> headings(Sheet sheet) throws IOException, Unreadable {
    for (int i = 0; i < HEADING_WITHIN; i++) {
      Optional<Row> row = sheet.next();
      if (row.isEmpty()) {
        return Optional.empty();
      }
      Optional<Headings> headings = Headings.of(row.get());
      if (headings.isPresent()) {
        return headings;
      }
    }
    return Optional.empty();
  }

  private static void rows(Sheet sheet, RowReader reader, Tally tally, Consumer<List<Found>> keep)
      throws IOException, Unreadable {
    List<Found> chunk = new ArrayList<>(CHUNK);
    try {
      for (Optional<Row> row = sheet.next(); row.isPresent(); row = sheet.next()) {
        if (row.get().isBlank()) {
          continue;
        }
        tally.read();
        try {
          chunk.addAll(reader.read(row.get()));
        } catch (Refused e) {
          tally.refuse(e.at(row.get().number()));
        }
        if (chunk.size() >= CHUNK) {
          keep.accept(List.copyOf(chunk));
          chunk.clear();
        }
      }
    } finally {
      keep.accept(List.copyOf(chunk));
    }
  }

  /** What the chunk would change, as far as nothing before it in the file bears on it. */
  private void compare(List<Found> chunk, Tally tally) {
    if (!chunk.isEmpty()) {
      tally.add(new Chunk(chunk, store.load(Chunk.numbers(chunk))));
    }
  }

  private void keep(List<Found> chunk, Tally tally) {
    if (chunk.isEmpty()) {
      return;
    }
    tally.add(keeper.keep(chunk));
  }
}
