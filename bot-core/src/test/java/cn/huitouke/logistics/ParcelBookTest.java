package cn.huitouke.logistics;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.store.TestDatabase;
import cn.huitouke.tracking.Waybill;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class ParcelBookTest {

  /** A question that keeps its connection stops the whole house after a dozen more. */
  @Test
  void aLookGivesItsConnectionBack() {
    HikariConfig config = new HikariConfig();
    config.setDataSource(TestDatabase.fresh());
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(2_000);
    try (HikariDataSource database = new HikariDataSource(config)) {
      ParcelBook book = new ParcelBook(JdbcClient.create(database), new ParcelStage.PlainVault());
      for (int i = 0; i < 3; i++) {
        assertThat(book.find(Set.of(new Waybill("yunda", "4312345678901")))).isEmpty();
      }
      assertThat(database.getHikariPoolMXBean().getActiveConnections()).isZero();
    }
  }
}
