package cn.huitouke.conversation;

import java.util.Optional;

/**
 * Something small that another part of the shop would like to add when a customer was answered and has
 * reason to be content. Afterwords are beans, asked in the order of Spring's {@code @Order}; the first
 * that has something to say is heard, and only behind an answer that asks nothing itself.
 */
public interface Afterword {

  /**
   * A sentence to put behind an answer; asked only where the mood allows it, and said whenever it is
   * given. Called on the customer's turn, so it takes no longer than they would wait.
   *
   * @param skill whose answer it is
   */
  default Optional<String> behind(Turn turn, String skill) {
    return Optional.empty();
  }

  /**
   * A customer was answered, or closed the exchange themselves, and nothing is the matter. Returns at
   * once: whatever follows from it happens elsewhere.
   *
   * @param skill whose answer it was
   */
  default void content(Turn turn, String skill) {}
}
