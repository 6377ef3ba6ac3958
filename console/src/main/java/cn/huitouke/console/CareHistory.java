package cn.huitouke.console;

import cn.huitouke.care.CareBook;
import cn.huitouke.care.CareBook.CareDue;
import cn.huitouke.care.CareBook.PlanView;
import cn.huitouke.care.DueState;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.Correspondence;
import cn.huitouke.delivery.LetterStatus;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Messages of care with what became of each, and why. */
@Component
class CareHistory {

  private static final int LONGEST = 80;

  private final CareBook book;
  private final Correspondence correspondence;
  private final Glance glance;
  private final Words words;
  private final ShopTime times;

  CareHistory(
      CareBook book, Correspondence correspondence, Glance glance, Words words, ShopTime times) {
    this.book = book;
    this.correspondence = correspondence;
    this.glance = glance;
    this.words = words;
    this.times = times;
  }

  /**
   * One message.
   *
   * @param standing a key below {@code care.state.}
   * @param good whether it went, or is going to
   */
  record Line(
      String plan,
      String planName,
      long customer,
      String customerName,
      String thing,
      String at,
      String standing,
      boolean good,
      String why) {}

  /** Something that a customer told us. */
  record Told(String feeling, String thing, String words, String at) {}

  List<Line> of(CustomerId customer, int limit, Locale locale) {
    return lines(book.dueOf(customer, limit), locale);
  }

  List<Told> told(CustomerId customer, int limit) {
    return book.notesOf(customer, limit).stream()
        .map(
            note ->
                new Told(
                    note.feeling().name(),
                    note.thing(),
                    shortened(note.words()),
                    times.at(note.at())))
        .toList();
  }

  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
  }

  List<Line> lines(List<CareDue> dues, Locale locale) {
    Map<String, String> plans =
        book.plans().stream().collect(Collectors.toMap(PlanView::id, PlanView::name));
    Map<String, LetterStatus> letters =
        correspondence
            .statuses(dues.stream().map(due -> new OutboundId(due.letter())).toList())
            .stream()
            .collect(Collectors.toMap(status -> status.id().value(), status -> status));
    Map<CustomerId, String> names =
        glance.names(dues.stream().map(CareDue::customer).distinct().toList());
    return dues.stream()
        .map(
            due ->
                line(
                    due,
                    plans.getOrDefault(due.plan(), due.plan()),
                    names.getOrDefault(due.customer(), ""),
                    letters.get(due.letter()),
                    locale))
        .toList();
  }

  private Line line(
      CareDue due, String plan, String name, @Nullable LetterStatus letter, Locale locale) {
    return new Line(
        due.plan(),
        plan,
        due.customer().value(),
        name,
        due.thing(),
        times.at(due.decidedAt().orElse(due.dueAt())),
        standing(due, letter),
        good(due, letter),
        why(due, Optional.ofNullable(letter), locale));
  }

  /** Once it is posted, the letter knows better. */
  private static String standing(CareDue due, @Nullable LetterStatus letter) {
    return due.state() == DueState.POSTED && letter != null
        ? "letter." + letter.state()
        : "care.state." + due.state();
  }

  private static boolean good(CareDue due, @Nullable LetterStatus letter) {
    return switch (due.state()) {
      case PLANNED, MERGED -> true;
      case POSTED ->
          letter == null
              || switch (letter.state()) {
                case PLANNED, HELD, CLAIMED, ATTEMPTED, ACCEPTED -> true;
                case REFUSED, UNCERTAIN, EXPIRED, WITHDRAWN, WITHHELD -> false;
              };
      case YIELDED, HELD_OUT, CANCELLED, PASSED -> false;
    };
  }

  private String why(CareDue due, Optional<LetterStatus> letter, Locale locale) {
    if (due.state() == DueState.PLANNED) {
      return due.guessed() ? words.said("care.why.guessed", locale) : "";
    }
    boolean english = EveryPage.english(locale);
    return letter
        .map(status -> english ? status.whyEnglish() : status.why())
        .filter(why -> !why.isBlank())
        .orElseGet(
            () ->
                due.rule().isEmpty()
                    ? ""
                    : words.saidOr("care.why." + due.rule(), due.rule(), locale));
  }
}
