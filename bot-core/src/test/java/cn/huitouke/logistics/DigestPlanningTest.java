package cn.huitouke.logistics;

import static cn.huitouke.logistics.ParcelStage.china;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.huitouke.schedule.Strides;
import cn.huitouke.tracking.TrackingSource;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What planning a morning costs as a shop grows. The figures stand in benchmarks/DIGEST.md. */
class DigestPlanningTest {

  private static final Logger LOG = LoggerFactory.getLogger(DigestPlanningTest.class);
  private static final Instant NIGHT = china("2026-11-22 04:00");
  private static final Instant MORNING = china("2026-11-22 07:25");
  private static final LocalDate DAY = LocalDate.of(2026, 11, 22);

  private final TrackingSource source = new ParcelStage.FarSource();

  /** Times in milliseconds. */
  private record Cost(int parcels, long night, long morning, long forecast, long page) {

    String row() {
      return "| %,d | %,d | %.1f | %,d | %,d | %,d |"
          .formatted(parcels, night, night * 1000.0 / parcels, morning, forecast, page);
    }
  }

  private Cost cost(int parcels) {
    try (BigShop shop = new BigShop(() -> NIGHT, 1, 50, source)) {
      shop.fill(parcels, parcels * 4 / 5, NIGHT);
      DigestPlan plan = shop.the(DigestPlan.class);
      DigestBook digests = shop.the(DigestBook.class);
      long night = millis(() -> assertThat(plan.make(NIGHT)).isTrue());
      shop.jdbc.execute("VACUUM ANALYZE logistics.digest");
      long forecast = millis(() -> shop.the(DigestForecast.class).warn(MORNING));
      long page = millis(() -> digests.planned(DAY, 4, parcels / 3, 500));
      long morning = millis(() -> assertThat(plan.make(MORNING)).isTrue());
      assertThat(shop.jdbc.queryForObject("SELECT count(*) FROM logistics.digest", Integer.class))
          .isEqualTo(parcels * 4 / 5);
      Cost cost = new Cost(parcels, night, morning, forecast, page);
      LOG.info("{}", cost.row());
      return cost;
    }
  }

  private static long millis(Runnable work) {
    long began = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - began).toMillis();
  }

  @Test
  @Tag("deep")
  void planningGrowsNoFasterThanItsParcels() {
    cost(2_000);
    List<Cost> costs = new ArrayList<>();
    Stream.of(10_000, 100_000, 1_000_000).map(this::cost).forEach(costs::add);
    LOG.info(
        "\n| parcels | night plan ms | µs a parcel | plan again ms | forecast ms | page of 500 ms |"
            + "\n|---|---|---|---|---|---|\n{}",
        String.join("\n", costs.stream().map(Cost::row).toList()));
    for (int i = 1; i < costs.size(); i++) {
      double n = costs.get(i - 1).parcels();
      double nLogN = 10 * Math.log(n * 10) / Math.log(n);
      assertThat((double) costs.get(i).night() / costs.get(i - 1).night())
          .as("growth from %s parcels on, with half as much again for a busy machine", n)
          .isLessThan(nLogN * 1.5);
    }
  }

  /** Buffers are the same on every machine: what is read is what is needed, however many there are. */
  @Test
  void eachPageReadsItsOwnRowsOnly() {
    try (BigShop shop = new BigShop(() -> NIGHT, 1, 50, source)) {
      shop.fill(20_000, 16_000, NIGHT);
      shop.jdbc.execute(
          "UPDATE logistics.parcel SET done = true, state = 'SIGNED' WHERE id % 20 <> 0");
      shop.jdbc.execute("VACUUM ANALYZE logistics.parcel");
      assertThat(shop.the(DigestPlan.class).make(NIGHT)).isTrue();
      shop.jdbc.execute("VACUUM ANALYZE logistics.digest");
      assertThat(
              plan(
                  shop,
                  "SELECT * FROM logistics.parcel p WHERE p.id > 5000 AND (NOT p.done OR p.state ="
                      + " 'SIGNED_AT_STATION' AND NOT p.fetched) AND p.state <> 'CANCELLED' ORDER"
                      + " BY p.id LIMIT 100"))
          .contains("parcel_open")
          .doesNotContain("Seq Scan");
      assertThat(
              plan(
                  shop,
                  "SELECT * FROM logistics.digest WHERE day = '2026-11-22' AND state = 'PLANNED'"
                      + " AND (rank, customer) > (3, 500) ORDER BY rank, customer LIMIT 100"))
          .contains("digest_planned")
          .doesNotContain("Seq Scan");
      assertThat(
              plan(
                  shop,
                  "SELECT * FROM logistics.parcel WHERE look_at <= '2026-11-20' AND (NOT done OR"
                      + " state = 'SIGNED_AT_STATION' AND NOT fetched) AND state <> 'CANCELLED'"
                      + " ORDER BY look_at LIMIT 100"))
          .contains("parcel_look")
          .doesNotContain("Seq Scan");
    }
  }

  @Test
  void aPlanThatWasBrokenOffIsGoneOnWithAndMadeOnce() {
    try (BigShop shop = new BigShop(() -> NIGHT, 1, 50, source)) {
      shop.fill(4_500, 3_000, NIGHT);
      shop.jdbc.execute(
          "CREATE FUNCTION public.dies() RETURNS trigger LANGUAGE plpgsql AS"
              + " $$BEGIN RAISE EXCEPTION 'killed'; END$$");
      shop.jdbc.execute(
          "CREATE TRIGGER dies BEFORE UPDATE ON schedule.walk FOR EACH ROW"
              + " WHEN (OLD.position <> '') EXECUTE FUNCTION public.dies()");
      DigestPlan plan = shop.the(DigestPlan.class);
      assertThatThrownBy(() -> plan.make(NIGHT)).hasMessageContaining("killed");
      shop.jdbc.execute("DROP TRIGGER dies ON schedule.walk");
      assertThat(shop.the(Strides.class).arrived("digest-plan", DAY + " night")).isFalse();

      assertThat(plan.make(NIGHT)).isTrue();
      assertThat(
              shop.jdbc.queryForObject(
                  "SELECT sum(cardinality(parcels)) FROM logistics.digest", Integer.class))
          .isEqualTo(4_500);
    }
  }

  private static String plan(BigShop shop, String sql) {
    return String.join("\n", shop.jdbc.queryForList("EXPLAIN " + sql, String.class));
  }
}
