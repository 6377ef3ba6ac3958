package cn.huitouke.logistics;

import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.InboundEvent.MessageReceived;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import cn.huitouke.conversation.Skill;
import cn.huitouke.conversation.Turn;
import cn.huitouke.conversation.Verdict;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.desk.Briefing;
import cn.huitouke.desk.Desk;
import cn.huitouke.desk.Fact;
import cn.huitouke.logistics.GuestParcels.Found;
import cn.huitouke.logistics.ParcelAnswers.About;
import cn.huitouke.order.Orders;
import cn.huitouke.understanding.Understood;
import cn.huitouke.wording.Wording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Answers "where is my parcel", however it is asked. */
@Component
@Order(200)
class WhereIsMyParcel implements Skill {

  static final String NAME = "where-is-my-parcel";

  private static final String TAIL = NAME + ".tail";
  private static final String CARRIER = NAME + ".carrier";
  private static final String TRIES = NAME + ".tries";
  private static final String ASKED_ORDER = NAME + ".asked-order";
  private static final String CHOICE = "carrier:";
  private static final Duration A_WHILE = Duration.ofMinutes(15);
  private static final Duration A_DAY = Duration.ofHours(24);
  private static final int MOST_TRIES = 5;

  /** Asked before buying: not about a parcel of theirs. */
  private static final Pattern BEFORE_BUYING =
      Pattern.compile("默认发|发(什么|哪家|哪个|啥)快递|(从|寄|发)到?.{1,8}(大概|一般)?(要|需要?)(多久|几天|多少天)");

  private final ParcelAnswers answers;
  private final GuestParcels guests;
  private final ParcelBook book;
  private final WatchBook watches;
  private final PhoneTails tails;
  private final ParcelWords words;
  private final Orders orders;
  private final Desk desk;
  private final Wording wording;

  WhereIsMyParcel(
      ParcelAnswers answers,
      GuestParcels guests,
      ParcelBook book,
      WatchBook watches,
      PhoneTails tails,
      ParcelWords words,
      Orders orders,
      Desk desk,
      Wording wording) {
    this.answers = answers;
    this.guests = guests;
    this.book = book;
    this.watches = watches;
    this.tails = tails;
    this.words = words;
    this.orders = orders;
    this.desk = desk;
    this.wording = wording;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Verdict consider(Turn turn) {
    if (turn.event().peer().kind() == Peer.Kind.GROUP) {
      return Verdict.pass(); // a parcel is nobody's business in a group
    }
    if (turn.event() instanceof InboundEvent.MenuTapped tapped) {
      return tapped.key().equals(NAME) ? everything(turn, About.EVERYTHING) : Verdict.pass();
    }
    Optional<Verdict> carrier = chosenCarrier(turn);
    if (carrier.isPresent()) {
      return carrier.get();
    }
    return turn.understood().map(said -> hear(turn, said)).orElseGet(Verdict::pass);
  }

  private Verdict hear(Turn turn, Understood said) {
    return switch (said.intent()) {
      case LOGISTICS_QUERY ->
          BEFORE_BUYING.matcher(said.text()).find()
              ? Verdict.pass()
              : about(turn, said, About.EVERYTHING);
      case ORDER_STATUS_NOT_SHIPPED -> about(turn, said, About.NOT_SHIPPED);
      case URGE_SHIP -> felt(turn, "urge-ship", about(turn, said, About.NOT_SHIPPED));
      case URGE_DELIVER -> felt(turn, "urge-deliver", about(turn, said, About.EVERYTHING));
      case DELAY_COMPLAINT -> felt(turn, "delay-complaint", about(turn, said, About.EVERYTHING));
      case TRACKING_NUMBER_GIVEN -> about(turn, said, About.EVERYTHING);
      case ORDER_NUMBER_GIVEN -> theirOrder(turn, said).orElseGet(Verdict::pass);
      case PHONE_GIVEN, CHIT_CHAT, OUT_OF_SCOPE -> tailGiven(turn, said).orElseGet(Verdict::pass);
      case DELIVERY_PROBLEM,
          RETURN_EXCHANGE,
          USAGE_QUESTION,
          PRODUCT_QUESTION,
          PRICE_BARGAIN,
          GIFT_REQUEST,
          PRICE_PROTECTION,
          INVOICE,
          VIP_STATUS,
          POINTS_REDEEM,
          REFERRAL_INVITE,
          EVENT_INFO,
          EVENT_RSVP,
          HUMAN_HANDOFF,
          THANKS,
          GREETING,
          PRAISE,
          COMPLAINT_ANGRY,
          UNSUBSCRIBE_STOP,
          ADDRESS_CHANGE ->
          Verdict.pass();
    };
  }

  /** By order number, by waybill number, or all there is. */
  private Verdict about(Turn turn, Understood said, About about) {
    Optional<Verdict> order = theirOrder(turn, said);
    if (order.isPresent()) {
      return order.get();
    }
    Optional<String> number =
        Stream.concat(
                said.slots().waybillNumbers().stream(), WaybillNumbers.in(said.text()).stream())
            .findFirst();
    return number
        .map(one -> waybill(turn, one, Carriers.named(said.text()), tail(said)))
        .orElseGet(() -> everything(turn, about));
  }

  private Optional<Verdict> theirOrder(Turn turn, Understood said) {
    return said.slots().orderNumbers().stream()
        .filter(order -> orders.customerOf(order).filter(turn.customer()::equals).isPresent())
        .findFirst()
        .flatMap(order -> answers.of(turn.customer(), List.of(order), turn.now()))
        .map(Verdict::say);
  }

  private Verdict everything(Turn turn, About about) {
    Optional<ParcelAnswers.Answer> answer = answers.answer(turn.customer(), about, turn.now());
    if (answer.isEmpty()) {
      boolean again = turn.session().note(ASKED_ORDER).isPresent();
      turn.session().note(ASKED_ORDER, "yes", A_DAY);
      return Verdict.say(
          wording.say(again ? "parcel/ask-order-again" : "parcel/ask-order", Map.of()));
    }
    List<Message> messages = new ArrayList<>(List.of(Message.text(answer.get().text())));
    tailToAskFor(turn, answer.get().going()).map(Message::text).ifPresent(messages::add);
    return new Verdict.Say(
        messages, answer.get().well() ? Verdict.Mood.CONTENT : Verdict.Mood.PLAIN);
  }

  /** Once a day at most, and only where nothing is known without it. */
  private Optional<String> tailToAskFor(Turn turn, List<Parcel> going) {
    return going.stream()
        .filter(parcel -> parcel.id() != 0 && !parcel.traced() && tails.missing(parcel))
        .filter(parcel -> turn.session().note(TAIL + "-asked:" + parcel.waybill()).isEmpty())
        .findFirst()
        .map(
            parcel -> {
              turn.session().note(TAIL + "-asked:" + parcel.waybill(), "yes", A_DAY);
              turn.session().note(TAIL, parcel.waybill().toString(), A_WHILE);
              return wording.say("parcel/ask-tail", words.values(parcel, "", turn.now()));
            });
  }

  private Verdict waybill(
      Turn turn, String number, Optional<String> carrier, Optional<String> tail) {
    return answers
        .parcel(turn.customer(), number, turn.now())
        .map(Verdict::say)
        .orElseGet(
            () ->
                found(
                    turn, number, guests.find(turn.customer(), number, carrier, tail, turn.now())));
  }

  private Verdict found(Turn turn, String number, Found found) {
    return switch (found) {
      case Found.Here(Parcel parcel) ->
          Verdict.say(wording.say("parcel/guest", words.values(parcel, "", turn.now())));
      case Found.WhichCarrier(List<String> carriers) -> {
        turn.session().note(CARRIER, number, A_WHILE);
        yield Verdict.say(Message.of(question(number, carriers)));
      }
      case Found.TailNeeded(var waybill) -> askTail(turn, waybill.toString(), "parcel/ask-tail");
      case Found.WrongTail(var waybill) -> askTail(turn, waybill.toString(), "parcel/wrong-tail");
      case Found.Unknown _ ->
          Verdict.say(wording.say("parcel/unknown-number", Map.of("number", number)));
      case Found.Enough _ -> Verdict.say(wording.say("parcel/enough", Map.of()));
    };
  }

  private Verdict askTail(Turn turn, String waybill, String template) {
    int tries = turn.session().note(TRIES).map(Integer::parseInt).orElse(0);
    if (tries >= MOST_TRIES) {
      return Verdict.say(wording.say("parcel/enough", Map.of()));
    }
    turn.session().note(TRIES, Integer.toString(tries + 1), Duration.ofHours(1));
    turn.session().note(TAIL, waybill, A_WHILE);
    String carrier = Carriers.name(waybill.substring(0, waybill.indexOf('/')));
    return Verdict.say(wording.say(template, Map.of("carrier", carrier)));
  }

  private Segment.Choices question(String number, List<String> carriers) {
    List<String> names = carriers.stream().map(Carriers::name).toList();
    String head =
        wording.say(
            "parcel/which-carrier", Map.of("number", number, "carriers", String.join("还是", names)));
    return new Segment.Choices(
        head,
        carriers.stream()
            .map(code -> new Segment.Choice(CHOICE + code + ":" + number, Carriers.name(code)))
            .toList(),
        "");
  }

  /** A tap on one of the carriers, or its name typed while we wait for it. */
  private Optional<Verdict> chosenCarrier(Turn turn) {
    if (!(turn.event() instanceof MessageReceived message)) {
      return Optional.empty();
    }
    Optional<String[]> tapped =
        message
            .choice()
            .filter(choice -> choice.startsWith(CHOICE))
            .map(choice -> choice.split(":"))
            .filter(parts -> parts.length == 3 && Carriers.known(parts[1]))
            .filter(parts -> parts[2].matches("[A-Z0-9-]{6,32}"));
    Optional<String[]> typed = tapped.isPresent() ? Optional.empty() : typedCarrier(turn, message);
    return tapped
        .or(() -> typed)
        .map(
            parts -> {
              turn.session().forget(CARRIER);
              return waybill(turn, parts[2], Optional.of(parts[1]), Optional.empty());
            });
  }

  private static Optional<String[]> typedCarrier(Turn turn, MessageReceived message) {
    String text = message.message().text();
    return Carriers.named(text)
        .filter(_ -> WaybillNumbers.in(text).isEmpty())
        .flatMap(
            code ->
                turn.session().note(CARRIER).map(number -> new String[] {CHOICE, code, number}));
  }

  private Optional<Verdict> tailGiven(Turn turn, Understood said) {
    return tail(said)
        .flatMap(
            digits -> turn.session().note(TAIL).map(waybill -> withTail(turn, waybill, digits)));
  }

  private Verdict withTail(Turn turn, String waybill, String digits) {
    turn.session().forget(TAIL);
    String carrier = waybill.substring(0, waybill.indexOf('/'));
    String number = waybill.substring(waybill.indexOf('/') + 1);
    Optional<Parcel> theirs =
        answers.going(turn.customer(), turn.now()).stream()
            .filter(parcel -> parcel.waybill().toString().equals(waybill))
            .findFirst();
    theirs.ifPresent(
        parcel -> {
          book.keepTail(parcel.id(), digits);
          watches.later(parcel.id(), turn.now());
        });
    return waybill(turn, number, Optional.of(carrier), Optional.of(digits));
  }

  private static Optional<String> tail(Understood said) {
    return said.slots().tails().stream()
        .findFirst()
        .or(
            () ->
                said.slots().phones().stream()
                    .map(phone -> phone.substring(phone.length() - 4))
                    .findFirst())
        .or(() -> Optional.of(said.text().strip()).filter(text -> text.matches("\\d{4}")));
  }

  /** The feeling first, then the facts; and somebody looks after it, as we say. */
  private Verdict felt(Turn turn, String kind, Verdict verdict) {
    if (!(verdict instanceof Verdict.Say(List<Message> messages, _))
        || !answers.hasOrders(turn.customer())) {
      return verdict;
    }
    openTask(turn.customer(), kind, turn);
    List<Message> all = new ArrayList<>(messages);
    String feeling = wording.say("parcel/feel-" + kind, Map.of());
    Message first = all.getFirst();
    if (!first.text().isEmpty()) {
      all.set(0, Message.text(feeling + "\n" + first.text()));
    }
    return new Verdict.Say(all);
  }

  private void openTask(CustomerId customer, String kind, Turn turn) {
    String about =
        orders.ordersOf(customer).stream()
            .limit(3)
            .map(order -> order.number())
            .reduce((one, other) -> one + "、" + other)
            .orElse("");
    Map<String, Object> values =
        Map.of(
            "ship", kind.equals("urge-ship"),
            "deliver", kind.equals("urge-deliver"),
            "delay", kind.equals("delay-complaint"),
            "orders", about);
    desk.open(
        kind + ":" + customer + ":" + turn.now().toString().substring(0, 10),
        kind,
        Optional.of(customer),
        new Briefing(
            wording.say("watch/urged-title", values),
            wording.say("watch/urged-detail", values),
            Map.of(Fact.ORDERS, about.replace("、", ", "))));
  }
}
