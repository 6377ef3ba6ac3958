package cn.huitouke.broadcast;

import cn.huitouke.wording.Sayings;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BroadcastSettings.class)
class BroadcastAssembly {

  @Bean
  Sayings broadcastSayings() {
    return new Sayings("broadcast", Map.of("broadcast/closing-line", Composer.VARIABLES));
  }
}
