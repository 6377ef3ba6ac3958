package cn.huitouke.delivery;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.EventId;
import cn.huitouke.customer.CustomerId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** Letters in numbers. */
public interface Figures {

  /** What went by which wire in which week, of letters planned since. */
  List<WireWeek> byWire(ZoneId zone, Instant since);

  /** Answers that were given since, with a lower number than {@code before}, the newest first. */
  List<Answer> answers(Instant since, long before, int most);

  /** Letters that failed since, of those of late: refused, expired, or nobody knows. */
  List<Failed> failed(Instant since, int most);

  /**
   * A letter that failed.
   *
   * @param state REFUSED, EXPIRED or UNCERTAIN
   * @param why the name of the rule, for example {@code refused-blocked}
   */
  record Failed(String letter, CustomerId customer, String state, String why) {}

  /**
   * A wire in a week.
   *
   * @param monday the first day of the week
   * @param blocked those of the refused whose reason was that the customer had blocked us
   */
  record WireWeek(
      LocalDate monday, String wire, long accepted, long refused, long blocked, long uncertain) {}

  /**
   * An answer that left.
   *
   * @param seq grows with time
   * @param letter its natural name, which says who wrote it
   * @param event what it answers
   * @param at when it left
   */
  record Answer(long seq, String letter, ChannelId channel, EventId event, Instant at) {}
}
