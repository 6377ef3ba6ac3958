package cn.huitouke.server;

import cn.huitouke.console.ApiToken;
import cn.huitouke.store.FileVault;
import cn.huitouke.store.Vault;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The secrets of this installation; they lie under the data folder. */
@Configuration(proxyBeanMethods = false)
class SecretsAssembly {

  @Bean
  Vault vault(DataFolder folder, DataSource database) {
    try {
      return FileVault.forDatabase(folder.path().resolve("vault-keys.json"), database);
    } catch (IllegalStateException e) {
      throw new CannotStart(e.getMessage());
    }
  }

  @Bean
  ApiToken apiToken(ServerSettings settings, DataFolder folder) {
    String token = settings.api().token();
    return new ApiToken(token.isEmpty() ? folder.secret("api-token") : token);
  }
}
