package cn.huitouke.order;

import cn.huitouke.store.FileVault;
import cn.huitouke.store.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Everything an import needs, on a database of its own. */
final class ImportBench implements AutoCloseable {

  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T04:00:00Z"));

  final HikariDataSource database = new HikariDataSource();
  final JdbcClient jdbc;
  final FileVault vault;
  final OrderStore store;
  final ClaimCodes codes;
  final Orders orders;
  final OrderImports imports;
  final List<Object> published = new ArrayList<>();

  ImportBench(Path folder) {
    database.setDataSource(TestDatabase.fresh());
    jdbc = JdbcClient.create(database);
    vault = new FileVault(folder.resolve("vault-keys.json"));
    store = new OrderStore(jdbc, vault);
    codes = new ClaimCodes(jdbc, vault, CLOCK);
    orders = new JdbcOrders(jdbc, store, codes);
    imports = new FileImports(store, new JdbcTransactionManager(database), published::add, CLOCK);
  }

  ImportResult sample(String name) {
    try (InputStream file = ImportBench.class.getResourceAsStream("/orders/" + name)) {
      return imports.importFile(file, name, "auto");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ImportResult bytes(byte[] file) {
    try {
      return imports.importFile(new ByteArrayInputStream(file), "orders.csv", "taobao");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was published since the last call. */
  List<OrderEvent> news() {
    List<OrderEvent> events =
        published.stream()
            .filter(OrderNews.class::isInstance)
            .flatMap(news -> ((OrderNews) news).events().stream())
            .toList();
    published.clear();
    return events;
  }

  Kept kept(String order) {
    return store.load(List.of(order)).get(order);
  }

  @Override
  public void close() {
    database.close();
  }
}
