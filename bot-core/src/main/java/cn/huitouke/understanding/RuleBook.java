package cn.huitouke.understanding;

import cn.huitouke.understanding.Lexicon.Hits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules of {@code understanding/rules.txt}; the file says how they are written. */
final class RuleBook {

  private static final Pattern NAME = Pattern.compile("[A-Z]{2,}");
  private static final Pattern DURATION =
      Pattern.compile("[0-9一二两三四五六七八九十半几多好]{1,4}个?多?(?:天|周|星期|礼拜|月|小时)");

  private final Lexicon lexicon = new Lexicon();
  private final Set<String> names = new HashSet<>(Set.of("DURATION", "VALUE"));
  private final Map<String, String> typos = new HashMap<>();
  private final Marks typoBeginnings = new Marks();
  private final List<Rule> rules = new ArrayList<>();
  private final int longestTypo;
  private final int value = lexicon.list("VALUE");
  private final int duration = lexicon.list("DURATION");
  private final int soft = lexicon.list("SOFT");
  private final Condition filler;

  /** What the message is about, and how strongly the runner-up of another intent says otherwise. */
  record Opinion(Intent intent, int score, int runnerUp) {}

  private record Rule(Intent intent, int score, List<Condition> conditions) {}

  /**
   * @param lists one of them has to be there
   * @param only null, or that of which the whole message has to consist: the lists and soft words
   */
  private record Condition(Marks lists, boolean negated, @Nullable Marks only) {}

  RuleBook(List<String> lines) {
    lines.stream().filter(line -> line.startsWith("word ")).forEach(this::word);
    lines.stream().filter(line -> line.startsWith("typo ")).forEach(this::typo);
    lines.stream()
        .filter(line -> Stream.of("word ", "typo ", "#").noneMatch(line::startsWith))
        .filter(line -> !line.isBlank())
        .forEach(this::rule);
    longestTypo = typos.keySet().stream().mapToInt(String::length).max().orElse(0);
    filler = condition("FILLER", true);
  }

  private void word(String line) {
    String[] parts = line.split("\\s+");
    names.add(parts[1]);
    for (int i = 3; i < parts.length; i++) {
      lexicon.add(parts[1], parts[i]);
    }
  }

  private void typo(String line) {
    String[] parts = line.split("\\s+");
    typos.put(parts[1], parts[2]);
    typoBeginnings.set(parts[1].charAt(0));
  }

  private void rule(String line) {
    String[] parts = line.split("\\s+");
    List<Condition> conditions = new ArrayList<>();
    for (int i = 2; i < parts.length; i++) {
      boolean only = parts[i].equals("only");
      conditions.add(only ? condition(parts[++i], true) : condition(parts[i], false));
    }
    rules.add(new Rule(Intent.valueOf(parts[0]), Integer.parseInt(parts[1]), conditions));
  }

  private Condition condition(String text, boolean only) {
    boolean negated = text.startsWith("!");
    Marks lists = new Marks();
    Marks all = new Marks();
    for (String part : (negated ? text.substring(1) : text).split(only ? "\\+" : "\\|")) {
      lists.set(listOf(part));
    }
    all.addAll(lists);
    all.set(soft);
    if (only) {
      lists.clear(soft);
    }
    return new Condition(lists, negated, only ? all : null);
  }

  private int listOf(String part) {
    if (NAME.matcher(part).matches()) {
      if (!names.contains(part)) {
        throw new IllegalStateException("rules.txt: no word list " + part);
      }
      return lexicon.list(part);
    }
    lexicon.add("=" + part, part);
    return lexicon.list("=" + part);
  }

  /** Mends common slips. */
  String mend(String key) {
    int first = 0;
    while (first < key.length() && !typoBeginnings.has(key.charAt(first))) {
      first++;
    }
    return first == key.length() ? key : mend(key, first);
  }

  private String mend(String key, int first) {
    StringBuilder mended = new StringBuilder(key.length()).append(key, 0, first);
    int at = first;
    while (at < key.length()) {
      boolean perhaps = typoBeginnings.has(key.charAt(at));
      int length = perhaps ? Math.min(longestTypo, key.length() - at) : 0;
      while (length > 0 && !typos.containsKey(key.substring(at, at + length))) {
        length--;
      }
      if (length == 0) {
        mended.append(key.charAt(at));
      } else {
        mended.append(typos.get(key.substring(at, at + length)));
      }
      at += Math.max(1, length);
    }
    return mended.toString();
  }

  /** Whether the message consists of nothing but colourless words. */
  boolean isFiller(String key) {
    return holds(filler, new Marks(), key, lexicon.find(key));
  }

  /**
   * @param key the message without spaces and punctuation, mended
   * @param number whether an order or waybill number stood in it
   */
  Opinion judge(String key, boolean number) {
    Hits hits = lexicon.find(key);
    Marks present = present(key, hits, number);
    Intent best = Intent.OUT_OF_SCOPE;
    int score = 0;
    int runnerUp = 0;
    for (Rule rule : rules) {
      boolean matters = rule.score() > score || rule.score() > runnerUp && rule.intent() != best;
      if (matters && holds(rule, present, key, hits)) {
        if (rule.score() > score) {
          runnerUp = rule.intent() == best ? runnerUp : score;
          best = rule.intent();
          score = rule.score();
        } else {
          runnerUp = rule.score();
        }
      }
    }
    return new Opinion(best, score, runnerUp);
  }

  private Marks present(String key, Hits hits, boolean number) {
    Marks present = new Marks();
    for (int i = 0; i < hits.size(); i++) {
      present.addAll(hits.lists(i));
    }
    if (number) {
      present.set(value);
    }
    if (DURATION.matcher(key).find()) {
      present.set(duration);
    }
    return present;
  }

  private static boolean holds(Rule rule, Marks present, String key, Hits hits) {
    for (Condition condition : rule.conditions()) {
      if (!holds(condition, present, key, hits)) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(Condition condition, Marks present, String key, Hits hits) {
    Marks only = condition.only();
    return only == null
        ? condition.lists().meets(present) != condition.negated()
        : consistsOf(only, condition.lists(), key, hits);
  }

  private static boolean consistsOf(Marks all, Marks colourful, String key, Hits hits) {
    boolean[] reached = new boolean[key.length() + 1];
    reached[0] = true;
    boolean coloured = false;
    for (int i = 0; i < hits.size(); i++) {
      if (reached[hits.from(i)] && all.meets(hits.lists(i))) {
        reached[hits.to(i)] = true;
        coloured |= colourful.meets(hits.lists(i));
      }
    }
    return coloured && reached[key.length()];
  }
}
