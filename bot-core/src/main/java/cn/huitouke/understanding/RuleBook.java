package cn.huitouke.understanding;

import cn.huitouke.understanding.Lexicon.Hit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules of {@code understanding/rules.txt}; the file says how they are written. */
final class RuleBook {

  private static final Pattern NAME = Pattern.compile("[A-Z]{2,}");
  private static final Pattern DURATION =
      Pattern.compile("[0-9一二两三四五六七八九十半几多好]{1,4}个?多?(?:天|周|星期|礼拜|月|小时)");

  private final Lexicon lexicon = new Lexicon();
  private final Set<String> names = new HashSet<>(Set.of("DURATION", "VALUE"));
  private final TreeMap<String, String> typos = new TreeMap<>();
  private final List<Rule> rules = new ArrayList<>();
  private final int longestTypo;

  /** What the message is about, and how strongly the runner-up of another intent says otherwise. */
  record Opinion(Intent intent, int score, int runnerUp) {}

  private record Rule(Intent intent, int score, List<Condition> conditions) {}

  /**
   * @param only whether the whole message has to consist of the lists, not just hold one of them
   */
  private record Condition(BitSet lists, boolean negated, boolean only) {}

  RuleBook(List<String> lines) {
    lines.stream().filter(line -> line.startsWith("word ")).forEach(this::word);
    lines.stream().filter(line -> line.startsWith("typo ")).forEach(this::typo);
    lines.stream()
        .filter(line -> Stream.of("word ", "typo ", "#").noneMatch(line::startsWith))
        .filter(line -> !line.isBlank())
        .forEach(this::rule);
    longestTypo = typos.keySet().stream().mapToInt(String::length).max().orElse(0);
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
    BitSet lists = new BitSet();
    for (String part : (negated ? text.substring(1) : text).split(only ? "\\+" : "\\|")) {
      lists.set(listOf(part));
    }
    if (only) {
      lists.set(lexicon.list("SOFT"));
    }
    return new Condition(lists, negated, only);
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
    StringBuilder mended = new StringBuilder(key.length());
    int at = 0;
    while (at < key.length()) {
      int length = Math.min(longestTypo, key.length() - at);
      while (length > 0 && !typos.containsKey(key.substring(at, at + length))) {
        length--;
      }
      mended.append(length == 0 ? key.charAt(at) : typos.get(key.substring(at, at + length)));
      at += Math.max(1, length);
    }
    return mended.toString();
  }

  /** Whether the message consists of nothing but words of this list and colourless ones. */
  boolean isOnly(String list, String key) {
    return consistsOf(condition(list, true).lists(), key, lexicon.find(key));
  }

  /**
   * @param key the message without spaces and punctuation, mended
   * @param value whether an order or waybill number stood in it
   */
  Opinion judge(String key, boolean value) {
    List<Hit> hits = lexicon.find(key);
    BitSet present = new BitSet();
    hits.forEach(hit -> present.or(hit.lists()));
    present.set(lexicon.list("VALUE"), value);
    present.set(lexicon.list("DURATION"), DURATION.matcher(key).find());
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

  private boolean holds(Rule rule, BitSet present, String key, List<Hit> hits) {
    return rule.conditions().stream()
        .allMatch(
            condition ->
                condition.only()
                    ? consistsOf(condition.lists(), key, hits)
                    : condition.lists().intersects(present) != condition.negated());
  }

  private boolean consistsOf(BitSet lists, String key, List<Hit> hits) {
    BitSet reached = new BitSet();
    reached.set(0);
    boolean colourful = false;
    for (Hit hit : hits) { // in the order of their beginnings
      if (reached.get(hit.from()) && lists.intersects(hit.lists())) {
        reached.set(hit.to());
        colourful |= lists.intersects(withoutSoft(hit.lists()));
      }
    }
    return colourful && reached.get(key.length());
  }

  private BitSet withoutSoft(BitSet lists) {
    BitSet others = (BitSet) lists.clone();
    others.clear(lexicon.list("SOFT"));
    return others;
  }
}
