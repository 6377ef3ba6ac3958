package cn.huitouke.sandbox.shop;

import cn.huitouke.sandbox.world.Journey;
import cn.huitouke.sandbox.world.Parcels;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * 云朵山货, a shop for what grows in the mountains of Yunnan. Its twenty orders and their parcels are
 * laid around a start: some still travel, one has just left, one is on the van, one waits in a
 * locker, one is stuck. The same start gives the same shop to the last digit.
 *
 * <p>Order and waybill numbers hold the day of the start, so that a world begun on another day never
 * claims an old one's numbers. Whoever keeps data across restarts keeps the start with them.
 */
public final class DemoShop implements Parcels {

  public static final String NAME = "云朵山货";

  private final List<DemoOrder> orders;
  private final Map<String, Journey> journeys;
  private final Instant start;

  /**
   * @param start the sandbox's time at the beginning
   */
  public DemoShop(Instant start) {
    ShopDays days = new ShopDays(start);
    DemoParcels parcels = new DemoParcels(days);
    this.orders = List.copyOf(new DemoBooks(days, parcels).orders());
    this.journeys = parcels.journeys();
    this.start = start;
  }

  public List<DemoBuyer> buyers() {
    return DemoBooks.buyers();
  }

  /** All orders at the start, those on their way first. */
  public List<DemoOrder> orders() {
    return orders(start);
  }

  /** All orders at that time: the unshipped one is packed on the next morning. */
  public List<DemoOrder> orders(Instant now) {
    return orders.stream().map(order -> order.asOf(now)).toList();
  }

  /** The orders of one customer at that time; none when it is a stranger. */
  public List<DemoOrder> ordersOf(String openid, Instant now) {
    return orders(now).stream().filter(order -> order.buyer().openid().equals(openid)).toList();
  }

  /** The order list as Taobao's seller backend exports it: csv in GB18030, "B" of the headings. */
  public byte[] orderExport() {
    return orderExport(start);
  }

  /** The order list as it would be exported at that time. */
  public byte[] orderExport(Instant now) {
    return new TaobaoExport(orders(now)).orders();
  }

  /** The item list that goes with it. */
  public byte[] itemExport() {
    return itemExport(start);
  }

  /** The item list that goes with the order list of that time. */
  public byte[] itemExport(Instant now) {
    return new TaobaoExport(orders(now)).items();
  }

  @Override
  public Optional<Journey> find(String carrier, String number) {
    return Optional.ofNullable(journeys.get(number))
        .filter(journey -> journey.carrier().equals(carrier));
  }

  @Override
  public Collection<Journey> all() {
    return journeys.values();
  }
}
