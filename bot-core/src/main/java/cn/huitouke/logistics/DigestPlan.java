package cn.huitouke.logistics;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.order.Orders;
import cn.huitouke.schedule.Strides;
import cn.huitouke.tracking.ParcelState;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Who is to hear of what this morning, and in which order. Made in strides over the parcels that are
 * on their way, twice: in the night for asking the sources and for warning in time, and once more
 * before the first digest is written.
 */
@Component
class DigestPlan {

  /** A parcel of which nothing was heard for longer is in a person's hands, not in the digest. */
  static final Duration WORTH_TELLING = Duration.ofDays(15);

  private static final Duration A_DAY = Duration.ofHours(24);
  private static final int STRIDE = 2_000;
  private static final String SWEEP = "digest-plan";

  private final ParcelBook book;
  private final DigestBook digests;
  private final Orders orders;
  private final Customers customers;
  private final Strides strides;
  private final MorningHours hours;
  private volatile String made = "";

  DigestPlan(
      ParcelBook book,
      DigestBook digests,
      Orders orders,
      Customers customers,
      Strides strides,
      LogisticsSettings settings) {
    this.book = book;
    this.digests = digests;
    this.orders = orders;
    this.customers = customers;
    this.strides = strides;
    this.hours = new MorningHours(settings);
  }

  /**
   * Makes the day's plan, or goes on with it where somebody was stopped.
   *
   * @return whether it is made; false while another node is at it
   */
  boolean make(Instant now) {
    String pass = pass(now);
    if (pass.equals(made)) {
      return true;
    }
    LocalDate day = hours.day(now);
    boolean arrived = strides.walk(SWEEP, pass, now, position -> stride(day, position, now));
    if (arrived) {
      made = pass;
    }
    return arrived;
  }

  /** Whether it is known here to be made. */
  boolean made(Instant now) {
    return pass(now).equals(made);
  }

  private String pass(Instant now) {
    boolean again = !now.isBefore(hours.at(MorningHours.PLAN_AGAIN, now));
    return hours.day(now) + (again ? " morning" : " night");
  }

  private Optional<String> stride(LocalDate day, String position, Instant now) {
    if (position.isEmpty()) {
      digests.forget(day);
    }
    long after = position.isEmpty() ? 0 : Long.parseLong(position);
    List<ParcelBook.Going> going = book.going(after, now.minus(WORTH_TELLING), STRIDE);
    List<DigestBook.Share> shares =
        shares(going.stream().filter(one -> !one.parcel().comesBack()).toList(), now);
    if (!shares.isEmpty()) {
      digests.plan(day, shares);
    }
    return going.size() < STRIDE
        ? Optional.empty()
        : Optional.of(Long.toString(going.getLast().parcel().id()));
  }

  private List<DigestBook.Share> shares(List<ParcelBook.Going> going, Instant now) {
    Map<String, CustomerId> owners =
        orders.customersOf(going.stream().flatMap(one -> one.orders().stream()).toList());
    Map<CustomerId, String> accounts = accounts(new HashSet<>(owners.values()));
    List<DigestBook.Share> shares = new ArrayList<>();
    for (ParcelBook.Going one : going) {
      Set<CustomerId> whose = new HashSet<>();
      one.orders().stream().map(owners::get).filter(owner -> owner != null).forEach(whose::add);
      for (CustomerId customer : whose) {
        shares.add(
            new DigestBook.Share(
                customer,
                rank(one.parcel(), now),
                accounts.getOrDefault(customer, ""),
                one.parcel().id()));
      }
    }
    return shares;
  }

  /** The account through which each would be spoken with: the one last heard of that they follow. */
  private Map<CustomerId, String> accounts(Collection<CustomerId> whom) {
    Map<CustomerId, String> accounts = new HashMap<>();
    customers
        .identities(whom)
        .forEach(
            (customer, identities) ->
                identities.stream()
                    .filter(Customers.Identity::following)
                    .findFirst()
                    .ifPresent(one -> accounts.put(customer, one.peer().channel().toString())));
    return accounts;
  }

  /** How useful it is to hear of it before nine; the lower, the more. */
  int rank(Parcel parcel, Instant now) {
    boolean promised =
        parcel.promisedAt().filter(at -> hours.day(at).equals(hours.day(now))).isPresent();
    if (promised
        || parcel.state() == ParcelState.OUT_FOR_DELIVERY
        || parcel.state() == ParcelState.ARRIVED_CITY) {
      return 0;
    }
    if (parcel.waiting()) {
      return 1;
    }
    if (parcel.state().troubled()) {
      return 2;
    }
    return ParcelWords.moved(parcel, A_DAY, now) ? 3 : 4;
  }
}
