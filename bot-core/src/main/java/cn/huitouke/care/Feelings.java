package cn.huitouke.care;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads from a customer's words how they find a thing; the words stand in care/feelings.txt. */
final class Feelings {

  /** A question about a product is no verdict on it; 怎么掉色了 is no question. */
  private static final Pattern ASKS =
      Pattern.compile(
          "(会不会|是不是|有没有|能不能|好不好|容不容易).*"
              + "|(?!.*(怎么|为什么|为啥|咋)).*(会|能|可以|容易).*[吗么]"
              + "|(?!.*(怎么|为什么|为啥|咋|了)).*[吗么]");

  private static final Pattern COLOURLESS = Pattern.compile("[\\s,，。.!！~～、;；:：…?？]+");

  /** Two voices in one message: the part behind counts, for it is what they want to say. */
  private static final Pattern BUT = Pattern.compile("但是|但|就是|可是|不过|只是|然而");

  /** Each list's words by the character they begin with, the longest first. */
  private final Map<String, Map<Character, List<String>>> lists = read();

  /** What a message says. {@code fault}: the thing itself is at fault. */
  record Reading(Feeling feeling, boolean fault) {}

  /** Empty when it says nothing of the kind. */
  Optional<Reading> read(String words) {
    String text = COLOURLESS.matcher(words).replaceAll("");
    if (text.isEmpty() || ASKS.matcher(text).matches()) {
      return Optional.empty();
    }
    if (holds(text, "LATER")) {
      return Optional.of(new Reading(Feeling.LATER, false));
    }
    String[] voices = BUT.split(text, 2);
    if (voices.length == 2 && !voices[0].isEmpty()) {
      Optional<Reading> last = judge(voices[1]);
      if (last.isPresent()) {
        return last;
      }
    }
    return judge(text);
  }

  private Optional<Reading> judge(String text) {
    Tally tally = new Tally();
    int at = 0;
    while (at < text.length()) {
      at += step(text, at, tally);
    }
    if (tally.fault || tally.bad) {
      return Optional.of(new Reading(Feeling.BAD, tally.fault));
    }
    if (tally.good) {
      return Optional.of(new Reading(Feeling.GOOD, false));
    }
    return tally.fine ? Optional.of(new Reading(Feeling.FINE, false)) : Optional.empty();
  }

  private static final class Tally {
    private boolean good;
    private boolean fine;
    private boolean bad;
    private boolean fault;
  }

  /** Reads what begins here; how far it went. */
  private int step(String text, int at, Tally tally) {
    Optional<String> good = longest(text, at, "GOOD");
    Optional<String> fault = longest(text, at, "FAULT");
    Optional<String> bad = longest(text, at, "BAD");
    Optional<String> fine = longest(text, at, "FINE");
    int found =
        Math.max(Math.max(length(good), length(fault)), Math.max(length(bad), length(fine)));
    Optional<String> not = longest(text, at, "NOT");
    if (not.isPresent() && not.get().length() >= found) {
      return negated(text, at, not.get().length(), tally);
    }
    if (found > 0) {
      if (length(good) == found) {
        tally.good = true;
      } else if (length(fault) == found) {
        tally.fault = true;
      } else if (length(bad) == found) {
        tally.bad = true;
      } else {
        tally.fine = true;
      }
      return found;
    }
    Optional<String> some = longest(text, at, "SOME");
    if (some.isPresent()) {
      int next = at + some.get().length();
      boolean praised = longest(text, next, "GOOD").isPresent();
      tally.bad |= !praised && next < text.length() && length(longest(text, next, "NOT")) == 0;
      return some.get().length();
    }
    return 1;
  }

  private int negated(String text, int at, int not, Tally tally) {
    int next = at + not;
    int good = length(longest(text, next, "GOOD"));
    int wrong = Math.max(length(longest(text, next, "FAULT")), length(longest(text, next, "BAD")));
    if (good == 0 && wrong == 0 && text.startsWith("好", next)) {
      good = 1;
    }
    if (good > wrong) {
      tally.bad = true;
    } else if (wrong > 0) {
      tally.good = true;
    }
    return not + Math.max(good, wrong);
  }

  private static int length(Optional<String> word) {
    return word.map(String::length).orElse(0);
  }

  private boolean holds(String text, String list) {
    for (int at = 0; at < text.length(); at++) {
      if (longest(text, at, list).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private Optional<String> longest(String text, int at, String list) {
    if (at >= text.length()) {
      return Optional.empty();
    }
    for (String word :
        lists.getOrDefault(list, Map.of()).getOrDefault(text.charAt(at), List.of())) {
      if (text.startsWith(word, at)) {
        return Optional.of(word);
      }
    }
    return Optional.empty();
  }

  private static Map<String, Map<Character, List<String>>> read() {
    Map<String, Map<Character, List<String>>> lists = new HashMap<>();
    try (InputStream in = Feelings.class.getResourceAsStream("/care/feelings.txt")) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\\s+"))
          .forEach(
              parts ->
                  lists.put(
                      parts[0],
                      Arrays.stream(parts)
                          .skip(1)
                          .sorted(Comparator.comparingInt(String::length).reversed())
                          .collect(Collectors.groupingBy(word -> word.charAt(0)))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lists;
  }
}
