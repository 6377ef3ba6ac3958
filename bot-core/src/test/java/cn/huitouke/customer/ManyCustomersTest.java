package cn.huitouke.customer;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Peer;
import cn.huitouke.customer.CustomerBook.Filter;
import cn.huitouke.store.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A hundred thousand customers, page by page: what a page reads is counted, not timed. */
class ManyCustomersTest {

  private static final int CUSTOMERS = 100_000;
  private static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");

  private JdbcClient jdbc;
  private JdbcCustomers customers;
  private JdbcCustomerBook book;
  private TransactionTemplate transaction;

  @BeforeEach
  void fill() {
    DataSource database = TestDatabase.fresh();
    jdbc = JdbcClient.create(database);
    var transactions = new DataSourceTransactionManager(database);
    transaction = new TransactionTemplate(transactions);
    customers = new JdbcCustomers(database, jdbc, transactions, _ -> {}, () -> NOON);
    book = new JdbcCustomerBook(jdbc, customers, transactions, _ -> {}, () -> NOON);
    jdbc.sql(
            "INSERT INTO customer.customer (id, created_at) SELECT n, now()"
                + " FROM generate_series(1, ?) AS n")
        .param(CUSTOMERS)
        .update();
    jdbc.sql(
            """
            INSERT INTO customer.identity (channel, address, customer, following, heard_at)
            SELECT CASE n % 4 WHEN 0 THEN 'wecom/shop' ELSE 'wechat-mp/shop' END, 'o' || n, n, n % 3 > 0, now()
            FROM generate_series(1, ?) AS n
            """)
        .param(CUSTOMERS)
        .update();
    jdbc.sql("ANALYZE customer.customer, customer.identity").update();
  }

  @AfterEach
  void close() {
    customers.close();
  }

  private record Read(long whole, long rows) {}

  private Read reads(Runnable page) {
    return transaction.execute(
        _ -> {
          page.run();
          return jdbc.sql(
                  "SELECT coalesce(sum(seq_scan), 0), coalesce(sum(idx_tup_fetch), 0)"
                      + " FROM pg_stat_xact_user_tables WHERE schemaname = 'customer'"
                      + " AND relname IN ('customer', 'identity')")
              .query((row, _) -> new Read(row.getLong(1), row.getLong(2)))
              .single();
        });
  }

  @Test
  void everyPageReadsAPageWhereverItLies() {
    for (long before : new long[] {Long.MAX_VALUE, 50_000, 100}) {
      Read all = reads(() -> assertThat(book.page(Filter.ALL, before, 51)).hasSize(51));
      assertThat(all.whole()).isZero();
      assertThat(all.rows()).isLessThan(500);
      Filter some = new Filter("wecom", true, Optional.of(false), Optional.empty());
      Read filtered =
          reads(
              () ->
                  assertThat(book.page(some, before, 10))
                      .isNotEmpty()
                      .allMatch(card -> card.identities().getFirst().following()));
      assertThat(filtered.whole()).isZero();
      assertThat(filtered.rows()).isLessThan(1_000);
    }
  }

  @Test
  void pagesFollowOneAnotherWithoutGapOrRepetition() {
    List<CustomerBook.Card> one = book.page(Filter.ALL, Long.MAX_VALUE, 50);
    List<CustomerBook.Card> two = book.page(Filter.ALL, one.getLast().id().value(), 50);
    assertThat(one.getFirst().id().value()).isEqualTo(CUSTOMERS);
    assertThat(two.getFirst().id().value()).isEqualTo(CUSTOMERS - 50);
  }

  @Test
  void aMergedPersonIsHeldToWhatEitherWishedAndGetsItBack() {
    CustomerId one = new CustomerId(1);
    CustomerId other = new CustomerId(2);
    customers.wish(one, Wishes.NONE.withMarketing(true), "test", NOON);
    customers.wish(other, Wishes.NONE.factsOnly(), "test", NOON);
    CustomerBook.Merge merge = book.merge(other, one, "test").orElseThrow();
    assertThat(customers.wishes(one).marketing()).isFalse();
    assertThat(customers.wishes(one).care()).isFalse();
    assertThat(customers.identities(one)).hasSize(2);
    assertThat(book.present(other)).hasValue(one);
    assertThat(book.allNumbers(one)).containsExactly(one, other);
    assertThat(book.among(List.of(other), Filter.ALL)).isEmpty();
    assertThat(book.merge(other, new CustomerId(3), "test")).isEmpty();
    assertThat(book.undo(merge.id())).isTrue();
    assertThat(customers.wishes(one).marketing()).isTrue();
    assertThat(customers.identities(other))
        .extracting(identity -> identity.peer())
        .extracting(Peer::address)
        .containsExactly("o2");
  }
}
