package cn.huitouke.sandbox.people;

import cn.huitouke.sandbox.shop.BusyShop;
import cn.huitouke.sandbox.world.PhoneNetwork;
import cn.huitouke.sandbox.world.ScreenMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** All customers of a shop. One at a time may make it act; messages may come meanwhile. */
public final class Crowd {

  private final Map<String, Shopper> shoppers = new LinkedHashMap<>();
  private final PhoneNetwork phones;
  private final Function<String, String> cards;
  private final List<String> notices;
  private final BiConsumer<String, Deed> witness;
  private final List<ScreenMessage> unseen = new ArrayList<>();

  /**
   * @param cards the code on the card in an order's parcel
   * @param notices the templates of the notices that the shop asks consent for
   * @param witness hears who does what
   */
  public Crowd(
      BusyShop shop,
      PhoneNetwork phones,
      Function<String, String> cards,
      List<String> notices,
      long seed,
      BiConsumer<String, Deed> witness) {
    this.phones = phones;
    this.cards = cards;
    this.notices = List.copyOf(notices);
    this.witness = witness;
    for (var buyer : shop.buyers()) {
      long own = seed * 31 + shoppers.size();
      shoppers.put(buyer.openid(), new Shopper(buyer, shop.salesTo(buyer), own * 7_919));
    }
    // it listens as long as the sandbox lives
    phones.listen(this::shown);
  }

  public List<Shopper> shoppers() {
    return List.copyOf(shoppers.values());
  }

  private void shown(ScreenMessage message) {
    synchronized (unseen) {
      unseen.add(message);
    }
  }

  /** Reads what came, then does what is due by now: at most one thing each. */
  public int act(Instant now, Runnable afterEachNewcomer) {
    read();
    int deeds = 0;
    for (Shopper shopper : shoppers.values()) {
      Optional<Deed> deed = shopper.due(now);
      if (deed.isPresent() && act(shopper.buyer().openid(), deed.get())) {
        deeds++;
        if (deed.get() instanceof Deed.ScansCard || deed.get() instanceof Deed.Follows) {
          afterEachNewcomer.run();
        }
      }
    }
    return deeds;
  }

  /** When somebody does something next, as far as they know now. */
  public Optional<Instant> next() {
    read();
    return shoppers.values().stream()
        .map(Shopper::next)
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }

  /** One's messages in their order; of one moment, in an order that is always the same. */
  private void read() {
    List<ScreenMessage> fresh;
    synchronized (unseen) {
      fresh = new ArrayList<>(unseen);
      unseen.clear();
    }
    fresh.sort(
        Comparator.comparing(ScreenMessage::at)
            .thenComparing(ScreenMessage::wire)
            .thenComparing(ScreenMessage::text));
    for (ScreenMessage message : fresh) {
      Shopper shopper = shoppers.get(message.customer());
      if (shopper != null) {
        shopper.sees(message);
      }
    }
  }

  private boolean act(String openid, Deed deed) {
    boolean follows = phones.isFollowing(openid);
    switch (deed) {
      case Deed.ScansCard(String order) -> phones.scans(openid, cards.apply(order));
      case Deed.Follows _ -> phones.follows(openid, Optional.empty());
      case Deed.Unfollows _ -> phones.unfollows(openid);
      case Deed.Says(String text) when follows -> phones.says(openid, text);
      case Deed.Chooses(String id, String label) when follows -> phones.chooses(openid, id, label);
      case Deed.SendsPhoto(String id) when follows -> phones.sendsImage(openid, id);
      case Deed.Consents _ when follows -> phones.answersConsent(openid, notices, true);
      case Deed.Says _, Deed.Chooses _, Deed.SendsPhoto _, Deed.Consents _ -> {
        return false; // they left
      }
    }
    witness.accept(openid, deed);
    return true;
  }
}
