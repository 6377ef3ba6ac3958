package cn.huitouke.care;

/** Where a message of a plan stands. What became of a posted letter, the outbox knows. */
public enum DueState {
  /** Not due yet, or put off. */
  PLANNED,
  /** Handed to the outbox. */
  POSTED,
  /** Said in the letter of another of the same plan. */
  MERGED,
  /** Gave way to another care message, and would have been stale afterwards. */
  YIELDED,
  /** Left out on purpose, to measure what the plan earns. */
  HELD_OUT,
  /** Something happened that made it pointless. */
  CANCELLED,
  /** Its time went by before anybody looked, or the plan is not for this customer. */
  PASSED
}
