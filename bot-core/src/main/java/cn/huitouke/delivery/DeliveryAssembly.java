package cn.huitouke.delivery;

import cn.huitouke.customer.Customers;
import cn.huitouke.schedule.Sweep;
import cn.huitouke.store.Clerk;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeliverySettings.class)
class DeliveryAssembly {

  @Bean
  DeliveryDesk deliveryDesk(
      DataSource database,
      Clerk clerk,
      Channels channels,
      Customers customers,
      Pace pace,
      DeliverySettings settings,
      ObjectProvider<Setback.Listener> setbacks,
      InstantSource clock) {
    return new DeliveryDesk(
        database,
        clerk,
        channels,
        customers,
        pace,
        new Reasons(),
        settings,
        clock,
        setback -> setbacks.orderedStream().forEach(one -> one.hears(setback)),
        DeliveryDesk.DEAD_AFTER);
  }

  @Bean
  PostOffice postOffice(DeliveryDesk desk) {
    return desk.office;
  }

  @Bean
  Replies replies(DeliveryDesk desk) {
    return desk.replies;
  }

  @Bean
  Mailings mailings(DeliveryDesk desk) {
    return desk.mailings;
  }

  @Bean
  HouseRules houseRules(DeliveryDesk desk) {
    return desk.rules;
  }

  @Bean
  WishListener wishListener(DeliveryDesk desk) {
    return new WishListener(desk.office);
  }

  @Bean
  Courier courier(DeliveryDesk desk) {
    return desk.courier;
  }

  @Bean
  Sweep outboxSweep(DeliveryDesk desk) {
    return desk.sweep;
  }

  /** A clock that is turned waits for the courier, when everybody else is done. */
  @Bean
  @Order
  cn.huitouke.schedule.Settling courierSettling(DeliveryDesk desk) {
    return desk.courier::awaitIdle;
  }
}
