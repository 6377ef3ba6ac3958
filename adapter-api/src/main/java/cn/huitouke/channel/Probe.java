package cn.huitouke.channel;

import java.util.Optional;

/** Something that can be asked whether its settings work, by {@code doctor} and the console. */
public interface Probe {

  /** Calls the platform once, without effect on any customer. Blocks. */
  Finding probe();

  /**
   * What was found.
   *
   * @param works whether it does
   * @param what one plain sentence
   * @param mend what to do about it, if it does not
   * @param cause why it does not, where the platform said so, for whoever puts it into other words
   * @param about what the cause is about: for {@link Cause#ADDRESS_NOT_ALLOWED} this machine's address as
   *     the platform sees it; may be empty
   */
  record Finding(boolean works, String what, Optional<String> mend, Cause cause, String about) {

    public Finding(boolean works, String what, Optional<String> mend) {
      this(works, what, mend, works ? Cause.NONE : Cause.OTHER, "");
    }
  }

  /** Why an account does not work. */
  enum Cause {
    /** It works. */
    NONE,
    /** Nobody answered. */
    UNREACHABLE,
    /** The platform knows no account of this id. */
    WRONG_ID,
    /** The secret is not this account's. */
    WRONG_SECRET,
    /** The platform takes calls from certain addresses only, and this machine's is none of them. */
    ADDRESS_NOT_ALLOWED,
    /** It waits for the other side to connect. */
    NOT_CONNECTED,
    OTHER
  }
}
