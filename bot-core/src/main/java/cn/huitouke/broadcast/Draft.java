package cn.huitouke.broadcast;

import cn.huitouke.channel.Purpose;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What an operator writes.
 *
 * @param title for the shop's people; customers never see it
 * @param purpose COMMUNITY (members' news) or MARKETING (advertising, only to who agreed)
 * @param a the wording; {@code {{name}}} and {@code {{shop}}} are filled in
 * @param b the other wording of a comparison, for half of them
 * @param image for IMAGE: an {@code https://} address, or one of {@link Pictures}
 * @param cardTitle for CARD
 * @param cardUrl for CARD: the page that it opens
 * @param holdOut the share of customers in percent who do not get it, to measure what it earns
 * @param worthDays after so many days what has not left is no longer worth sending
 */
public record Draft(
    String title,
    Purpose purpose,
    Kind kind,
    Words a,
    Optional<Words> b,
    String image,
    String cardTitle,
    String cardUrl,
    Audience audience,
    int holdOut,
    int worthDays) {

  public Draft {
    title = title.strip();
    image = image.strip();
    cardTitle = cardTitle.strip();
    cardUrl = cardUrl.strip();
    b = b.filter(words -> !words.courteous().isBlank());
    holdOut = Math.clamp(holdOut, 0, 50);
    worthDays = Math.clamp(worthDays, 1, 30);
  }

  /** The same with this for its title. */
  public Draft titled(String title) {
    return new Draft(
        title, purpose, kind, a, b, image, cardTitle, cardUrl, audience, holdOut, worthDays);
  }

  /** The same with this for its list. */
  Draft naming(String pasted) {
    Audience who = audience;
    return new Draft(
        title,
        purpose,
        kind,
        a,
        b,
        image,
        cardTitle,
        cardUrl,
        new Audience(
            pasted,
            who.channel,
            who.reachable,
            who.agreed,
            who.orders,
            who.spent,
            who.recent,
            who.away,
            who.product,
            who.region),
        holdOut,
        worthDays);
  }

  /** An empty sheet. */
  public static Draft blank() {
    return new Draft(
        "",
        Purpose.COMMUNITY,
        Kind.TEXT,
        new Words("", ""),
        Optional.empty(),
        "",
        "",
        "",
        Audience.EVERYBODY,
        10,
        3);
  }

  /** What it is made of. */
  public enum Kind {
    TEXT,
    /** A picture with words to it. */
    IMAGE,
    /** A card with a title, words, a picture if there is one, and a page behind it. */
    CARD
  }

  /** The same in both of the shop's tones; without the affectionate one (亲) the other is said. */
  public record Words(String courteous, String affectionate) {

    public Words {
      courteous = courteous.replace("\r\n", "\n").strip();
      affectionate = affectionate.replace("\r\n", "\n").strip();
    }
  }

  /**
   * For whom it is: whom somebody named, or else all who pass.
   *
   * @param pasted order numbers and customers' numbers, in any shape; empty: all who pass. Of what is
   *     kept only the customers are left, as {@code c17 c18}
   * @param agreed only those who welcome such messages
   * @param recent bought within so many days; 0: any
   * @param away not bought for so many days; 0: any
   */
  public record Audience(
      String pasted,
      String channel,
      boolean reachable,
      boolean agreed,
      int orders,
      BigDecimal spent,
      int recent,
      int away,
      String product,
      String region) {

    public static final Audience EVERYBODY =
        new Audience("", "", true, true, 0, BigDecimal.ZERO, 0, 0, "", "");

    public Audience {
      pasted = pasted.strip();
      orders = Math.clamp(orders, 0, 100_000);
      recent = Math.clamp(recent, 0, 10_000);
      away = Math.clamp(away, 0, 10_000);
      spent = spent.signum() <= 0 ? BigDecimal.ZERO : spent;
      product = product.strip();
      region = region.strip();
    }
  }
}
