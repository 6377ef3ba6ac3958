package cn.huitouke.order;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says to show that an order is theirs.
 *
 * @param tail four digits: the end of the receiver's phone, or the virtual number's extension
 * @param phone the whole phone number
 * @param amount what was paid, in yuan
 */
record Proof(@Nullable String tail, @Nullable String phone, @Nullable BigDecimal amount) {

  static final Proof NONE = new Proof(null, null, null);

  boolean isEmpty() {
    return equals(NONE);
  }

  /**
   * Whether it shows it. The amount counts only where the export hides the end of the phone number:
   * prices can be looked up, so it must not be an easier way round a tail that we can compare.
   */
  boolean fits(Kept order) {
    return fitsPhone(order.person()) || fitsAmount(order);
  }

  private boolean fitsPhone(Person person) {
    if (phone != null) {
      return person.phone() != null
          && person.visibleTail().isPresent()
          && Person.fits(person.phone(), phone);
    }
    return tail != null && (is(person.visibleTail(), tail) || is(person.extension(), tail));
  }

  private static boolean is(Optional<String> known, String said) {
    return known.filter(said::equals).isPresent();
  }

  private boolean fitsAmount(Kept order) {
    BigDecimal paid = order.amounts().paid();
    return amount != null
        && paid != null
        && paid.signum() > 0
        && order.person().visibleTail().isEmpty()
        && paid.compareTo(amount) == 0;
  }
}
