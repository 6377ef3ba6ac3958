package cn.huitouke.sandbox.phone;

import cn.huitouke.sandbox.shop.DemoBuyer;
import cn.huitouke.sandbox.shop.DemoItem;
import cn.huitouke.sandbox.shop.DemoOrder;
import cn.huitouke.sandbox.shop.DemoShop;
import cn.huitouke.sandbox.shop.DemoWaybill;
import cn.huitouke.sandbox.world.PhoneNetwork;
import cn.huitouke.sandbox.world.ScreenMessage;
import cn.huitouke.sandbox.world.TurnableClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the page shows: the people, what is on a phone, and what its owner knows. */
final class PhoneWorld {

  /** Somebody who never bought anything. */
  static final String STRANGER = "oSandbox_stranger_0000000000";

  private final Apps apps;
  private final DemoShop shop;
  private final TurnableClock clock;
  private final Function<String, Optional<String>> cards;
  private final Supplier<Map<String, String>> notices;

  PhoneWorld(
      Apps apps,
      DemoShop shop,
      TurnableClock clock,
      Function<String, Optional<String>> cards,
      Supplier<Map<String, String>> notices) {
    this.apps = apps;
    this.shop = shop;
    this.clock = clock;
    this.cards = cards;
    this.notices = notices;
  }

  /**
   * @param apps the names of the apps on every phone
   */
  record Everybody(String shop, String now, List<Person> people, List<String> apps) {}

  /**
   * @param story the most telling of their parcels' or orders' states, or {@code none}
   * @param last the newest words on their phone, or empty
   */
  record Person(String id, String nick, String city, String story, String last) {}

  record Phone(
      String id,
      String app,
      String now,
      boolean following,
      List<Bubble> screen,
      List<PhoneNetwork.MenuItem> menu,
      List<Bubble.Pair> notices,
      List<OrderCard> orders) {}

  /**
   * @param tail the four digits that prove the order is theirs
   * @param extension whether these are a virtual number's extension
   * @param card whether the parcel card's code can be scanned yet
   */
  record OrderCard(
      String number,
      String goods,
      int more,
      String paid,
      String stand,
      String tail,
      boolean extension,
      boolean card,
      List<ParcelCard> parcels) {}

  /**
   * @param said the carrier's newest line, or empty before its first
   */
  record ParcelCard(String carrier, String number, String state, String said, String at) {}

  Everybody everybody() {
    Instant now = clock.instant();
    List<Person> people = new ArrayList<>();
    for (DemoBuyer buyer : shop.buyers()) {
      String story = ParcelState.mostTelling(states(buyer, now));
      people.add(
          new Person(
              buyer.openid(), buyer.nick(), buyer.city().city(), story, last(buyer.openid())));
    }
    people.add(new Person(STRANGER, "", "", "none", last(STRANGER)));
    return new Everybody(DemoShop.NAME, Replies.time(now), people, apps.names());
  }

  boolean knows(String id) {
    return id.equals(STRANGER)
        || shop.buyers().stream().anyMatch(buyer -> buyer.openid().equals(id));
  }

  Phone person(String id, String app) {
    if (!knows(id)) {
      throw new IllegalArgumentException("nobody of the sandbox");
    }
    Instant now = clock.instant();
    PhoneNetwork network = apps.network(app);
    boolean usual = network == apps.usual();
    return new Phone(
        id,
        apps.name(app),
        Replies.time(now),
        network.isFollowing(id),
        network.screenOf(id).stream().map(shown -> Bubble.of(apps.name(app), shown)).toList(),
        network.menu(),
        (usual ? notices.get() : Map.<String, String>of())
            .entrySet().stream()
                .map(notice -> new Bubble.Pair(notice.getKey(), notice.getValue()))
                .toList(),
        shop.ordersOf(id, now).stream().map(order -> card(order, now)).toList());
  }

  private OrderCard card(DemoOrder order, Instant now) {
    DemoItem first = order.items().getFirst();
    return new OrderCard(
        order.number(),
        first.ware().title(),
        order.items().size() - 1,
        order.paidAmount().toPlainString(),
        order.stand().name().toLowerCase(Locale.ROOT),
        order.tail(),
        order.buyer().hidden(),
        cards.apply(order.number()).isPresent(),
        order.waybills().stream().map(waybill -> card(waybill, now)).toList());
  }

  private ParcelCard card(DemoWaybill waybill, Instant now) {
    return shop.find(waybill.express().code(), waybill.number())
        .map(journey -> journey.until(now))
        .filter(steps -> !steps.isEmpty())
        .map(
            steps ->
                new ParcelCard(
                    waybill.express().label(),
                    waybill.number(),
                    ParcelState.of(steps.getLast(), now),
                    steps.getLast().text(),
                    Replies.time(steps.getLast().at())))
        .orElseGet(
            () -> new ParcelCard(waybill.express().label(), waybill.number(), "created", "", ""));
  }

  private List<String> states(DemoBuyer buyer, Instant now) {
    List<String> states = new ArrayList<>();
    for (DemoOrder order : shop.ordersOf(buyer.openid(), now)) {
      switch (order.stand()) {
        case SHIPPED -> order.waybills().forEach(waybill -> states.add(card(waybill, now).state()));
        case UNSHIPPED -> states.add("unshipped");
        case UNPAID, FINISHED, CLOSED, REFUNDED -> {
          // Nothing that its owner waits for.
        }
      }
    }
    return states;
  }

  private String last(String id) {
    List<ScreenMessage> screen = apps.usual().screenOf(id);
    if (screen.isEmpty()) {
      return "";
    }
    ScreenMessage last = screen.getLast();
    return last.title().isEmpty() ? last.text() : last.title();
  }
}
