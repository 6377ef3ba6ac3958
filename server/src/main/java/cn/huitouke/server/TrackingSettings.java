package cn.huitouke.server;

import cn.huitouke.adapter.kdniao.KdNiaoSettings;
import cn.huitouke.adapter.kuaidi100.Kuaidi100Settings;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Who knows where parcels are, {@code huitouke.tracking.*}; left out: nobody. */
@ConfigurationProperties("huitouke.tracking")
record TrackingSettings(@Nullable Kuaidi100 kuaidi100, @Nullable KdNiao kdniao) {

  boolean nobody() {
    return kuaidi100 == null && kdniao == null;
  }

  Optional<Kuaidi100Settings> kuaidi100Account() {
    return Optional.ofNullable(kuaidi100).map(Kuaidi100::settings);
  }

  Optional<KdNiaoSettings> kdNiaoAccount() {
    return Optional.ofNullable(kdniao).map(KdNiao::settings);
  }

  /** {@code huitouke.tracking.kuaidi100.*}. */
  record Kuaidi100(
      @DefaultValue("main") String id,
      @DefaultValue("") String customer,
      @DefaultValue("") String key,
      @DefaultValue("") String salt,
      @DefaultValue("https://poll.kuaidi100.com") URI apiBase,
      @DefaultValue("https://www.kuaidi100.com") URI autonumberBase,
      @DefaultValue("http://127.0.0.1:8090") URI callbackBase,
      @DefaultValue("4") String resultv2) {

    Kuaidi100Settings settings() {
      return new Kuaidi100Settings(
          id, customer, key, salt, apiBase, autonumberBase, callbackBase, resultv2);
    }
  }

  /** {@code huitouke.tracking.kdniao.*}. */
  record KdNiao(
      @DefaultValue("main") String id,
      @DefaultValue("") String businessId,
      @DefaultValue("") String appKey,
      @DefaultValue("https://api.kdniao.com") URI apiBase,
      @DefaultValue("false") boolean paid) {

    KdNiaoSettings settings() {
      return new KdNiaoSettings(id, businessId, appKey, apiBase, paid);
    }
  }
}
