package cn.huitouke.console;

import cn.huitouke.customer.CustomerBook;
import cn.huitouke.customer.CustomerBook.Card;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.order.Trades;
import cn.huitouke.order.Trades.Trade;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Pages of customers by what they are and by what they bought. The two are kept by two modules: the
 * one that narrows more leads, and the other is asked about what it found.
 */
@Component
class CustomerFinder {

  private static final int STRIDE = 1_000;

  /** What is so rare that a page cannot be filled by then is looked for from there on. */
  private static final int STRIDES = 100;

  private static final Pattern NUMBER = Pattern.compile("[cC]?(\\d{1,15})");

  private final CustomerBook book;
  private final Trades trades;

  CustomerFinder(CustomerBook book, Trades trades) {
    this.book = book;
    this.trades = trades;
  }

  record Found(Card card, Optional<Trade> trade) {}

  /**
   * A page.
   *
   * @param next from where the next one goes on; 0: there is none
   */
  record Page(List<Found> found, long next) {}

  Page page(CustomerBook.Filter who, Trades.Filter what, long before, int size) {
    return what.everybody() ? ofAll(who, before, size) : ofBuyers(who, what, before, size);
  }

  private Page ofAll(CustomerBook.Filter who, long before, int size) {
    List<Card> cards = book.page(who, before, size + 1);
    List<Card> shown = cards.subList(0, Math.min(size, cards.size()));
    Map<CustomerId, Trade> bought = trades.of(shown.stream().map(Card::id).toList());
    return new Page(
        shown.stream()
            .map(card -> new Found(card, Optional.ofNullable(bought.get(card.id()))))
            .toList(),
        cards.size() > size ? shown.getLast().id().value() : 0);
  }

  private Page ofBuyers(CustomerBook.Filter who, Trades.Filter what, long before, int size) {
    List<Found> found = new ArrayList<>();
    long from = before;
    for (int i = 0; i < STRIDES; i++) {
      List<Trade> buyers = trades.page(what, from, STRIDE);
      Map<CustomerId, Trade> bought =
          buyers.stream()
              .collect(java.util.stream.Collectors.toMap(Trade::customer, trade -> trade));
      for (Card card : book.among(bought.keySet(), who)) {
        if (found.size() == size) {
          return new Page(found, found.getLast().card().id().value());
        }
        found.add(new Found(card, Optional.ofNullable(bought.get(card.id()))));
      }
      if (buyers.size() < STRIDE) {
        return new Page(found, 0);
      }
      from = buyers.getLast().customer().value();
    }
    return new Page(found, from);
  }

  /** By the customer's number, an order, a waybill, a whole phone number or platform nickname. */
  List<Found> search(String words) {
    Set<CustomerId> ids = new LinkedHashSet<>();
    var number = NUMBER.matcher(words);
    if (number.matches()) {
      book.present(new CustomerId(Long.parseLong(number.group(1)))).ifPresent(ids::add);
    }
    ids.addAll(trades.search(words));
    Map<CustomerId, Trade> bought = trades.of(ids);
    return book.among(ids, CustomerBook.Filter.ALL).stream()
        .map(card -> new Found(card, Optional.ofNullable(bought.get(card.id()))))
        .toList();
  }
}
