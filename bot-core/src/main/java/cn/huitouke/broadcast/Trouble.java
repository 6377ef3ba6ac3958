package cn.huitouke.broadcast;

/** Why something cannot be done with a broadcast; each has a sentence on the console. */
public enum Trouble {
  NO_TITLE,
  NO_WORDS,
  TOO_LONG,
  /** A variable that nobody fills in. */
  UNKNOWN_VARIABLE,
  /** The picture is neither uploaded nor an https address. */
  NO_IMAGE,
  /** The card needs a title and an https address. */
  NO_CARD,
  /** The template of the closing line names neither the shop nor how to stop. */
  NO_CLOSING_LINE,
  /** It was not looked at beforehand since its latest change. */
  NOT_FORESEEN,
  NOBODY,
  /** Somebody else changed it, or did this already. */
  CHANGED_MEANWHILE,
  /** Whoever submitted it does not approve it. */
  SAME_PERSON,
  /** The number typed is not the number of recipients. */
  WRONG_NUMBER,
  /** The time is past. */
  PAST
}
