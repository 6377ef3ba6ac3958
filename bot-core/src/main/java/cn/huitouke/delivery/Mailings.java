package cn.huitouke.delivery;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Purpose;
import cn.huitouke.channel.Segment;
import cn.huitouke.customer.CustomerId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The door out for the same words to many. Its letters are called {@code MAILING:CUSTOMER}, go in the
 * lowest lane and through the same clearance, reach and courier as every other; a letter whose name is
 * known already changes nothing. Letters in {@link Lane#BROADCAST} that were posted one by one belong to
 * the mailing that they are called after.
 */
public interface Mailings {

  /**
   * The words, and what {@link Letter} says of them.
   *
   * @param name natural and unique for ever, without a colon at its end: {@code broadcast:17}
   */
  record Mailing(
      String name,
      Purpose purpose,
      Message message,
      Optional<Segment.Form> form,
      Instant notBefore,
      Instant worthUntil,
      String because) {

    /** The name of the letter to this customer. */
    public OutboundId letterTo(CustomerId customer) {
      return new OutboundId(name + ":" + customer);
    }
  }

  /**
   * Posts to some thousands at once, in one statement. Durable when it returns.
   *
   * @return how many were new
   */
  int post(Mailing mailing, Collection<CustomerId> to);

  /** The same for those who are not to get it, so that it can be said why ({@code why/RULE}). */
  int withhold(Mailing mailing, Collection<CustomerId> from, String rule, String about);

  /** Stops a mailing. When it returns, nothing of it leaves until it is resumed, on any node. */
  void pause(String mailing);

  /** Lets a paused mailing go on. */
  void resume(String mailing);

  /**
   * Takes back what has not left, for ever; when it returns, nothing more leaves.
   *
   * @param rule the name of a template {@code why/RULE}
   */
  void cancel(String mailing, String rule, String about);

  /** How many of its letters stand where, and why. */
  Tally tally(String mailing);

  /**
   * Its letters in these states.
   *
   * @param after the name of the last one seen; empty: from the beginning
   */
  List<LetterStatus> letters(
      String mailing, Collection<LetterStatus.State> states, String after, int limit);

  /**
   * What would become of it at that time, for each of these customers. Changes nothing.
   *
   * @param alike whether everybody gets the very same words: only such can go by mass send
   */
  List<Prospect> prospects(Mailing mailing, Collection<CustomerId> to, boolean alike, Instant at);

  /**
   * Shows one person what the others would get, by the platform's own preview where it has one, else as a
   * message to them.
   *
   * @param id natural, of this one look
   */
  Look show(OutboundId id, CustomerId to, Message message);

  /** The platforms' mass sends that it went out with, the latest first. */
  List<Bundle> bundles(String mailing);

  /**
   * Takes its mass sends back from those who have them, as far as the platforms can.
   *
   * @return how many sends the platforms took back, and how many not with the latest reason
   */
  Recall recall(String mailing);

  /**
   * Where it stands.
   *
   * @param causes the reasons of all that neither left nor waits for its turn, the most frequent first
   * @param wires what was accepted, by wire
   */
  record Tally(Map<LetterStatus.State, Long> states, List<Cause> causes, Map<String, Long> wires) {

    public Tally {
      states = Map.copyOf(states);
      causes = List.copyOf(causes);
      wires = Map.copyOf(wires);
    }

    public long of(LetterStatus.State... some) {
      return List.of(some).stream().mapToLong(state -> states.getOrDefault(state, 0L)).sum();
    }

    /** What may still leave. */
    public long open() {
      return of(
          LetterStatus.State.PLANNED,
          LetterStatus.State.HELD,
          LetterStatus.State.CLAIMED,
          LetterStatus.State.ATTEMPTED);
    }
  }

  /** A reason, in words for operators. */
  record Cause(LetterStatus.State state, String rule, String why, String whyEnglish, long count) {}

  /** What would become of a letter. */
  enum Fate {
    /** It would go. */
    GOES,
    /** It would wait until a known time. */
    LATER,
    /** It would wait for the customer to do something. */
    WAITS,
    /** It would not go. */
    NOT
  }

  /**
   * One customer's prospect.
   *
   * @param way for GOES: by which wire
   * @param left for GOES: how many messages the window or quota takes before this one, which counts as
   *     one even where it is two of the platform's
   * @param rule otherwise: the deciding rule, with its sentences
   * @param until for LATER
   */
  record Prospect(
      CustomerId customer,
      Fate fate,
      Optional<Way> way,
      Optional<Integer> left,
      String rule,
      String why,
      String whyEnglish,
      Optional<Instant> until) {}

  /**
   * A wire of an account.
   *
   * @param atOnce how many persons one call reaches
   * @param perSecond how many calls a second
   */
  record Way(ChannelId channel, String wire, int atOnce, double perSecond) {}

  /** What came of showing it: {@code arrived}, or the platform's words why not. */
  record Look(boolean arrived, String detail) {}

  /** What came of taking back. */
  record Recall(int taken, int not, String detail) {}

  /**
   * One mass send.
   *
   * @param filtered how many the platform left out, as far as it reported; nobody learns whom
   */
  record Bundle(
      long id,
      String channel,
      int size,
      Instant at,
      Optional<String> platformMessageId,
      Optional<Integer> filtered,
      Optional<Integer> failed,
      boolean recalled) {}
}
