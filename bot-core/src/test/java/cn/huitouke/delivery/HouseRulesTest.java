package cn.huitouke.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cn.huitouke.channel.Capabilities.Opener;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Purpose;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Wishes.QuietHours;
import cn.huitouke.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The shop changes what it keeps to while it is open. */
class HouseRulesTest {

  /** Ten at night in the shop. */
  private static final Instant NIGHT = Instant.parse("2026-11-21T14:00:00Z");

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Limits USUAL = DeliverySettings.usual().limits();

  private final DataSource database = TestDatabase.fresh();
  private final TestPlatform platform = new TestPlatform();
  private final MemoryCustomers customers = new MemoryCustomers();
  private final CustomerId mei = customers.recognise(TestPlatform.peer("mei"));
  private volatile Instant now = NIGHT;
  private final TestDelivery delivery = node();

  private TestDelivery node() {
    return new TestDelivery(database, platform.line(), customers, () -> now);
  }

  @AfterEach
  void close() {
    delivery.close();
  }

  @Test
  void whatWaitsForTheMorningGoesWhenThereAreNoQuietHoursAnyMore() {
    mei();
    post(care("c1"), care("c2"));
    assertThat(status("c1").state()).isEqualTo(LetterStatus.State.HELD);
    assertThat(status("c2").state()).isEqualTo(LetterStatus.State.HELD);
    keep(new Limits(Optional.empty(), 2, 3, 2, 1, List.of()));
    assertThat(platform.texts("mei")).containsExactly("c1", "c2");
    assertThat(delivery.rules().standing().changed())
        .contains(new HouseRules.Changed("anna", NIGHT));
  }

  @Test
  void quietHoursThatBeginHoldWhatWasDue() {
    now = NIGHT.minus(Duration.ofHours(8));
    mei();
    keep(limits(Optional.of(new QuietHours(LocalTime.of(13, 0), LocalTime.of(15, 0))), 3));
    post(care("c1"));
    assertThat(status("c1").state()).isEqualTo(LetterStatus.State.HELD);
    assertThat(status("c1").why()).contains("13:00");
    delivery.rules().reset();
    idle();
    assertThat(platform.texts("mei")).containsExactly("c1");
    assertThat(delivery.rules().standing())
        .isEqualTo(new HouseRules.Standing(USUAL, Optional.empty()));
  }

  @Test
  void anotherNodeKeepsToThemAtOnce() {
    try (TestDelivery other = node()) {
      mei();
      keep(limits(Optional.empty(), 3));
      other.outbox().post(List.of(care("c1")));
      assertThat(other.courier().awaitIdle(PATIENCE)).isTrue();
      idle();
      assertThat(platform.texts("mei")).containsExactly("c1");
    }
  }

  @Test
  void aLetterIsNotHurriedBeforeItsOwnTime() {
    mei();
    Letter tomorrow = care("c1", NIGHT.plus(Duration.ofHours(20)));
    post(tomorrow);
    keep(limits(Optional.empty(), 3));
    assertThat(platform.everything()).isEmpty();
    now = NIGHT.plus(Duration.ofHours(20));
    idle();
    assertThat(platform.texts("mei")).containsExactly("c1");
  }

  @Test
  void hundredsThatWaitAreAllLookedAt() {
    List<CustomerId> many =
        IntStream.range(0, 1_100)
            .mapToObj(n -> customers.recognise(TestPlatform.peer("c" + n)))
            .toList();
    delivery.outbox().post(many.stream().map(one -> care("b" + one.value(), one, NIGHT)).toList());
    idle();
    assertThat(held("quiet-hours")).isEqualTo(1_100);
    keep(limits(Optional.empty(), 3));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (held("quiet-hours") > 0 && System.nanoTime() < deadline) {
      idle();
    }
    assertThat(held("quiet-hours")).isZero();
  }

  @Test
  void whatIsNoLimitIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> limits(Optional.empty(), -1));
    assertThatIllegalArgumentException().isThrownBy(() -> limits(Optional.empty(), 51));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits(Optional.of(new QuietHours(LocalTime.NOON, LocalTime.NOON)), 1));
    assertThat(Limits.isDay("12-13")).isTrue();
    assertThat(Limits.isDay("2026-02-29")).isFalse();
    assertThat(Limits.isDay("13-13")).isFalse();
    assertThat(Limits.isDay("")).isFalse();
  }

  private static Limits limits(Optional<QuietHours> quiet, int care) {
    return new Limits(quiet, care, care, 2, 1, List.of());
  }

  private void keep(Limits limits) {
    delivery.rules().keep(limits, "anna");
    idle();
  }

  private int held(String why) {
    return new org.springframework.jdbc.core.JdbcTemplate(database)
        .queryForObject(
            "select count(*) from delivery.letter where state = 'HELD' and why = ?",
            Integer.class,
            why);
  }

  private void mei() {
    delivery.contacts().noted(mei, TestPlatform.peer("mei"), Opener.MESSAGE, now);
    delivery.contacts().settle();
  }

  private void post(Letter... letters) {
    delivery.outbox().post(List.of(letters));
    idle();
  }

  private void idle() {
    assertThat(delivery.courier().awaitIdle(PATIENCE)).isTrue();
  }

  private LetterStatus status(String id) {
    return delivery.outbox().status(new OutboundId(id)).orElseThrow();
  }

  private Letter care(String id) {
    return care(id, NIGHT.minus(Duration.ofDays(1)));
  }

  private Letter care(String id, Instant notBefore) {
    return care(id, mei, notBefore);
  }

  private static Letter care(String id, CustomerId to, Instant notBefore) {
    return new Letter(
        new OutboundId(id),
        to,
        Purpose.CARE,
        Lane.CARE,
        Message.text(id),
        Optional.empty(),
        Optional.empty(),
        notBefore,
        NIGHT.plus(Duration.ofDays(3)),
        "test");
  }
}
