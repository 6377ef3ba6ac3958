package cn.huitouke.logistics;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How parcels are looked after.
 *
 * @param zone the shop's time zone
 * @param stalledAfter without a new line on the way, a parcel is stalled
 * @param uncollectedAfter shipped but not scanned by the carrier
 * @param remoteExtra what the far provinces get on top
 * @param remoteProvinces which these are
 * @param freshFor data this young are not asked for again
 * @param morningFreshFor the same, for the morning's digest
 * @param questionsPerSecond how fast the morning asks
 */
@ConfigurationProperties("huitouke.logistics")
record LogisticsSettings(
    @DefaultValue("Asia/Shanghai") ZoneId zone,
    @DefaultValue("48h") Duration stalledAfter,
    @DefaultValue("48h") Duration uncollectedAfter,
    @DefaultValue("48h") Duration remoteExtra,
    @DefaultValue({"新疆", "西藏", "青海", "甘肃", "宁夏", "内蒙古", "海南"}) List<String> remoteProvinces,
    @DefaultValue("30m") Duration freshFor,
    @DefaultValue("4h") Duration morningFreshFor,
    @DefaultValue("5") int questionsPerSecond) {

  LogisticsSettings {
    if (questionsPerSecond < 1) {
      throw new IllegalArgumentException(
          "huitouke.logistics.questions-per-second must be at least 1, but is "
              + questionsPerSecond);
    }
  }

  /** The settings without any file. */
  static LogisticsSettings usual() {
    return new LogisticsSettings(
        ZoneId.of("Asia/Shanghai"),
        Duration.ofHours(48),
        Duration.ofHours(48),
        Duration.ofHours(48),
        List.of("新疆", "西藏", "青海", "甘肃", "宁夏", "内蒙古", "海南"),
        Duration.ofMinutes(30),
        Duration.ofHours(4),
        5);
  }
}
