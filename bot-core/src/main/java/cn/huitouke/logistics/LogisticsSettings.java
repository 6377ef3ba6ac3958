package cn.huitouke.logistics;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a shop may change about parcels.
 *
 * @param zone whose clock the shop's day goes by
 * @param stalledAfter without a new line for so long, a parcel stands still: the guess until the
 *     shop's own parcels tell better
 * @param uncollectedAfter the same for one that was shipped but not scanned by the carrier
 * @param unshippedAfter so long after the payment, an order that has not left is shown to a person
 * @param lateAfter so long after it should have arrived, a parcel is late
 * @param usualJourney how long a parcel takes at most where nothing is known of its lane; never said
 *     to a customer
 * @param remoteExtra what the far provinces get on top
 * @param remoteProvinces which these are
 * @param holidayFactor by how much everything takes longer on holidays
 * @param holidays when these are: {@code 11-11/11-16} every year, {@code 2027-02-02/2027-02-13} once
 * @param freshFor data this young are not asked for again
 * @param morningFreshFor the same, for the morning's digest
 * @param questionsPerSecond how fast the morning asks
 * @param questionsAtOnce how many answers it waits for at a time
 * @param hotlines carriers' telephone numbers by code, where ours are out of date
 * @param compensation the file with the shop's rule for late parcels; need not exist
 */
@ConfigurationProperties("huitouke.logistics")
record LogisticsSettings(
    @DefaultValue("Asia/Shanghai") ZoneId zone,
    @DefaultValue("48h") Duration stalledAfter,
    @DefaultValue("48h") Duration uncollectedAfter,
    @DefaultValue("40h") Duration unshippedAfter,
    @DefaultValue("24h") Duration lateAfter,
    @DefaultValue("96h") Duration usualJourney,
    @DefaultValue("48h") Duration remoteExtra,
    @DefaultValue({"新疆", "西藏", "青海", "甘肃", "宁夏", "内蒙古", "海南"}) List<String> remoteProvinces,
    @DefaultValue("2") double holidayFactor,
    @DefaultValue({
          "06-18/06-22",
          "10-01/10-08",
          "11-11/11-16",
          "2027-02-02/2027-02-14",
          "2028-01-22/2028-02-03",
          "2029-02-09/2029-02-21"
        })
        List<String> holidays,
    @DefaultValue("30m") Duration freshFor,
    @DefaultValue("4h") Duration morningFreshFor,
    @DefaultValue("5") int questionsPerSecond,
    @DefaultValue("16") int questionsAtOnce,
    @DefaultValue Map<String, String> hotlines,
    @DefaultValue("config/compensation.yml") Path compensation) {

  LogisticsSettings {
    atLeastOne("questions-per-second", questionsPerSecond);
    atLeastOne("questions-at-once", questionsAtOnce);
    if (holidayFactor < 1) {
      throw new IllegalArgumentException(
          "huitouke.logistics.holiday-factor must be at least 1, but is " + holidayFactor);
    }
    new Holidays(holidays);
  }

  private static void atLeastOne(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "huitouke.logistics." + key + " must be at least 1, but is " + value);
    }
  }

  /** The settings without any file. */
  static LogisticsSettings usual() {
    return new LogisticsSettings(
        ZoneId.of("Asia/Shanghai"),
        Duration.ofHours(48),
        Duration.ofHours(48),
        Duration.ofHours(40),
        Duration.ofHours(24),
        Duration.ofHours(96),
        Duration.ofHours(48),
        List.of("新疆", "西藏", "青海", "甘肃", "宁夏", "内蒙古", "海南"),
        2,
        List.of(
            "06-18/06-22",
            "10-01/10-08",
            "11-11/11-16",
            "2027-02-02/2027-02-14",
            "2028-01-22/2028-02-03",
            "2029-02-09/2029-02-21"),
        Duration.ofMinutes(30),
        Duration.ofHours(4),
        5,
        16,
        Map.of(),
        Path.of("config/compensation.yml"));
  }

  /** Asking faster: for tests and benchmarks, whose clock runs faster, too. */
  LogisticsSettings asking(int perSecond, int atOnce) {
    return new LogisticsSettings(
        zone,
        stalledAfter,
        uncollectedAfter,
        unshippedAfter,
        lateAfter,
        usualJourney,
        remoteExtra,
        remoteProvinces,
        holidayFactor,
        holidays,
        freshFor,
        morningFreshFor,
        perSecond,
        atOnce,
        hotlines,
        compensation);
  }

  /** With another rule for late parcels. */
  LogisticsSettings compensating(Path rule) {
    return new LogisticsSettings(
        zone,
        stalledAfter,
        uncollectedAfter,
        unshippedAfter,
        lateAfter,
        usualJourney,
        remoteExtra,
        remoteProvinces,
        holidayFactor,
        holidays,
        freshFor,
        morningFreshFor,
        questionsPerSecond,
        questionsAtOnce,
        hotlines,
        rule);
  }
}
