package cn.huitouke.care;

/** How a customer finds what they bought. */
public enum Feeling {
  /** Content. */
  GOOD,
  /** 还行: neither praise nor blame. */
  FINE,
  /** Something is wrong, or they are not pleased. */
  BAD,
  /** They have not used it yet. */
  LATER,
  /** A picture without words, or words that say neither. */
  UNCLEAR
}
