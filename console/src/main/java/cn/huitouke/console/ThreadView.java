package cn.huitouke.console;

import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Peer;
import cn.huitouke.conversation.Conversations;
import cn.huitouke.conversation.Conversations.Heard;
import cn.huitouke.customer.CustomerBook;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.delivery.Correspondence;
import cn.huitouke.delivery.Correspondence.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** One customer's conversation over all accounts, what they said and what they were told. */
@Component
class ThreadView {

  /** The letters that an operator wrote begin so. */
  static final String BY_HAND = "desk:";

  private final Conversations conversations;
  private final Correspondence correspondence;
  private final Customers customers;
  private final CustomerBook book;
  private final Words words;
  private final ShopTime times;

  ThreadView(
      Conversations conversations,
      Correspondence correspondence,
      Customers customers,
      CustomerBook book,
      Words words,
      ShopTime times) {
    this.conversations = conversations;
    this.correspondence = correspondence;
    this.customers = customers;
    this.book = book;
    this.words = words;
    this.times = times;
  }

  /**
   * One thing said.
   *
   * @param who customer, bot, person or event
   * @param state of a letter of ours, else empty
   * @param about by which account or wire, and for what
   */
  record Item(
      Instant when, String who, String at, String text, String state, String why, String about) {}

  List<Peer> peers(CustomerId customer) {
    return customers.identities(customer).stream().map(Customers.Identity::peer).toList();
  }

  /** The newest, oldest of them first. */
  List<Item> items(CustomerId customer, int limit, Locale locale) {
    List<Item> items = new ArrayList<>();
    conversations
        .with(peers(customer), Long.MAX_VALUE, limit)
        .forEach(heard -> items.add(item(heard, locale)));
    correspondence
        .with(book.allNumbers(customer), Long.MAX_VALUE, limit)
        .forEach(written -> items.add(item(written, locale)));
    items.sort(Comparator.comparing(Item::when));
    return items.subList(Math.max(0, items.size() - limit), items.size());
  }

  private Item item(Heard heard, Locale locale) {
    boolean message = heard.event() instanceof InboundEvent.MessageReceived;
    return new Item(
        heard.at(),
        message ? "customer" : "event",
        times.at(heard.at()),
        words.of(heard.event(), locale),
        "",
        "",
        words.channel(heard.event().peer().channel().kind(), locale));
  }

  private Item item(Written written, Locale locale) {
    var status = written.status();
    String id = status.id().value();
    List<String> about = new ArrayList<>();
    about.add(words.occasion(id, locale));
    status.wire().ifPresent(wire -> about.add(words.wire(wire, locale)));
    return new Item(
        status.plannedAt(),
        id.startsWith(BY_HAND) ? "person" : "bot",
        times.at(status.plannedAt()),
        words.of(written.message(), locale),
        status.state().name(),
        EveryPage.english(locale) ? status.whyEnglish() : status.why(),
        String.join(" · ", about));
  }

  /** What an answer would answer: the latest thing they said to us. */
  Optional<Heard> latest(CustomerId customer) {
    return conversations.with(peers(customer), Long.MAX_VALUE, 20).stream()
        .filter(heard -> !(heard.event() instanceof InboundEvent.Unfollowed))
        .findFirst();
  }
}
