package cn.huitouke.logistics;

import static cn.huitouke.logistics.ParcelStage.china;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.desk.Desk;
import cn.huitouke.desk.Task;
import cn.huitouke.tracking.ParcelState;
import cn.huitouke.tracking.TraceEvent;
import cn.huitouke.tracking.TrackingInbox;
import cn.huitouke.tracking.TrackingReport;
import cn.huitouke.tracking.TrackingSource;
import cn.huitouke.tracking.Waybill;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole morning with the real orders, customers, desk, outbox and courier, on a clock that runs
 * faster: everything that takes time (asking, sending) is as much faster.
 */
class MorningAtScaleTest {

  private static final Logger LOG = LoggerFactory.getLogger(MorningAtScaleTest.class);
  private static final LocalDate DAY = LocalDate.of(2026, 11, 22);

  /** Shows the shop's time. */
  private record FastClock(Instant from, long since, double faster) implements InstantSource {
    static FastClock at(Instant time, double faster) {
      return new FastClock(time, System.nanoTime(), faster);
    }

    @Override
    public Instant instant() {
      return from.plusNanos(Math.round((System.nanoTime() - since) * faster));
    }

    void await(Instant time) {
      while (instant().isBefore(time)) {
        LockSupport.parkNanos(5_000_000);
      }
    }
  }

  /** Takes two seconds for an answer, and gives none to one question in twenty. */
  private static final class SlowSource implements TrackingSource {
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger failed = new AtomicInteger();
    final Map<Waybill, Instant> lastAsked = new ConcurrentHashMap<>();
    final AtomicInteger tooSoon = new AtomicInteger();
    private final InstantSource clock;
    private final double faster;

    SlowSource(InstantSource clock, double faster) {
      this.clock = clock;
      this.faster = faster;
    }

    @Override
    public String name() {
      return "slow";
    }

    @Override
    public void start(TrackingInbox inbox) {}

    @Override
    public Watching watch(Waybill waybill, Optional<String> phoneTail) {
      return new Watching.Yes();
    }

    @Override
    public Answer query(Waybill waybill, Optional<String> phoneTail) {
      asked.incrementAndGet();
      Instant now = clock.instant();
      Instant before = lastAsked.put(waybill, now);
      if (before != null && before.isAfter(now.minus(Duration.ofMinutes(29)))) {
        tooSoon.incrementAndGet();
      }
      LockSupport.parkNanos((long) (2e9 / faster));
      if (ThreadLocalRandom.current().nextInt(20) == 0) {
        failed.incrementAndGet();
        return new Answer.Later(Duration.ofMinutes(2), "busy");
      }
      return new Answer.Found(
          new TrackingReport(
              "slow",
              waybill,
              TrackingReport.Watch.ASKED,
              ParcelState.IN_TRANSIT,
              false,
              List.of(line(now.minus(Duration.ofHours(1)), "【杭州转运中心】 已收入")),
              Optional.empty(),
              Optional.empty()));
    }

    private static TraceEvent line(Instant at, String text) {
      return new TraceEvent(at, text, ParcelState.IN_TRANSIT, "", "");
    }

    @Override
    public List<String> carriersOf(String number) {
      return List.of();
    }

    @Override
    public void stop() {}
  }

  @Test
  void everybodyHasTheirsBeforeNineThoughTheSourceIsSlowAndFailsNowAndThen() throws Exception {
    morning(500, 400, china("2026-11-22 06:54"), 400, 0.999);
  }

  @Test
  @Tag("deep")
  void fiftyThousandParcels() throws Exception {
    double faster = Double.parseDouble(System.getProperty("huitouke.faster", "20"));
    int parcels = Integer.getInteger("huitouke.parcels", 50_000);
    // Five questions a second, and an hour and a half until nine.
    Instant from =
        china("2026-11-22 07:15").minusSeconds(parcels / 4).isBefore(china("2026-11-22 04:14"))
            ? china("2026-11-22 04:14")
            : china("2026-11-22 07:15").minusSeconds(parcels / 4);
    morning(parcels, parcels * 4 / 5, from, faster, 0.999);
  }

  private void morning(int parcels, int customers, Instant from, double faster, double bar)
      throws Exception {
    InstantSource[] clock = {() -> from};
    SlowSource source = new SlowSource(() -> clock[0].instant(), faster);
    try (BigShop shop = new BigShop(() -> clock[0].instant(), faster, 50, source)) {
      shop.fill(parcels, customers, from);
      long cpu = cpu();
      FastClock fast = FastClock.at(from, faster);
      clock[0] = fast;
      long heap = ticks(shop, fast, china("2026-11-22 09:10"));
      DigestReport report = shop.the(DigestReports.class).of(DAY).orElseThrow();
      LOG.info(
          "{} parcels, {} customers: {}; asked {}, failed {}, fresh {}; {} s of CPU, heap up to {}"
              + " MB",
          parcels,
          customers,
          report,
          source.asked,
          source.failed,
          fresh(shop),
          (cpu() - cpu) / 1_000_000_000,
          heap >> 20);
      assertThat(report.planned()).isEqualTo(customers);
      assertThat(report.parcels()).isEqualTo(parcels);
      assertThat((double) report.accepted() / report.planned()).isGreaterThanOrEqualTo(bar);
      assertThat(report.late()).isZero();
      assertThat(source.tooSoon).as("asked again within half an hour").hasValue(0);
      assertThat(fresh(shop)).as("facts of this morning").isGreaterThan(parcels * 97 / 100);
      assertThat(shop.platform.everything()).hasSize(report.accepted());
      assertThat(shop.the(Desk.class).openTasks(10)).extracting(Task::kind).isEmpty();
    }
  }

  private static int fresh(BigShop shop) {
    Integer fresh =
        shop.jdbc.queryForObject(
            "SELECT count(*) FROM logistics.parcel WHERE reported_at > ?",
            Integer.class,
            java.sql.Timestamp.from(china("2026-11-22 04:00")));
    return fresh == null ? 0 : fresh;
  }

  /** As Quartz fires: each sweep every five minutes, never beside itself. Returns the heap's peak. */
  private static long ticks(BigShop shop, FastClock clock, Instant end) throws Exception {
    long heap = 0;
    try (ExecutorService asking = Executors.newSingleThreadExecutor();
        ExecutorService writing = Executors.newSingleThreadExecutor()) {
      Future<?> last = writing.submit(() -> {});
      Instant tick = china("2026-11-22 04:00");
      for (; !tick.isAfter(end); tick = tick.plus(MorningHours.TICK)) {
        if (tick.isBefore(clock.from())) {
          continue;
        }
        clock.await(tick);
        asking.submit(() -> shop.the(MorningRefresh.class).run(clock.instant()));
        last = writing.submit(() -> shop.the(MorningDigest.class).run(clock.instant()));
        heap = Math.max(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      }
      last.get();
    }
    return heap;
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  @Test
  void anAccountThatIsTooSlowSendsTheMostUsefulAndThePersonHearsOfItInTheNight() throws Exception {
    InstantSource[] clock = {() -> china("2026-11-22 04:00")};
    SlowSource source = new SlowSource(() -> clock[0].instant(), 1000);
    // 0.02 a second are 58 until five to nine, at four fifths of them.
    try (BigShop shop = new BigShop(() -> clock[0].instant(), 1000, 0.02, source)) {
      shop.fill(600, 600, china("2026-11-22 04:00"));
      shop.jdbc.execute(
          "UPDATE logistics.parcel SET state = 'OUT_FOR_DELIVERY' WHERE id IN"
              + " (SELECT id FROM logistics.parcel ORDER BY id DESC LIMIT 20)");
      shop.the(MorningDigest.class).run(china("2026-11-22 04:00"));
      assertThat(shop.the(Desk.class).openTasks(10))
          .singleElement()
          .satisfies(
              task -> {
                assertThat(task.kind()).isEqualTo("digest-short");
                assertThat(task.title()).startsWith("11月22日的早报赶不完：");
              });
      shop.jdbc.execute("UPDATE logistics.parcel SET reported_at = '2026-11-22 06:00+08'");
      for (Instant tick = china("2026-11-22 04:05");
          !tick.isAfter(china("2026-11-22 09:10"));
          tick = tick.plus(MorningHours.TICK)) {
        Instant now = tick;
        clock[0] = () -> now;
        shop.the(MorningDigest.class).run(now);
      }
      DigestReport report = shop.the(DigestReports.class).of(DAY).orElseThrow();
      assertThat(report.leftOut()).isBetween(450, 580);
      assertThat(
              shop.jdbc.queryForObject(
                  "SELECT count(*) FROM logistics.digest d JOIN logistics.parcel p"
                      + " ON p.id = d.parcels[1] WHERE p.state = 'OUT_FOR_DELIVERY'"
                      + " AND d.state = 'WRITTEN'",
                  Integer.class))
          .as("what comes today")
          .isEqualTo(20);
    }
  }

  @Test
  void factsThatCannotBeRefreshedAreToldBeforeEightAndTheLetterSaysHowOldTheyAre()
      throws Exception {
    InstantSource[] clock = {() -> china("2026-11-22 07:45")};
    SlowSource source = new SlowSource(() -> clock[0].instant(), 1000);
    try (BigShop shop = new BigShop(() -> clock[0].instant(), 1, 50, source)) {
      shop.fill(20_000, 10_000, china("2026-11-22 07:45"));
      shop.the(MorningDigest.class).run(china("2026-11-22 07:45"));
      assertThat(shop.the(Desk.class).openTasks(10))
          .singleElement()
          .satisfies(
              task -> {
                assertThat(task.kind()).isEqualTo("digest-old-facts");
                assertThat(task.title()).contains("来不及查新");
              });
      shop.the(Desk.class).close("digest-old-facts:" + DAY, "done", "lin");
      Instant later = china("2026-11-22 08:30");
      clock[0] = () -> later;
      shop.the(MorningDigest.class).run(later);
      assertThat(shop.the(Desk.class).openTasks(10)).as("told once").isEmpty();
      assertThat(
              shop.jdbc.queryForList("SELECT message FROM delivery.letter LIMIT 5", String.class))
          .isNotEmpty()
          .allMatch(message -> message.contains("（截至昨晚10:45）"));
    }
  }
}
