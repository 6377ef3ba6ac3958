package cn.huitouke.sandbox.people;

import cn.huitouke.sandbox.shop.DemoBuyer;
import cn.huitouke.sandbox.shop.Sale;
import cn.huitouke.sandbox.shop.ShopDays;
import cn.huitouke.sandbox.world.ScreenMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** One customer: plans from habit, and reacts to what comes. Not thread-safe. */
public final class Shopper {

  private static final Duration WEEK = Duration.ofDays(7);

  /** A link to the page with the platform's subscribe button. */
  private static final Pattern ALLOW = Pattern.compile("https?://\\S+/allow\\?template=");

  private record Plan(Instant at, long nth, Deed deed) {}

  private final PriorityQueue<Plan> plans =
      new PriorityQueue<>(Comparator.comparing(Plan::at).thenComparing(Plan::nth));
  private final Deque<Instant> lately = new ArrayDeque<>();
  private final RandomGenerator chance;
  private final DemoBuyer buyer;
  private final Habits habits;
  private final List<Sale> sales;
  private long nth;
  private boolean fedUp;
  private boolean gaveTail;

  Shopper(DemoBuyer buyer, List<Sale> sales, long seed) {
    this.chance = new SplittableRandom(seed);
    this.buyer = buyer;
    this.sales = sales;
    this.habits = Habits.of(chance);
    meet().ifPresent(this::live);
  }

  public DemoBuyer buyer() {
    return buyer;
  }

  /** Everything that they buy, oldest first. */
  public List<Sale> sales() {
    return sales;
  }

  public Habits habits() {
    return habits;
  }

  /** When they follow, if ever; with it is planned how. */
  private Optional<Instant> meet() {
    return switch (habits.meets()) {
      case NEVER -> Optional.empty();
      case CARD ->
          sales.stream()
              .filter(sale -> sale.signed().isPresent())
              .findFirst()
              .map(sale -> scan(sale, awake(sale.signed().get().plus(minutes(10, 300)))));
      case NUMBER ->
          sales.stream()
              .filter(sale -> sale.shipped().isPresent())
              .findFirst()
              .map(this::introduce);
    };
  }

  private Instant scan(Sale sale, Instant at) {
    plan(at, new Deed.ScansCard(sale.number()));
    return at;
  }

  /** The shop knows an order only from the evening on which it was exported. */
  private Instant introduce(Sale sale) {
    Instant at = awake(sale.shipped().orElseThrow().plus(minutes(150, 900)));
    plan(at, new Deed.Follows());
    String tail = sale.asOf(at).tail();
    String number = "订单号" + sale.number();
    if (chance.nextInt(3) == 0) {
      plan(at.plus(minutes(31, 50)), new Deed.Says(number));
    } else {
      plan(at.plus(minutes(31, 50)), new Deed.Says(number + "，手机尾号" + tail));
    }
    return at;
  }

  private void live(Instant from) {
    for (Sale sale : sales) {
      sale.shipped().ifPresent(shipped -> await(sale, shipped, from));
      sale.shipped()
          .filter(shipped -> shipped.isAfter(from))
          .ifPresent(shipped -> nameAgain(sale, shipped));
      if (sale.fate() != Sale.Fate.RETURNED) {
        sale.refunded()
            .map(at -> awake(at.minus(Duration.ofHours(30))))
            .filter(from::isBefore)
            .ifPresent(at -> plan(at, says(Phrases.RETURN)));
      }
    }
    if (chance.nextInt(100) < 6) {
      plan(awake(from.plus(Duration.ofDays(2 + chance.nextInt(40)))), says(Phrases.WELCOME_NEWS));
    }
  }

  /** The shop cannot know whose the next order is: they scan its card, or name it, or do not care. */
  private void nameAgain(Sale sale, Instant shipped) {
    int luck = chance.nextInt(100);
    if (luck < 45) {
      plan(
          awake(shipped.plus(minutes(150, 900))),
          new Deed.Says("订单号" + sale.number() + "，手机尾号" + sale.asOf(shipped).tail()));
    } else if (luck < 75) {
      sale.signed()
          .ifPresent(
              at -> plan(awake(at.plus(minutes(10, 300))), new Deed.ScansCard(sale.number())));
    }
  }

  private void await(Sale sale, Instant shipped, Instant from) {
    Instant end = sale.signed().orElse(shipped.plus(Duration.ofDays(6)));
    long span = Math.max(3600, Duration.between(shipped, end).toSeconds());
    int asks = chance.nextInt(100) < habits.curious() ? 1 + chance.nextInt(2) : 0;
    for (int i = 0; i < asks; i++) {
      ask(shipped.plusSeconds(3600 + chance.nextLong(span)), end, from, Phrases.WHERE);
    }
    Instant tooLong = shipped.plus(Duration.ofDays(5)).plus(minutes(0, 900));
    if (end.isAfter(tooLong) && chance.nextInt(100) < 55) {
      ask(tooLong, end, from, Phrases.LATE);
      if (chance.nextInt(100) < 45) {
        ask(tooLong.plus(Duration.ofDays(1)), end, from, Phrases.ANGRY);
      }
    }
    sale.signed()
        .map(at -> awake(at.plus(minutes(20, 200))))
        .filter(at -> at.isAfter(from.plus(Duration.ofDays(1))) && chance.nextInt(100) < 12)
        .ifPresent(at -> plan(at, says(Phrases.THANKS)));
  }

  private void ask(Instant wished, Instant end, Instant from, List<String> words) {
    Instant at = chance.nextInt(100) < 6 ? wished : awake(wished);
    if (at.isAfter(from.plus(Duration.ofHours(2))) && at.isBefore(end)) {
      plan(at, says(words));
    }
  }

  /** Takes in what came on the screen; answers come a while later. */
  void sees(ScreenMessage message) {
    if (message.fromCustomer() || message.wire().equals("system")) {
      return;
    }
    if (message.wire().equals("passive-reply")) {
      answered(message);
      return;
    }
    bear(message);
    consider(message);
  }

  private void answered(ScreenMessage reply) {
    boolean asked = reply.text().contains("后四位") && !reply.text().contains("欢迎");
    if (asked && !gaveTail && !sales.isEmpty()) {
      gaveTail = true;
      String tail =
          buyer.hidden() && chance.nextBoolean()
              ? buyer.tail()
              : sales.getFirst().asOf(reply.at()).tail();
      plan(soon(reply.at()), new Deed.Says(tail));
    }
    allow(reply);
  }

  /** Too many messages, and they say so. */
  private void bear(ScreenMessage message) {
    lately.add(message.at());
    while (lately.getFirst().isBefore(message.at().minus(WEEK))) {
      lately.removeFirst();
    }
    LocalTime time = message.at().atZone(ShopDays.ZONE).toLocalTime();
    boolean night = time.isAfter(LocalTime.of(21, 30)) || time.isBefore(LocalTime.of(7, 0));
    if (fedUp || lately.size() <= habits.patience() && !(night && chance.nextInt(100) < 20)) {
      return;
    }
    fedUp = true;
    if (night && lately.size() <= habits.patience()) {
      plan(soon(message.at()), says(Phrases.AT_NIGHT));
    } else if (chance.nextInt(100) < 12) {
      plan(soon(message.at()), new Deed.Unfollows());
    } else {
      plan(soon(message.at()), says(Phrases.ENOUGH));
      if (chance.nextInt(100) < 20) {
        plan(awake(message.at().plus(Duration.ofDays(20))), says(Phrases.AGAIN));
      }
    }
  }

  /** A question about what they bought, not about its parcel. */
  private void consider(ScreenMessage message) {
    allow(message);
    if (!message.text().contains("？") || chance.nextInt(100) >= habits.answers()) {
      return;
    }
    Instant at = awake(message.at().plus(minutes(31, 700)));
    boolean bad = chance.nextInt(100) < habits.hardToPlease();
    if (!message.choices().isEmpty() && chance.nextBoolean()) {
      var choice = bad ? message.choices().getLast() : message.choices().getFirst();
      plan(at, new Deed.Chooses(choice.getKey(), choice.getValue()));
    } else if (chance.nextInt(100) < 8) {
      plan(at, new Deed.SendsPhoto("photo-" + buyer.tail() + "-" + nth));
    } else {
      plan(at, says(bad ? Phrases.BAD : Phrases.GOOD));
    }
  }

  private void allow(ScreenMessage message) {
    if (ALLOW.matcher(message.text()).find() && chance.nextInt(100) < habits.generous()) {
      plan(message.at().plus(minutes(31, 60)), new Deed.Consents());
    }
  }

  /** What they do by that time, at most one thing; the rest comes later. */
  Optional<Deed> due(Instant now) {
    Plan next = plans.peek();
    if (next == null || next.at().isAfter(now)) {
      return Optional.empty();
    }
    plans.remove();
    return Optional.of(next.deed());
  }

  Optional<Instant> next() {
    return Optional.ofNullable(plans.peek()).map(Plan::at);
  }

  private Deed says(List<String> words) {
    return new Deed.Says(Phrases.one(words, chance));
  }

  private void plan(Instant at, Deed deed) {
    plans.add(new Plan(at, nth++, deed));
  }

  private Instant soon(Instant at) {
    return at.plus(minutes(2, 25));
  }

  private Duration minutes(int least, int most) {
    return Duration.ofSeconds(60L * least + chance.nextInt(60 * (most - least)));
  }

  /** People sleep. */
  private Instant awake(Instant at) {
    ZonedDateTime here = at.atZone(ShopDays.ZONE);
    if (here.getHour() >= 22) {
      here = here.plusDays(1).with(LocalTime.of(8, 5));
    } else if (here.getHour() < 8) {
      here = here.with(LocalTime.of(8, 5));
    } else {
      return at;
    }
    return here.toInstant().plus(minutes(0, 180));
  }
}
