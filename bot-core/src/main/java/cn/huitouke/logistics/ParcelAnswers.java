package cn.huitouke.logistics;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.order.Order;
import cn.huitouke.order.Orders;
import cn.huitouke.tracking.ParcelState;
import cn.huitouke.tracking.Waybill;
import cn.huitouke.wording.Wording;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Says where a customer's parcels are, and what of their orders has not left yet. */
@Component
class ParcelAnswers {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** After that a signed parcel is old news. */
  private static final Duration RECENT = Duration.ofDays(7);

  private static final int MOST = 6;
  private static final int MOST_ASKED = 3;

  private final ParcelBook book;
  private final Orders orders;
  private final Freshness freshness;
  private final Notices notices;
  private final ParcelWords words;
  private final Stalled stalled;
  private final Troubles troubles;
  private final Wording wording;
  private final DigestBook digests;
  private final MorningHours hours;
  private final SpokenTime spoken;

  ParcelAnswers(
      ParcelBook book,
      Orders orders,
      Freshness freshness,
      Notices notices,
      ParcelWords words,
      Stalled stalled,
      Troubles troubles,
      Wording wording,
      DigestBook digests,
      LogisticsSettings settings) {
    this.book = book;
    this.orders = orders;
    this.freshness = freshness;
    this.notices = notices;
    this.words = words;
    this.stalled = stalled;
    this.troubles = troubles;
    this.wording = wording;
    this.digests = digests;
    this.hours = new MorningHours(settings);
    this.spoken = new SpokenTime(settings.zone());
  }

  /** What the question is about. */
  enum About {
    EVERYTHING,
    /** What has not left yet, if there is any. */
    NOT_SHIPPED
  }

  /** Something to tell of: a parcel, or an order without one. */
  private record Subject(Optional<Parcel> parcel, Order order) {}

  /**
   * What is said, and what is on its way: nobody has to look it up twice.
   *
   * @param well whether a parcel is among it, and nothing is the matter with any
   */
  record Answer(String text, List<Parcel> going, boolean well) {}

  /** All that is on its way or about to be, newest first; empty when there is nothing at all. */
  Optional<Answer> answer(CustomerId customer, About about, Instant now) {
    List<Order> theirs = orders.ordersOf(customer);
    List<Subject> parcels = parcels(theirs, now);
    List<Subject> going = parcels.stream().filter(subject -> going(subject, now)).toList();
    List<Subject> told = refreshed(choose(theirs, parcels, going, about), customer, now);
    Map<Long, Parcel> fresh = new HashMap<>();
    told.forEach(subject -> subject.parcel().ifPresent(parcel -> fresh.put(parcel.id(), parcel)));
    return tell(told, customer, now)
        .map(
            text ->
                new Answer(
                    text,
                    going.stream()
                        .map(subject -> subject.parcel().orElseThrow())
                        .map(p -> p.id() == 0 ? p : fresh.getOrDefault(p.id(), p))
                        .toList(),
                    well(told, now)));
  }

  /** Whether these orders' parcels are on their way or there, as they should be. */
  boolean well(CustomerId customer, List<String> numbers, Instant now) {
    List<Order> asked = numbers.stream().map(orders::find).flatMap(Optional::stream).toList();
    return well(parcels(asked, now), now);
  }

  private boolean well(List<Subject> told, Instant now) {
    List<Parcel> parcels = told.stream().map(Subject::parcel).flatMap(Optional::stream).toList();
    return !parcels.isEmpty()
        && parcels.stream()
            .allMatch(
                parcel ->
                    parcel.traced() && !parcel.state().troubled() && !stalled.is(parcel, now));
  }

  private static List<Subject> choose(
      List<Order> theirs, List<Subject> parcels, List<Subject> going, About about) {
    List<Subject> unshipped =
        theirs.stream()
            .filter(ParcelAnswers::unshipped)
            .map(order -> new Subject(Optional.empty(), order))
            .toList();
    if (about == About.NOT_SHIPPED && !unshipped.isEmpty()) {
      return unshipped.stream().limit(MOST).toList();
    }
    if (!going.isEmpty() || !unshipped.isEmpty()) {
      return Stream.concat(unshipped.stream(), going.stream()).limit(MOST).toList();
    }
    return Stream.concat(
            parcels.stream(), theirs.stream().map(order -> new Subject(Optional.empty(), order)))
        .limit(1)
        .toList();
  }

  /** These orders of theirs. */
  Optional<String> of(CustomerId customer, List<String> numbers, Instant now) {
    List<Order> asked = numbers.stream().map(orders::find).flatMap(Optional::stream).toList();
    List<Subject> parcels = parcels(asked, now);
    List<Subject> waiting =
        asked.stream()
            .filter(order -> order.waybills().isEmpty())
            .map(order -> new Subject(Optional.empty(), order))
            .toList();
    return refreshedAndTold(Stream.concat(waiting.stream(), parcels.stream()), customer, now);
  }

  /** The same, right after the orders turned out to be theirs: who has the card has the parcel. */
  Optional<String> greet(CustomerId customer, List<String> numbers, Instant now) {
    List<Order> asked = numbers.stream().map(orders::find).flatMap(Optional::stream).toList();
    List<Subject> signed =
        parcels(asked, now).stream()
            .filter(one -> one.parcel().map(Parcel::state).orElseThrow() == ParcelState.SIGNED)
            .toList();
    boolean all = asked.size() == 1 && signed.size() == asked.getFirst().waybills().size();
    return all && signed.size() == 1
        ? Optional.of(
            wording.say(
                "parcel/signed-in-hand",
                words.values(
                    signed.getFirst().parcel().orElseThrow(), asked.getFirst().shortTitle(), now)))
        : of(customer, numbers, now);
  }

  /** While digests are written, an answer that names all there is is the digest. */
  private void spareTheDigest(CustomerId customer, List<Subject> told, Instant now) {
    if (hours.writing(now)) {
      Set<Waybill> named =
          told.stream()
              .map(Subject::parcel)
              .flatMap(Optional::stream)
              .map(Parcel::waybill)
              .collect(Collectors.toSet());
      List<Parcel> going = going(customer, now);
      if (!going.isEmpty() && going.stream().map(Parcel::waybill).allMatch(named::contains)) {
        digests.spare(customer, spoken.today(now));
      }
    }
  }

  /** One parcel of theirs, by its number. */
  Optional<String> parcel(CustomerId customer, String number, Instant now) {
    return refreshedAndTold(
        parcels(orders.ordersOf(customer), now).stream()
            .filter(
                subject ->
                    subject
                        .parcel()
                        .map(p -> p.waybill().number())
                        .filter(number::equals)
                        .isPresent()),
        customer,
        now);
  }

  /** The parcels of theirs that are on their way. */
  List<Parcel> going(CustomerId customer, Instant now) {
    return parcels(orders.ordersOf(customer), now).stream()
        .filter(subject -> going(subject, now))
        .map(Subject::parcel)
        .flatMap(Optional::stream)
        .toList();
  }

  boolean hasOrders(CustomerId customer) {
    return !orders.ordersOf(customer).isEmpty();
  }

  private Optional<String> refreshedAndTold(
      Stream<Subject> about, CustomerId customer, Instant now) {
    return tell(refreshed(about.limit(MOST).toList(), customer, now), customer, now);
  }

  private Optional<String> tell(List<Subject> subjects, CustomerId customer, Instant now) {
    spareTheDigest(customer, subjects, now);
    subjects.stream()
        .map(Subject::parcel)
        .flatMap(Optional::stream)
        .filter(parcel -> stalled.is(parcel, now))
        .forEach(parcel -> troubles.asked(parcel, customer, now));
    subjects.stream()
        .map(Subject::parcel)
        .flatMap(Optional::stream)
        .filter(parcel -> parcel.id() != 0 && !parcel.traced() && !stalled.is(parcel, now))
        .forEach(parcel -> notices.promise(parcel, customer, now));
    return switch (subjects.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(one(subjects.getFirst(), now));
      default -> Optional.of(several(subjects, now));
    };
  }

  private List<Subject> refreshed(List<Subject> subjects, CustomerId customer, Instant now) {
    List<Parcel> parcels =
        subjects.stream().map(Subject::parcel).flatMap(Optional::stream).limit(MOST_ASKED).toList();
    Map<Long, Parcel> fresh = new HashMap<>();
    notices
        .answering(customer, parcels, () -> freshness.refresh(parcels, PATIENCE, now))
        .forEach(parcel -> fresh.put(parcel.id(), parcel));
    return subjects.stream()
        .map(
            subject ->
                new Subject(
                    subject.parcel().map(p -> p.id() == 0 ? p : fresh.getOrDefault(p.id(), p)),
                    subject.order()))
        .toList();
  }

  private String one(Subject subject, Instant now) {
    return subject
        .parcel()
        .map(parcel -> words.tell(parcel, subject.order().shortTitle(), now))
        .orElseGet(() -> wording.say("parcel/not-shipped", order(subject.order(), now)));
  }

  private String several(List<Subject> subjects, Instant now) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (Subject subject : subjects) {
      Map<String, Object> line = new HashMap<>(order(subject.order(), now));
      Parcel parcel = subject.parcel().orElseGet(() -> nothing(subject.order(), now));
      line.putAll(words.values(parcel, subject.order().shortTitle(), now));
      line.put("position", lines.size() + 1);
      line.put("sent", subject.parcel().isPresent());
      lines.add(line);
    }
    return wording.say("parcel/several", Map.of("count", lines.size(), "parcels", lines));
  }

  private static Parcel nothing(Order order, Instant now) {
    return Parcel.sent(new Waybill("none", "000000"), order.paidAt().orElse(now));
  }

  private Map<String, Object> order(Order order, Instant now) {
    Map<String, Object> values = new HashMap<>();
    values.put("title", order.shortTitle());
    values.put("paidTime", order.paidAt().map(at -> spoken.at(at, now)).orElse(""));
    values.put("unpaid", order.status() == Order.Status.WAIT_BUYER_PAY);
    values.put("closed", order.status() == Order.Status.CLOSED);
    values.put("presale", order.presale() && unshipped(order));
    values.put("noLogistics", order.noLogistics());
    values.put("finished", order.status() == Order.Status.FINISHED);
    values.put("preparing", unshipped(order) && !order.presale());
    values.put(
        "numberless", order.status() == Order.Status.WAIT_BUYER_CONFIRM && !order.noLogistics());
    return values;
  }

  static final Set<String> ORDER_VARIABLES =
      Set.of(
          "title",
          "paidTime",
          "unpaid",
          "closed",
          "presale",
          "noLogistics",
          "finished",
          "preparing",
          "numberless");

  private List<Subject> parcels(List<Order> theirs, Instant now) {
    Map<Waybill, Order> waybills = new LinkedHashMap<>();
    theirs.forEach(order -> order.waybills().forEach(it -> waybills.putIfAbsent(it, order)));
    Map<Waybill, Parcel> known = book.find(waybills.keySet());
    return waybills.entrySet().stream()
        .map(
            sent ->
                new Subject(
                    Optional.of(
                        known.containsKey(sent.getKey())
                            ? known.get(sent.getKey())
                            : renamed(sent.getKey(), sent.getValue(), now)),
                    sent.getValue()))
        .toList();
  }

  /** The book may know the number under another carrier, or not yet. */
  private Parcel renamed(Waybill waybill, Order order, Instant now) {
    return book.withNumber(waybill.number()).stream()
        .filter(parcel -> book.openOrders(parcel.id()).contains(order.number()))
        .findFirst()
        .orElseGet(() -> Parcel.sent(waybill, order.shippedAt().orElse(now)));
  }

  private static boolean unshipped(Order order) {
    return order.status() == Order.Status.WAIT_SELLER_SEND && !order.noLogistics();
  }

  private static boolean going(Subject subject, Instant now) {
    Parcel parcel = subject.parcel().orElseThrow();
    boolean open = subject.order().status() == Order.Status.WAIT_BUYER_CONFIRM;
    boolean recent = parcel.latestAt().filter(at -> at.isAfter(now.minus(RECENT))).isPresent();
    return open && (!parcel.done() || parcel.waiting() && recent);
  }
}
