package cn.huitouke.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class TestDatabaseTest {

  @Test
  void everyCallGivesADatabaseOfItsOwn() {
    JdbcTemplate one = new JdbcTemplate(TestDatabase.fresh());
    JdbcTemplate other = new JdbcTemplate(TestDatabase.fresh());
    one.execute("CREATE TABLE mine (a int)");

    assertThat(one.queryForObject("SELECT to_regclass('mine') IS NOT NULL", Boolean.class))
        .isTrue();
    assertThat(other.queryForObject("SELECT to_regclass('mine') IS NOT NULL", Boolean.class))
        .isFalse();
  }
}
