package cn.huitouke.broadcast;

import cn.huitouke.channel.Message;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.LetterStatus;
import cn.huitouke.delivery.Mailings;
import cn.huitouke.wording.Tone;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The shop's broadcasts. What an operator may do with them the caller knows; what can be done with one in
 * its state is checked here, and of two who do the same at once one comes too late.
 */
public interface Broadcasts {

  /** Begins one; names it. */
  long begin(Draft draft, String operator);

  Optional<Broadcast> find(long id);

  /** The latest first, with a lower number than {@code before}; without their pasted lists. */
  List<Broadcast> page(long before, int limit);

  /**
   * Keeps a change of one that has not been approved; it has to be looked at and submitted again.
   *
   * @param revision the one that was changed
   */
  Optional<Trouble> save(long id, int revision, Draft draft, String operator);

  /** What stands in the way of sending this. */
  List<Trouble> troubles(Draft draft);

  /**
   * The entries of a pasted list that are nobody's. To be told to whoever pasted it: they are kept
   * nowhere, for they may be somebody's phone number.
   */
  List<String> strangers(String pasted);

  /** Throws one away that was never started; false when it was. */
  boolean discard(long id);

  /**
   * Gathers the recipients and foresees what would become of them. Returns at once; look at {@link
   * Broadcast#foresight()}.
   *
   * @param startAt for which time; empty: now
   */
  void foresee(long id, Optional<Instant> startAt);

  /** Hands it to a second person. */
  Optional<Trouble> submit(long id, int revision, Optional<Instant> startAt, String operator);

  /** Takes it back to be changed. */
  boolean reopen(long id);

  /**
   * Approves it; it starts at its time.
   *
   * @param typed where there is no second person: the number of recipients, as the operator typed it
   */
  Optional<Trouble> approve(long id, int revision, String operator, OptionalLong typed);

  /**
   * Has one that is approved and has not started begin at another time. The words and the people stay as
   * they were approved.
   *
   * @param startAt empty: now
   */
  Optional<Trouble> start(long id, Optional<Instant> startAt);

  /** When it returns, nothing of it leaves until it is resumed. */
  boolean pause(long id);

  boolean resume(long id);

  /** When it returns, nothing more of it leaves. */
  boolean cancel(long id, String operator);

  /** Takes back what has arrived, as far as the platforms can. */
  Mailings.Recall recall(long id);

  /** Whether any is under way at the moment. */
  boolean anyUnderWay();

  /** Where its letters stand; of a very large one as it was some seconds ago. */
  Mailings.Tally tally(long id);

  /** The platforms' mass sends that it went out with. */
  List<Mailings.Bundle> bundles(long id);

  /** Its letters that did not arrive, or of which nobody knows. */
  List<LetterStatus> failed(long id, String after, int limit);

  /** What came of it; empty before it has started. Of a very large one as it was some minutes ago. */
  Optional<Report> report(long id);

  /**
   * What came of the latest, as it was counted some minutes ago: does not keep anybody waiting. One of very
   * many people that has just started is not among them yet.
   */
  List<Sent> sent(int most);

  /**
   * One that was sent.
   *
   * @param wires how many it reached by which wire
   */
  record Sent(long id, String title, Instant startedAt, Map<String, Long> wires, Report report) {

    public Sent {
      wires = Map.copyOf(wires);
    }
  }

  /**
   * The message as a customer called so gets it.
   *
   * @param second whether in the second wording
   */
  Message sample(Draft draft, boolean second, Tone tone, String name);

  /** How the shop speaks. */
  Tone tone();

  /** Customers who belong to the shop. */
  List<CustomerId> testers();

  /** Makes a customer a tester, or no longer. */
  void tester(CustomerId customer, boolean is, String operator);

  /** Shows it to a tester only; empty when they are none. */
  Optional<Mailings.Look> show(long id, CustomerId tester);
}
