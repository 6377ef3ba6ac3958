package cn.huitouke.console;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.desk.Desk;
import cn.huitouke.desk.Fact;
import cn.huitouke.desk.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/**
 * Tasks in the language of who reads them. In Chinese a task says what the shop's wording said when it was
 * opened; in English its facts are put one by one, and what is Chinese in them (the words of customers and
 * carriers, and what is meant to be sent to them) is quoted.
 */
@Component
class TaskCards {

  private final Desk desk;
  private final Words words;
  private final ShopTime times;

  TaskCards(Desk desk, Words words, ShopTime times) {
    this.desk = desk;
    this.words = words;
    this.times = times;
  }

  /**
   * A task.
   *
   * @param detail Chinese; empty where the facts say it
   * @param facts in the reader's language; empty where the detail says it
   * @param advice what to do; beside facts only
   * @param customer whom it is about; 0: nobody
   */
  record Card(
      String key,
      String kind,
      String kindWords,
      String title,
      String detail,
      List<Line> facts,
      String advice,
      String at,
      long customer) {}

  /**
   * A fact.
   *
   * @param quoted whether the text is somebody's own, Chinese
   */
  record Line(String label, String text, boolean quoted) {}

  List<Card> open(int limit, Locale locale) {
    return desk.openTasks(limit).stream().map(task -> card(task, locale)).toList();
  }

  Card card(Task task, Locale locale) {
    boolean asWritten =
        task.facts().isEmpty() || !EveryPage.english(locale) && !task.detail().isBlank();
    return new Card(
        task.key(),
        task.kind(),
        words.task(task.kind(), locale),
        words.title(task, locale),
        asWritten ? task.detail() : "",
        asWritten ? List.of() : lines(task, locale),
        asWritten ? "" : words.saidOr("task.advice." + task.kind(), "", locale),
        times.at(task.openedAt()),
        task.customer().map(CustomerId::value).orElse(0L));
  }

  private List<Line> lines(Task task, Locale locale) {
    return Arrays.stream(Fact.values())
        .filter(task.facts()::containsKey)
        .map(fact -> line(fact, task.facts().get(fact), locale))
        .toList();
  }

  private Line line(Fact fact, String value, Locale locale) {
    String label = words.said("task.fact." + fact, locale);
    return switch (fact) {
      case WHY, MIND -> new Line(label, words.saidOr("task.why." + value, value, locale), false);
      case CARRIER -> new Line(label, words.saidOr("carrier." + value, value, locale), false);
      case WIRE -> new Line(label, words.wire(value, locale), false);
      case PAID_AT, SINCE -> new Line(label, times.at(Instant.parse(value)), false);
      case SILENT_FOR, ANSWER_WITHIN ->
          new Line(label, times.span(Duration.parse(value), locale), false);
      case GOODS, LATEST, PROMISE, CHASE, THING, SAID, PLATFORM_SAYS ->
          new Line(label, value, true);
      case ORDERS, WAYBILL, HOTLINE, OPENS, COUNT, PLANNED, ACCEPTED, LATE, LEFT, ACCOUNT ->
          new Line(label, value, false);
    };
  }
}
