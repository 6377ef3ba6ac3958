package cn.huitouke.sandbox.phone;

import cn.huitouke.sandbox.shop.ShopDays;
import cn.huitouke.sandbox.world.PhoneNetwork;
import cn.huitouke.sandbox.world.TurnableClock;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** What a person does with the phone, and with the clock beside it. */
final class PhoneActions {

  private final Apps apps;
  private final TurnableClock clock;
  private final Function<String, Optional<String>> cards;
  private final LiveFeed feed;
  private final Predicate<String> known;
  private final ReentrantLock turning = new ReentrantLock();

  PhoneActions(
      Apps apps,
      TurnableClock clock,
      Function<String, Optional<String>> cards,
      LiveFeed feed,
      Predicate<String> known) {
    this.apps = apps;
    this.clock = clock;
    this.cards = cards;
    this.feed = feed;
    this.known = known;
  }

  void perform(HttpExchange exchange, String action) throws IOException {
    Optional<JsonNode> request = Replies.request(exchange);
    if (request.isEmpty()) {
      Replies.problem(exchange, 400, "malformed");
      return;
    }
    JsonNode asked = request.get();
    String customer = word(asked, "customer");
    if (!action.equals("clock") && !known.test(customer)) {
      throw new IllegalArgumentException("nobody of the sandbox");
    }
    PhoneNetwork network = apps.network(word(asked, "app"));
    switch (action) {
      case "say" -> network.says(customer, word(asked, "text"));
      case "choose" -> network.chooses(customer, word(asked, "choice"), word(asked, "label"));
      case "follow" -> network.follows(customer, Optional.empty());
      case "unfollow" -> network.unfollows(customer);
      case "menu" -> network.tapsMenu(customer, word(asked, "key"));
      case "scan" -> scan(network, customer, word(asked, "order"));
      case "consent" ->
          network.answersConsent(
              customer, words(asked.path("templates")), asked.path("accept").asBoolean(false));
      case "clock" -> {
        if (clock.held()) {
          Replies.problem(exchange, 409, "held");
          return;
        }
        turn(word(asked, "by"));
      }
      default -> {
        Replies.problem(exchange, 404, "unknown");
        return;
      }
    }
    Map<String, Object> done =
        action.equals("clock")
            ? Map.of("now", Replies.time(clock.instant()))
            : Map.of("following", network.isFollowing(customer));
    Replies.json(exchange, 200, done);
  }

  private void scan(PhoneNetwork network, String customer, String order) {
    String scene =
        cards.apply(order).orElseThrow(() -> new IllegalStateException("no card for the order"));
    network.scans(customer, scene);
  }

  /** Whoever presses twice turns twice, one after the other. */
  private void turn(String by) {
    turning.lock();
    try {
      Instant now = clock.instant();
      clock.turnTo(
          switch (by) {
            case "hour" -> now.plus(Duration.ofHours(1));
            case "morning" -> ShopDays.nextMorning(now);
            case "days" -> now.plus(Duration.ofDays(3));
            case "week" -> now.plus(Duration.ofDays(7));
            default -> throw new IllegalArgumentException("no such turn");
          });
    } finally {
      turning.unlock();
    }
    feed.tellTime();
  }

  private static String word(JsonNode asked, String name) {
    return asked.path(name).asString("");
  }

  private static List<String> words(JsonNode listed) {
    return listed.valueStream().map(each -> each.asString("")).toList();
  }
}
