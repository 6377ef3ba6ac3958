package cn.huitouke.conversation;

import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import redis.clients.jedis.UnifiedJedis;

/** Notes shared by all nodes where there is Redis, else in memory. */
@Configuration(proxyBeanMethods = false)
class RedisSessionsAssembly {

  private static final int IN_MEMORY = 50_000;

  @Bean
  Sessions sessions(ObjectProvider<UnifiedJedis> redis, InstantSource clock) {
    Sessions memory = new MemorySessions(IN_MEMORY, clock);
    UnifiedJedis shared = redis.getIfAvailable();
    return shared == null ? memory : new RedisSessions(shared, memory, clock);
  }
}
