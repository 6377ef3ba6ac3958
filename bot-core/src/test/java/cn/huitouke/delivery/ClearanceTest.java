package cn.huitouke.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cn.huitouke.channel.Message;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Purpose;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Wishes;
import cn.huitouke.customer.Wishes.QuietHours;
import cn.huitouke.delivery.Clearance.Rule;
import cn.huitouke.delivery.Clearance.Ruling;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ClearanceTest {

  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final Instant NOON = at("2026-11-25T12:00");
  private final Clearance clearance = new Clearance(DeliverySettings.usual().zone());

  @Test
  void factsAndAnswersGoWhateverTheCustomerAskedToHaveLessOf() {
    Facts angry = facts(Wishes.NONE.factsOnly(), List.of(brake()), List.of(NOON));
    assertThat(clearance.decide(letter(Purpose.SERVICE), angry, NOON)).isEqualTo(clear());
    assertThat(clearance.decide(letter(Purpose.REPLY), angry, at("2026-11-25T03:00")))
        .isEqualTo(clear());
  }

  @Test
  void advertisingNeedsTheirOwnWords() {
    assertThat(decide(Purpose.MARKETING, facts(Wishes.NONE), NOON))
        .isEqualTo(new Ruling.Bar(Rule.CONSENT, Why.of("no-consent-marketing")));
    assertThat(decide(Purpose.MARKETING, facts(Wishes.NONE.withMarketing(true)), NOON))
        .isEqualTo(clear());
  }

  @Test
  void aNightIsWaitedOut() {
    assertThat(decide(Purpose.CARE, facts(Wishes.NONE), at("2026-11-25T22:10")))
        .isEqualTo(
            new Ruling.Hold(
                Rule.QUIET_HOURS, new Why("quiet-hours", "21:00-08:00"), at("2026-11-26T08:00")));
    assertThat(decide(Purpose.CARE, facts(Wishes.NONE), at("2026-11-25T07:59:59")))
        .isInstanceOf(Ruling.Hold.class);
    assertThat(decide(Purpose.CARE, facts(Wishes.NONE), at("2026-11-25T08:00"))).isEqualTo(clear());
    assertThat(decide(Purpose.SERVICE, facts(Wishes.NONE), at("2026-11-25T22:10")))
        .isEqualTo(clear());
  }

  @Test
  void theirOwnQuietHoursHoldForFactsToo() {
    Wishes late =
        Wishes.NONE.withQuiet(Optional.of(new QuietHours(LocalTime.of(20, 0), LocalTime.of(9, 0))));
    assertThat(decide(Purpose.SERVICE, facts(late), at("2026-11-25T20:30")))
        .isInstanceOf(Ruling.Hold.class);
    assertThat(decide(Purpose.REPLY, facts(late), at("2026-11-25T20:30"))).isEqualTo(clear());
  }

  @Test
  void oneCareMessageADayAndThreeAWeek() {
    assertThat(decide(Purpose.CARE, sent("2026-11-25T09:00"), NOON))
        .isEqualTo(
            new Ruling.Hold(Rule.FREQUENCY, new Why("frequency-day", "1"), at("2026-11-26T08:00")));
    assertThat(decide(Purpose.CARE, sent("2026-11-24T20:00"), NOON)).isEqualTo(clear());
    assertThat(
            decide(
                Purpose.CARE,
                sent("2026-11-19T10:00", "2026-11-22T10:00", "2026-11-23T10:00"),
                NOON))
        .isEqualTo(
            new Ruling.Hold(
                Rule.FREQUENCY, new Why("frequency-week", "3"), at("2026-11-26T10:00")));
  }

  @Test
  void onDaysOfMourningNothingUnaskedIsSent() {
    for (String day : List.of("2026-04-05", "2027-04-05", "2028-04-04", "2026-12-13")) {
      Instant noon = at(day + "T12:00");
      assertThat(decide(Purpose.CARE, facts(Wishes.NONE), noon))
          .as(day)
          .isEqualTo(
              new Ruling.Hold(
                  Rule.MOURNING, new Why("mourning", day), noon.plus(Duration.ofHours(20))));
      assertThat(decide(Purpose.SERVICE, facts(Wishes.NONE), noon)).isEqualTo(clear());
    }
    assertThat(MourningDays.qingming(2026)).isEqualTo(LocalDate.of(2026, 4, 5));
  }

  @Test
  void aWrongSettingNamesItself() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DeliverySettings(SHANGHAI, "21:00", 1, 3, 2, 1, List.of()))
        .withMessageContaining("huitouke.delivery.quiet-hours");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DeliverySettings(SHANGHAI, "none", 1, 3, 2, 1, List.of("13-45")))
        .withMessageContaining("huitouke.delivery.mourning-days");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DeliverySettings(SHANGHAI, "none", -1, 3, 2, 1, List.of()))
        .withMessageContaining("huitouke.delivery.care-per-day");
  }

  @Property
  void nothingUnaskedWithAnOpenComplaint(@ForAll("situations") Situation situation) {
    Facts braked = with(situation.facts(), List.of(brake()));
    if (Clearance.unasked(situation.purpose())) {
      assertThat(decide(situation.purpose(), braked, situation.now())).isNotEqualTo(clear());
    }
  }

  @Property
  void nothingUnaskedAfterOptingOut(@ForAll("situations") Situation situation) {
    Facts out = with(situation.facts(), situation.facts().wishes().factsOnly());
    if (Clearance.unasked(situation.purpose())) {
      assertThat(decide(situation.purpose(), out, situation.now())).isInstanceOf(Ruling.Bar.class);
    }
  }

  @Property
  void nothingUnaskedInQuietHours(@ForAll("situations") Situation situation) {
    LocalTime time = situation.now().atZone(SHANGHAI).toLocalTime();
    boolean night = !time.isBefore(LocalTime.of(21, 0)) || time.isBefore(LocalTime.of(8, 0));
    boolean own =
        situation.facts().wishes().quiet().filter(hours -> hours.contains(time)).isPresent();
    if (Clearance.unasked(situation.purpose()) && (night || own)) {
      assertThat(decide(situation.purpose(), situation.facts(), situation.now()))
          .isNotEqualTo(clear());
    }
  }

  /** The named rule decides: without it, the letter goes, or another rule is named. */
  @Property
  void withTheNamedRuleOffTheDecisionIsAnother(@ForAll("situations") Situation situation) {
    Set<Rule> off = EnumSet.noneOf(Rule.class);
    Letter letter = letter(situation.purpose());
    while (true) {
      Ruling ruling = clearance.decide(letter, situation.facts(), situation.now(), off);
      Rule named =
          switch (ruling) {
            case Ruling.Clear _ -> null;
            case Ruling.Hold hold -> hold.rule();
            case Ruling.Bar bar -> bar.rule();
          };
      if (named == null) {
        return;
      }
      assertThat(off.add(named)).as("named again although it was off: " + named).isTrue();
    }
  }

  /** A hold ends: looked at when it says, the same rule does not object in the same way again. */
  @Property
  void whatIsHeldIsHeldForAsLongAsItSays(@ForAll("situations") Situation situation) {
    Letter letter = letter(situation.purpose());
    if (clearance.decide(letter, situation.facts(), situation.now())
            instanceof Ruling.Hold(Rule rule, Why why, Instant until)
        && rule != Rule.BRAKE
        && rule != Rule.MOURNING) {
      assertThat(until).isAfter(situation.now());
      Set<Rule> others = EnumSet.complementOf(EnumSet.of(rule));
      assertThat(clearance.decide(letter, situation.facts(), until, others))
          .isNotEqualTo(new Ruling.Hold(rule, why, until));
    }
  }

  /** What a decision depends on. */
  record Situation(Purpose purpose, Facts facts, Instant now) {}

  @Provide
  Arbitrary<Situation> situations() {
    Arbitrary<Optional<QuietHours>> quiet =
        Combinators.combine(
                Arbitraries.integers().between(0, 23), Arbitraries.integers().between(1, 23))
            .as(
                (from, lasts) ->
                    new QuietHours(LocalTime.of(from, 0), LocalTime.of((from + lasts) % 24, 30)))
            .optional();
    Arbitrary<Boolean> flag = Arbitraries.of(true, false);
    Arbitrary<Wishes> wishes = Combinators.combine(flag, flag, flag, flag, quiet).as(Wishes::new);
    Arbitrary<Instant> now =
        Arbitraries.longs()
            .between(0, Duration.ofDays(400).toMinutes())
            .map(minutes -> at("2026-01-01T00:00").plus(Duration.ofMinutes(minutes)));
    Arbitrary<List<Facts.Brake>> brakes =
        Arbitraries.of(Brakes.Kind.class)
            .map(kind -> new Facts.Brake(kind, "case:1"))
            .list()
            .ofMaxSize(1);
    Arbitrary<List<Integer>> ago =
        Arbitraries.integers().between(1, 9 * 24 * 60).list().ofMaxSize(5);
    return Combinators.combine(Arbitraries.of(Purpose.class), wishes, brakes, ago, now)
        .as(
            (purpose, wished, open, minutes, when) ->
                new Situation(
                    purpose,
                    facts(
                        wished,
                        open,
                        minutes.stream()
                            .sorted((a, b) -> b - a)
                            .map(m -> when.minus(Duration.ofMinutes(m)))
                            .toList(),
                        purpose),
                    when));
  }

  private Ruling decide(Purpose purpose, Facts facts, Instant now) {
    return clearance.decide(letter(purpose), facts, now);
  }

  private static Ruling clear() {
    return new Ruling.Clear();
  }

  private static Facts.Brake brake() {
    return new Facts.Brake(Brakes.Kind.COMPLAINT, "case:17");
  }

  private static Facts sent(String... times) {
    return facts(Wishes.NONE, List.of(), Arrays.stream(times).map(ClearanceTest::at).toList());
  }

  private static Facts facts(Wishes wishes) {
    return facts(wishes, List.of(), List.of());
  }

  private static Facts facts(Wishes wishes, List<Facts.Brake> brakes, List<Instant> care) {
    return facts(wishes, brakes, care, Purpose.CARE);
  }

  private static Facts facts(
      Wishes wishes, List<Facts.Brake> brakes, List<Instant> sent, Purpose purpose) {
    return new Facts(
        List.of(),
        wishes,
        brakes,
        sent.stream().map(at -> new Facts.Unasked(purpose, at)).toList(),
        Map.of(),
        Map.of(),
        Map.of(),
        DeliverySettings.usual().limits(),
        0);
  }

  private static Facts with(Facts facts, List<Facts.Brake> brakes) {
    return new Facts(
        facts.identities(),
        facts.wishes(),
        brakes,
        facts.unasked(),
        Map.of(),
        Map.of(),
        Map.of(),
        DeliverySettings.usual().limits(),
        0);
  }

  private static Facts with(Facts facts, Wishes wishes) {
    return new Facts(
        facts.identities(),
        wishes,
        facts.brakes(),
        facts.unasked(),
        Map.of(),
        Map.of(),
        Map.of(),
        DeliverySettings.usual().limits(),
        0);
  }

  private static Letter letter(Purpose purpose) {
    return new Letter(
        new OutboundId("x"),
        new CustomerId(1),
        purpose,
        Lane.CARE,
        Message.text("x"),
        Optional.empty(),
        Optional.empty(),
        Instant.EPOCH,
        NOON.plus(Duration.ofDays(1000)),
        "test");
  }

  private static Instant at(String local) {
    return LocalDateTime.parse(local).atZone(SHANGHAI).toInstant();
  }
}
