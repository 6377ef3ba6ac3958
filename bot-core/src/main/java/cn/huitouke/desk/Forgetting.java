package cn.huitouke.desk;

import cn.huitouke.customer.CustomerErased;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** No task of an erased customer stays, done or not. */
@Component("deskForgetting")
class Forgetting {

  private final JdbcClient jdbc;

  Forgetting(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @EventListener
  void hear(CustomerErased erased) {
    jdbc.sql("delete from desk.task where customer = ? or key ~ ('[:]' || ? || '$')")
        .params(erased.customer().value(), erased.customer().toString())
        .update();
  }
}
