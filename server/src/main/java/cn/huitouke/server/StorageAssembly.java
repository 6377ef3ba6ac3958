package cn.huitouke.server;

import cn.huitouke.store.Migrations;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** Where the durable and the perishable lie: embedded by default, any server by URL. */
@Configuration(proxyBeanMethods = false)
class StorageAssembly {

  @Bean
  DataFolder dataFolder(ServerSettings settings) {
    return DataFolder.take(settings.dataDir());
  }

  /** What we started ourselves and must stop last. */
  static final class Embedded implements AutoCloseable {
    private final @Nullable EmbeddedDatabase database;
    private final @Nullable EmbeddedRedis redis;

    Embedded(@Nullable EmbeddedDatabase database, @Nullable EmbeddedRedis redis) {
      this.database = database;
      this.redis = redis;
    }

    @Override
    public void close() {
      if (redis != null) {
        redis.close();
      }
      if (database != null) {
        database.close();
      }
    }
  }

  @Bean
  Embedded embedded(ServerSettings settings, DataFolder folder, ObjectProvider<Stage> stage) {
    boolean keeps = stage.getIfAvailable() == null;
    return new Embedded(
        settings.database().embedded() ? new EmbeddedDatabase(folder.path(), keeps) : null,
        settings.redis().embedded() ? new EmbeddedRedis(folder.path()) : null);
  }

  /** The database, brought up to date before anybody uses it. */
  @Bean
  DataSource dataSource(ServerSettings settings, Embedded embedded) {
    DataSource database = connect(settings, embedded);
    Migrations.run(database);
    return database;
  }

  /** The database as it is. */
  static HikariDataSource connect(ServerSettings settings, Embedded embedded) {
    ServerSettings.Database wanted = settings.database();
    HikariConfig config = new HikariConfig();
    config.setPoolName("postgres");
    config.setMaximumPoolSize(wanted.connections());
    config.setConnectionTimeout(5_000);
    // more than all that the house ever asks: what falls out is read and planned anew each time
    config.addDataSourceProperty("preparedStatementCacheQueries", "1024");
    config.addDataSourceProperty("preparedStatementCacheSizeMiB", "16");
    if (embedded.database != null) {
      config.setJdbcUrl(embedded.database.url());
    } else {
      config.setJdbcUrl(wanted.url());
      if (!wanted.username().isEmpty()) {
        config.setUsername(wanted.username());
        config.setPassword(wanted.password());
      }
    }
    return open(config);
  }

  private static HikariDataSource open(HikariConfig config) {
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw new CannotStart(
          "The database of huitouke.database.url cannot be reached: "
              + e.getMessage()
              + ". Check that PostgreSQL runs there and that name and password are right.");
    }
  }

  /** Redis, or nothing where there is none: then comfort is lost, never a promise. */
  @Bean
  @Nullable UnifiedJedis redis(ServerSettings settings, Embedded embedded) {
    if (settings.redis().absent()) {
      return null;
    }
    String url = embedded.redis != null ? embedded.redis.url() : settings.redis().url();
    return RedisClient.create(URI.create(url));
  }
}
