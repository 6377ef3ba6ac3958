package cn.huitouke.account;

/**
 * Why an account is not kept or not opened as it is.
 *
 * @param field which value is meant; empty: the account as a whole; {@code name}: the shop's name for it
 */
public record Fault(String field, Why why) {

  /** What is wrong. */
  public enum Why {
    /** It has to be given. */
    MISSING,
    /** It does not look like one. */
    SHAPE,
    /** An account of this name is kept already. */
    TAKEN,
    /** The settings file has this account. */
    IN_FILE,
    /** The demo's account is called so. */
    DEMO,
    /** The clock has been turned ahead: a real platform would not believe it. */
    CLOCK_TURNED,
    /** Somebody else has just changed it. */
    CHANGED_MEANWHILE,
    /** It is not kept any more. */
    GONE,
    /** Nothing here opens accounts of this kind. */
    UNKNOWN_KIND,
    /** Its secrets were sealed with another key. */
    SEALED,
    /** The adapter does not take these values. */
    REFUSED
  }

  static Fault of(Why why) {
    return new Fault("", why);
  }
}
