package cn.huitouke.conversation;

import cn.huitouke.customer.CustomerId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Conversations that a person leads. While one does, the bot says nothing in it. */
public interface Takeovers {

  /**
   * Takes a conversation over.
   *
   * @return false when somebody else leads it already
   */
  boolean takeOver(CustomerId customer, String operator);

  /** Hands a conversation on to a colleague, whoever leads it now. */
  void handOn(CustomerId customer, String operator);

  /** Gives it back to the bot; false when nobody had it. */
  boolean giveBack(CustomerId customer);

  Optional<Takeover> of(CustomerId customer);

  /** All of them, the longest first. */
  List<Takeover> all();

  /** Who leads a conversation, since when. */
  record Takeover(CustomerId customer, String operator, Instant since) {}
}
