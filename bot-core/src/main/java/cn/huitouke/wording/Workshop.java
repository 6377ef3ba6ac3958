package cn.huitouke.wording;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where the shop rewrites its sentences. */
public interface Workshop {

  /** Every template that a module uses, by name. */
  List<Piece> pieces();

  /** One of them. */
  Optional<Piece> piece(String name);

  /**
   * Why a text cannot be used: it cannot be read, or names something that the module does not
   * supply. Empty when it can.
   */
  Optional<Fault> fault(String name, String text);

  /**
   * A text with values filled in.
   *
   * @throws IllegalArgumentException where {@link #fault} has something to say
   */
  String tryOut(String name, String text, Map<String, ?> values);

  /** The tone that this shop uses. */
  Tone tone();

  /**
   * What a template says now in one tone or the other, whichever of them the shop uses.
   *
   * @throws IllegalArgumentException when it does not exist or uses a value not given
   */
  String inTone(Tone tone, String name, Map<String, ?> values);

  /**
   * Uses a text from now on. It goes into the shop's folder, never into the program.
   *
   * @throws IllegalArgumentException where {@link #fault} has something to say
   */
  void save(String name, String text);

  /**
   * A template.
   *
   * @param module whose it is
   * @param variables everything that the module supplies
   * @param sections those variables that open and close a part, as far as the text uses them
   * @param text as it is said now
   * @param original as it came with the program
   */
  record Piece(
      String name,
      String module,
      Set<String> variables,
      Set<String> sections,
      String text,
      String original) {

    /** Whether the shop says it in its own words. */
    public boolean own() {
      return !text.equals(original);
    }
  }

  /**
   * What is wrong.
   *
   * @param unknown the variables that nobody supplies
   * @param about where a text cannot be read
   */
  record Fault(Set<String> unknown, String about) {}
}
