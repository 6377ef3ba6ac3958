package cn.huitouke.conversation;

/**
 * One thing the bot can do in a conversation. Skills are beans, asked in the order of Spring's
 * {@code @Order}; the first that does not pass has answered.
 */
public interface Skill {

  /** For the ledger: {@code where-is-my-parcel}. */
  String name();

  /**
   * Looks at a turn. Must not send anything itself. May run twice for one event after a crash: what
   * it changes must be idempotent.
   */
  Verdict consider(Turn turn);

  /**
   * Whether it may be asked in a group, where everybody reads the answer: then it says nothing that
   * is about one customer.
   */
  default boolean speaksInGroups() {
    return false;
  }
}
