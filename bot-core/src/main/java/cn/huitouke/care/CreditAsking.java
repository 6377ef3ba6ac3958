package cn.huitouke.care;

import cn.huitouke.channel.Purpose;
import cn.huitouke.conversation.Afterword;
import cn.huitouke.conversation.Turn;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.delivery.Brakes;
import cn.huitouke.delivery.Ways;
import cn.huitouke.delivery.Ways.Outlook;
import cn.huitouke.wording.Wording;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Asks for the permission of one later notice where it is natural: behind an answer that leaves the
 * customer content. Not where one is left, not again before long, and never whoever has a matter open
 * or does not want to be cared for.
 */
@Component
@Order(100)
class CreditAsking implements Afterword {

  /** Whose order was found a moment ago has its care planned in another: nothing is known of it. */
  static final String BINDING = "binding";

  /** Who has not taken it up three times is asked as seldom as that. */
  private static final int MOST_PATIENT = 4;

  private final DueBook dues;
  private final Ways ways;
  private final CareForms forms;
  private final Brakes brakes;
  private final Customers customers;
  private final Wording wording;
  private final ObjectProvider<CreditPage> page;
  private final CareSettings settings;
  private final JdbcClient jdbc;

  CreditAsking(
      DueBook dues,
      Ways ways,
      CareForms forms,
      Brakes brakes,
      Customers customers,
      Wording wording,
      ObjectProvider<CreditPage> page,
      CareSettings settings,
      JdbcClient jdbc) {
    this.dues = dues;
    this.ways = ways;
    this.forms = forms;
    this.brakes = brakes;
    this.customers = customers;
    this.wording = wording;
    this.page = page;
    this.settings = settings;
    this.jdbc = jdbc;
  }

  /** Only where something is to come. */
  @Override
  public Optional<String> behind(Turn turn, String skill) {
    if (!settings.enabled() || !asksAtAll() || askedLately(turn.customer(), turn.now())) {
      return Optional.empty();
    }
    if (skill.equals(BINDING)) {
      return ask(turn.customer(), "", turn.now());
    }
    return dues.next(turn.customer(), turn.now())
        .flatMap(next -> ask(turn.customer(), next.thing(), turn.now()));
  }

  /** In a letter that goes as words: a notice has no room for it. */
  Optional<String> within(CustomerId customer, String thing, Instant now) {
    return asksAtAll() && !askedLately(customer, now) && outlook(customer).wordsOpen()
        ? ask(customer, thing, now)
        : Optional.empty();
  }

  /** The sentence; with it they count as asked. */
  private Optional<String> ask(CustomerId customer, String thing, Instant now) {
    Outlook outlook = outlook(customer);
    boolean natural =
        outlook.permissionHelps()
            && !outlook.permission()
            && customers.wishes(customer).care()
            && !brakes.pulled(customer);
    return natural
        ? link(customer)
            .map(
                link -> {
                  asked(customer, now);
                  return wording.say("care/ask-credit", Map.of("link", link, "thing", thing));
                })
        : Optional.empty();
  }

  /** Over all forms: one that is left for any of them is enough not to ask. */
  private Outlook outlook(CustomerId customer) {
    Outlook all = Outlook.NONE;
    for (String form : forms.all()) {
      Outlook one =
          ways.outlook(List.of(customer), Purpose.CARE, form).getOrDefault(customer, Outlook.NONE);
      all =
          new Outlook(
              one.wordsUntil(),
              all.permission() || one.permission(),
              all.permissionHelps() || one.permissionHelps());
    }
    return all;
  }

  /** Whether the shop has a page for it. */
  boolean asksAtAll() {
    return page.getIfAvailable() != null || !settings.creditPage().isBlank();
  }

  private Optional<String> link(CustomerId customer) {
    CreditPage known = page.getIfAvailable();
    return known != null
        ? known.pageFor(customer, Plans.FORM)
        : Optional.of(settings.creditPage()).filter(url -> !url.isBlank());
  }

  private boolean askedLately(CustomerId customer, Instant now) {
    record Asked(Instant at, int times) {}
    return jdbc.sql("SELECT asked_at, times FROM care.credit_ask WHERE customer = ?")
        .param(customer.value())
        .query((row, _) -> new Asked(row.getTimestamp(1).toInstant(), row.getInt(2)))
        .optional()
        .filter(
            asked -> {
              Duration pause =
                  settings.askAgainAfter().multipliedBy(Math.min(asked.times(), MOST_PATIENT));
              return asked.at().plus(pause).isAfter(now);
            })
        .isPresent();
  }

  private void asked(CustomerId customer, Instant now) {
    jdbc.sql(
            "INSERT INTO care.credit_ask AS a (customer, asked_at) VALUES (?, ?)"
                + " ON CONFLICT (customer) DO UPDATE SET asked_at = excluded.asked_at,"
                + " times = a.times + 1")
        .params(customer.value(), Timestamp.from(now))
        .update();
  }
}
