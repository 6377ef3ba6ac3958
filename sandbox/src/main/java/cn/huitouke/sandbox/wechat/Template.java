package cn.huitouke.sandbox.wechat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A template that the account may use.
 *
 * @param id template_id
 * @param title what the customer sees above
 * @param subscription whether it needs a consent for each message (订阅通知), else a template message
 * @param fields name, such as {@code thing1}, and the label that the customer sees, in order
 */
public record Template(String id, String title, boolean subscription, Map<String, String> fields) {

  public Template {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
