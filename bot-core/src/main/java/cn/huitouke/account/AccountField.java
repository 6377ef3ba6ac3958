package cn.huitouke.account;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One thing that has to be known of an account of some kind.
 *
 * @param name for example {@code app-id}; called the same in the settings file
 * @param origin where its value comes from
 * @param secret whether it is kept sealed and never shown again
 * @param required whether there is no account without it
 * @param shape what a value looks like, as a regular expression that also bounds its length
 */
public record AccountField(
    String name, Origin origin, boolean secret, boolean required, Pattern shape) {

  private static final Pattern YES_OR_NO = Pattern.compile("true|false");

  /** Where a value comes from. */
  public enum Origin {
    /** The owner copies it from the platform. */
    TYPED,
    /** The owner says yes or no: {@code true} or {@code false}. */
    CHOSEN,
    /** The same as typed, but asked for only when the account works: it does without. */
    LATER,
    /** The house makes it, and the owner enters it on the platform. */
    MADE,
    /** The house makes it, and nobody has to see it. */
    HIDDEN
  }

  /** What the owner types and may see again. */
  public static AccountField typed(String name, boolean required, String shape) {
    return new AccountField(name, Origin.TYPED, false, required, Pattern.compile(shape));
  }

  /** What the owner types and nobody sees again. */
  public static AccountField secret(String name, String shape) {
    return new AccountField(name, Origin.TYPED, true, true, Pattern.compile(shape));
  }

  /** What the owner may add when the account works. */
  public static AccountField later(String name, String shape) {
    return new AccountField(name, Origin.LATER, false, false, Pattern.compile(shape));
  }

  /** Yes or no; no where nothing is said. */
  public static AccountField chosen(String name) {
    return new AccountField(name, Origin.CHOSEN, false, false, YES_OR_NO);
  }

  /** Letters and digits that the house draws, to be entered on the platform. */
  public static AccountField made(String name, int length) {
    return new AccountField(name, Origin.MADE, true, true, drawn(length));
  }

  /** Letters and digits that the house draws for itself. */
  public static AccountField hidden(String name, int length) {
    return new AccountField(name, Origin.HIDDEN, true, true, drawn(length));
  }

  private static Pattern drawn(int length) {
    return Pattern.compile("[A-Za-z0-9]{" + length + "}");
  }

  boolean drawn() {
    return origin == Origin.MADE || origin == Origin.HIDDEN;
  }

  /** What is wrong with a value, if anything. */
  Optional<Fault> fault(String value) {
    if (value.isEmpty()) {
      return required ? Optional.of(new Fault(name, Fault.Why.MISSING)) : Optional.empty();
    }
    return shape.matcher(value).matches()
        ? Optional.empty()
        : Optional.of(new Fault(name, Fault.Why.SHAPE));
  }
}
