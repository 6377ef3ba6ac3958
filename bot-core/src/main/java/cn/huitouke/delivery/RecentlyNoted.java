package cn.huitouke.delivery;

import cn.huitouke.channel.Capabilities.Opener;
import cn.huitouke.channel.Peer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which customers' messages stand in the books already, so that who writes three times in half a
 * minute is written down once.
 *
 * <p>Leaving a message out is safe: the books then say that the window was opened a little earlier
 * than it was, so it closes for us a little earlier than for the platform. What else a message does
 * there is to give back the messages that a window allows, and to wake letters that wait for one.
 * So a customer is forgotten, and the next message written, as soon as anything but a slot reply
 * came of a letter to them: nothing can have been used up, and nothing be waiting, since a message
 * that is left out. Another node's letters are not seen here; what they used up is given back half a
 * minute late. For one thread.
 */
final class RecentlyNoted {

  static final Duration SOON = Duration.ofSeconds(30);
  private static final int REMEMBERED = 50_000;

  private record Noted(Peer peer, Instant at) {}

  private final Map<Long, Noted> latest =
      new LinkedHashMap<>(1024, 0.75f, false) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Noted> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Whether the books would hardly change. Only of messages: the other windows are short. */
  boolean covers(Settlement.Noted note) {
    Noted known = latest.get(note.customer().value());
    return known != null
        && note.opener() == Opener.MESSAGE
        && known.peer().equals(note.peer())
        && note.at().isBefore(known.at().plus(SOON));
  }

  /** This is in the books now. */
  void written(Settlement.Noted note) {
    if (note.opener() == Opener.MESSAGE) {
      long customer = note.customer().value();
      Noted known = latest.remove(customer); // the latest written is the last to be forgotten
      boolean older =
          known != null && known.peer().equals(note.peer()) && known.at().isAfter(note.at());
      latest.put(customer, older ? known : new Noted(note.peer(), note.at()));
    }
  }

  /** Something came of a letter to this customer. */
  void forget(Slip slip) {
    latest.remove(slip.letter().customer().value());
  }
}
