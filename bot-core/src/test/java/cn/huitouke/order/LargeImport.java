package cn.huitouke.order;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A shop's years of orders, in a JVM of its own so that its heap can be small. */
final class LargeImport {

  private LargeImport() {}

  public static void main(String[] arguments) throws IOException {
    int rows = Integer.parseInt(arguments[0]);
    Path folder = Files.createTempDirectory("large-import");
    boolean xlsx = arguments[1].equals("xlsx");
    Path file = folder.resolve("large." + arguments[1]);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      if (xlsx) {
        Exports.largeXlsx(out, rows);
      } else {
        Exports.large(out, rows);
      }
    }
    try (ImportBench bench = new ImportBench(folder)) {
      report("first", bench, file);
      report("again", bench, file);
    }
  }

  private static void report(String name, ImportBench bench, Path file) throws IOException {
    long start = System.nanoTime();
    ImportResult result = bench.imports.importFile(file, "taobao");
    System.out.printf(
        "%s: read=%d created=%d updated=%d unchanged=%d refused=%d events=%d ms=%d%n",
        name,
        result.read(),
        result.created(),
        result.updated(),
        result.unchanged(),
        result.refusedCount(),
        bench.news().size(),
        (System.nanoTime() - start) / 1_000_000);
  }
}
