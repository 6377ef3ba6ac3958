package cn.huitouke.store;

import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class StoreAssembly {

  /** Who writes what an answer waits for: events as they come in, answers before they leave. */
  @Bean
  Clerk clerk(DataSource database) {
    return new Clerk("clerk", database);
  }
}
