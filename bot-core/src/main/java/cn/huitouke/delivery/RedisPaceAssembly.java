package cn.huitouke.delivery;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import redis.clients.jedis.UnifiedJedis;

/** A pace shared by all nodes where there is Redis, else one of our own. */
@Configuration(proxyBeanMethods = false)
class RedisPaceAssembly {

  @Bean
  Pace pace(ObjectProvider<UnifiedJedis> redis) {
    Pace local = new LocalPace(System::nanoTime);
    UnifiedJedis shared = redis.getIfAvailable();
    return shared == null ? local : new RedisPace(shared, local);
  }
}
