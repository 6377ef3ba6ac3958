package cn.huitouke.care;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the shop cares.
 *
 * @param enabled false: no plan is followed; answers and complaints are heard all the same
 * @param plans the folder of the shop's own plans; they go before those of the program
 * @param zone the shop's time zone
 * @param shopName as customers are to read it
 * @param shopFounded the day the shop opened; left out: no anniversary is kept
 * @param holdOut the share of customers in percent whom a plan leaves out, where it says nothing else
 * @param holdOutFrom below so many customers nothing is left out: it would measure nothing
 * @param spacing between two care messages to one customer
 * @param perMonth so many care messages in thirty days are enough; only what cannot wait comes on top
 * @param opens before that nobody is cared for, local time
 * @param closes nor after that
 * @param arrivalGuess how long a parcel takes at the most, until the shop's own parcels tell
 * @param arrivalMargin what is added to the guess to be on the safe side
 * @param answersFor how long after a question something said counts as its answer
 * @param silenceAfter after a doubtful sign, so long without a word, a person looks
 * @param caseAnswersWithin how soon a person answers who is not content; said to customers
 * @param creditPage where a customer can allow one later notice, for example an H5 page with the
 *     platform's subscribe button; left out: nothing is asked
 * @param askAgainAfter how long nobody is asked again to allow a notice; longer each time
 */
@ConfigurationProperties("huitouke.care")
record CareSettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("./config/care") String plans,
    @DefaultValue("Asia/Shanghai") ZoneId zone,
    @DefaultValue("小店") String shopName,
    @Nullable LocalDate shopFounded,
    @DefaultValue("10") int holdOut,
    @DefaultValue("100") int holdOutFrom,
    @DefaultValue("20h") Duration spacing,
    @DefaultValue("6") int perMonth,
    @DefaultValue("09:00") LocalTime opens,
    @DefaultValue("20:30") LocalTime closes,
    @DefaultValue("6d") Duration arrivalGuess,
    @DefaultValue("3d") Duration arrivalMargin,
    @DefaultValue("5d") Duration answersFor,
    @DefaultValue("3d") Duration silenceAfter,
    @DefaultValue("24h") Duration caseAnswersWithin,
    @DefaultValue("") String creditPage,
    @DefaultValue("14d") Duration askAgainAfter) {

  CareSettings {
    check(holdOut >= 0 && holdOut <= 50, "hold-out", "a percentage from 0 to 50");
    check(holdOutFrom >= 0, "hold-out-from", "0 or more customers");
    check(opens.isBefore(closes), "opens", "earlier than closes, for example 09:00 and 20:30");
    check(perMonth >= 1, "per-month", "1 or more");
    check(!spacing.isNegative(), "spacing", "a duration like 20h");
    check(!arrivalGuess.isNegative(), "arrival-guess", "a duration like 6d");
    check(!arrivalMargin.isNegative(), "arrival-margin", "a duration like 3d");
    check(answersFor.toHours() >= 1, "answers-for", "at least an hour, for example 5d");
    check(caseAnswersWithin.toHours() >= 1, "case-answers-within", "at least an hour, like 24h");
    check(askAgainAfter.toDays() >= 1, "ask-again-after", "a day or more, for example 14d");
    check(silenceAfter.toHours() >= 1, "silence-after", "at least an hour, for example 3d");
  }

  private static void check(boolean fine, String key, String mend) {
    if (!fine) {
      throw new IllegalArgumentException(
          "huitouke.care." + key + " cannot be used. Mend: make it " + mend + ".");
    }
  }

  Optional<LocalDate> founded() {
    return Optional.ofNullable(shopFounded);
  }

  /** The settings without any file. */
  static CareSettings usual() {
    return new CareSettings(
        true,
        "./config/care",
        ZoneId.of("Asia/Shanghai"),
        "小店",
        null,
        10,
        100,
        Duration.ofHours(20),
        6,
        LocalTime.of(9, 0),
        LocalTime.of(20, 30),
        Duration.ofDays(6),
        Duration.ofDays(3),
        Duration.ofDays(5),
        Duration.ofDays(3),
        Duration.ofHours(24),
        "",
        Duration.ofDays(14));
  }
}
