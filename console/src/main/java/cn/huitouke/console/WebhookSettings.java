package cn.huitouke.console;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where events may be sent.
 *
 * @param allowPrivate whether to addresses of one's own network, for example an ERP in the shop
 * @param allowedHosts hosts that may be spoken to without https
 */
@ConfigurationProperties("huitouke.webhooks")
record WebhookSettings(
    @DefaultValue("false") boolean allowPrivate, @DefaultValue List<String> allowedHosts) {

  WebhookSettings {
    allowedHosts = List.copyOf(allowedHosts);
  }
}
