package cn.huitouke.customer;

import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Customers in a database, for tests of other packages. */
public final class TestCustomers {

  private TestCustomers() {}

  public static Customers stored(DataSource database, InstantSource clock) {
    return new JdbcCustomers(
        database,
        JdbcClient.create(database),
        new JdbcTransactionManager(database),
        _ -> {},
        clock);
  }
}
