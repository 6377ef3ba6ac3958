package cn.huitouke.delivery;

import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import redis.clients.jedis.UnifiedJedis;

/** A pace shared by all nodes where there is Redis, else one of our own. */
@Configuration(proxyBeanMethods = false)
class RedisPaceAssembly {

  @Bean
  Pace pace(
      ObjectProvider<UnifiedJedis> redis, @Value("${huitouke.rehearsal:false}") boolean rehearsal) {
    if (rehearsal) {
      // pace is a matter of real seconds, and a rehearsal's clock stands still between two turns
      return (_, _, _, _) -> Duration.ZERO;
    }
    Pace local = new LocalPace(System::nanoTime);
    UnifiedJedis shared = redis.getIfAvailable();
    return shared == null ? local : new RedisPace(shared, local);
  }
}
