package cn.huitouke.server;

import cn.huitouke.console.ApiToken;
import cn.huitouke.store.Backup;
import cn.huitouke.store.FileVault;
import cn.huitouke.store.Vault;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The secrets of this installation; they lie under the data folder. */
@Configuration(proxyBeanMethods = false)
class SecretsAssembly {

  static final String KEYS = "vault-keys.json";

  @Bean
  Vault vault(DataFolder folder, DataSource database) {
    try {
      return FileVault.forDatabase(folder.path().resolve(KEYS), database);
    } catch (IllegalStateException e) {
      throw new CannotStart(e.getMessage());
    }
  }

  @Bean
  Backup backup(DataFolder folder, DataSource database, InstantSource clock) {
    return new Backup(database, folder.path().resolve(KEYS), clock);
  }

  @Bean
  ApiToken apiToken(ServerSettings settings, DataFolder folder) {
    String token = settings.api().token();
    return new ApiToken(token.isEmpty() ? folder.secret("api-token") : token);
  }
}
