package cn.huitouke.server;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * About the accounts that are added in the console, {@code huitouke.accounts.*}.
 *
 * @param apiBase where a kind of account finds its platform, if not at the platform's own address: for
 *     tests. Only settings say so, never a page
 */
@ConfigurationProperties("huitouke.accounts")
record AccountSettings(@DefaultValue Map<String, String> apiBase) {

  String base(String kind) {
    return apiBase.getOrDefault(kind, "");
  }

  String base(String kind, String otherwise) {
    return apiBase.getOrDefault(kind, otherwise);
  }
}
