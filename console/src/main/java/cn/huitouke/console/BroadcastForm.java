package cn.huitouke.console;

import cn.huitouke.broadcast.Draft;
import cn.huitouke.channel.Purpose;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A broadcast as its form on the page sends it; fields left out are empty. */
record BroadcastForm(
    @Nullable String title,
    @Nullable Purpose purpose,
    Draft.@Nullable Kind kind,
    @Nullable String courteous,
    @Nullable String affectionate,
    @Nullable String courteousB,
    @Nullable String affectionateB,
    @Nullable String image,
    @Nullable String cardTitle,
    @Nullable String cardUrl,
    @Nullable String pasted,
    @Nullable String channel,
    @Nullable Boolean reachable,
    @Nullable Boolean agreed,
    @Nullable Integer orders,
    @Nullable BigDecimal spent,
    @Nullable Integer recent,
    @Nullable Integer away,
    @Nullable String product,
    @Nullable String region,
    @Nullable Integer holdOut,
    @Nullable Integer worthDays,
    @Nullable Integer revision) {

  private static final BigDecimal MOST = new BigDecimal("999999999");

  /**
   * @param uploaded a picture that came with it: it is what is meant, and shown
   */
  Draft draft(Optional<String> uploaded) {
    Draft.Kind wanted = kind == null ? Draft.Kind.TEXT : kind;
    Draft.Words b = new Draft.Words(said(courteousB), said(affectionateB));
    return new Draft(
        said(title),
        purpose == Purpose.MARKETING ? Purpose.MARKETING : Purpose.COMMUNITY,
        uploaded.isPresent() ? Draft.Kind.IMAGE : wanted,
        new Draft.Words(said(courteous), said(affectionate)),
        Optional.of(b).filter(words -> !words.courteous().isEmpty()),
        uploaded.orElse(said(image)),
        said(cardTitle),
        said(cardUrl),
        new Draft.Audience(
            said(pasted),
            said(channel),
            reachable != null && reachable,
            agreed != null && agreed,
            number(orders, 0),
            spent == null ? BigDecimal.ZERO : spent.min(MOST),
            number(recent, 0),
            number(away, 0),
            said(product),
            said(region)),
        number(holdOut, 10),
        number(worthDays, 3));
  }

  int seen() {
    return number(revision, 0);
  }

  private static String said(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static int number(@Nullable Integer number, int otherwise) {
    return number == null ? otherwise : number;
  }
}
