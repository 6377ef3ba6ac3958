package cn.huitouke.console;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.console.TaskCards.Card;
import cn.huitouke.console.TaskCards.Line;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.desk.Briefing;
import cn.huitouke.desk.Desk;
import cn.huitouke.desk.Fact;
import cn.huitouke.desk.Task;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.support.ResourceBundleMessageSource;

/** What a task says to who reads English, and to who reads Chinese. */
class TaskCardsTest {

  private static final Instant NOON = Instant.parse("2026-11-24T04:00:00Z");

  private final ResourceBundleMessageSource messages = TaskTitlesTest.messages();
  private final TaskCards cards =
      new TaskCards(
          new Empty(),
          new Words(messages),
          new ShopTime(() -> NOON, ZoneId.of("Asia/Shanghai"), messages));

  private static Task task(String kind, String detail, Map<Fact, String> facts) {
    return new Task("k:1", kind, Optional.of(new CustomerId(17)), "标题", detail, facts, NOON);
  }

  @Test
  void factsAreInEnglishAndWhatIsSentToTheCarrierIsQuoted() {
    Card card =
        cards.card(
            task(
                "stuck-parcel",
                "快递：圆通 YT1",
                Map.of(
                    Fact.CHASE, "您好，麻烦查一下。",
                    Fact.SINCE, "2026-11-21T22:10:00Z",
                    Fact.CARRIER, "yuantong",
                    Fact.WAYBILL, "YT1",
                    Fact.HOTLINE, "95554")),
            Locale.ENGLISH);
    assertThat(card.detail()).isEmpty();
    assertThat(card.customer()).isEqualTo(17);
    assertThat(card.facts())
        .containsExactly(
            new Line("Carrier", "YTO", false),
            new Line("Waybill", "YT1", false),
            new Line("Hotline", "95554", false),
            new Line("No news since", "11-22 06:10", false),
            new Line("What to send to the carrier", "您好，麻烦查一下。", true));
  }

  @Test
  void aReasonIsSaidInWordsAndACarrierThatNobodyNamedByItsCode() {
    Card card =
        cards.card(
            task(
                "check-waybill",
                "订单：1",
                Map.of(Fact.WHY, "carrier-unknown", Fact.CARRIER, "some-carrier")),
            Locale.ENGLISH);
    assertThat(card.facts())
        .containsExactly(
            new Line(
                "Why",
                "The carriers' data service knows neither this number nor this carrier",
                false),
            new Line("Carrier", "some-carrier", false));
    Card promised =
        cards.card(task("care-overdue", "", Map.of(Fact.ANSWER_WITHIN, "PT24H")), Locale.ENGLISH);
    assertThat(promised.facts()).extracting(Line::text).containsExactly("24 h");
    assertThat(promised.advice()).startsWith("The time has passed");
  }

  @Test
  void inChineseItSaysWhatTheShopsWordingSaidAndAnOldTaskDoesSoInEnglishToo() {
    Task fresh = task("stuck-parcel", "快递：圆通", Map.of(Fact.CARRIER, "yuantong"));
    Task old = task("stuck-parcel", "快递：圆通", Map.of());
    for (Card card :
        List.of(
            cards.card(fresh, Locale.SIMPLIFIED_CHINESE),
            cards.card(old, Locale.SIMPLIFIED_CHINESE),
            cards.card(old, Locale.ENGLISH))) {
      assertThat(card.detail()).isEqualTo("快递：圆通");
      assertThat(card.facts()).isEmpty();
      assertThat(card.advice()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Fact.class)
  void everyFactHasANameInBothLanguages(Fact fact) {
    for (Locale locale : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
      assertThat(messages.getMessage("task.fact." + fact, null, locale)).isNotBlank();
    }
  }

  /** Nobody opens anything here. */
  private static final class Empty implements Desk {

    @Override
    public void open(String key, String kind, Optional<CustomerId> customer, Briefing briefing) {}

    @Override
    public boolean close(String key, String outcome, String operator) {
      return false;
    }

    @Override
    public List<Task> openTasks(int limit) {
      return List.of();
    }
  }
}
