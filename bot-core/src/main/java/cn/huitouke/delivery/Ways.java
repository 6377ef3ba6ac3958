package cn.huitouke.delivery;

import cn.huitouke.channel.Purpose;
import cn.huitouke.customer.CustomerId;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** What ways to customers are open, for whoever chooses the moment at which something is said. */
public interface Ways {

  /**
   * How something unasked would reach one customer now.
   *
   * @param wordsUntil until when a way is open that carries words, without touching what is kept for
   *     answering; empty when none is
   * @param permission whether they have allowed a notice that is not used up
   * @param permissionHelps whether they are on a platform where such a permission opens a way
   */
  record Outlook(Optional<Instant> wordsUntil, boolean permission, boolean permissionHelps) {

    /** Nothing is known of them. */
    public static final Outlook NONE = new Outlook(Optional.empty(), false, false);

    public boolean wordsOpen() {
      return wordsUntil.isPresent();
    }
  }

  /**
   * Reads what is in the books; what customers did a moment ago may be missing.
   *
   * @param form the form of the notices
   * @return an outlook for each of them
   */
  Map<CustomerId, Outlook> outlook(Collection<CustomerId> customers, Purpose purpose, String form);
}
