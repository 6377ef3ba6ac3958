package cn.huitouke.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of a run.
 *
 * @param seconds how long
 * @param percent 0: closed loop, every connection posts as soon as it was answered; else an open
 *     loop at that percentage of the last closed phase's rate
 * @param rate an open loop at this many messages a second; 0 if by percentage or closed
 */
record Phase(String name, int seconds, int percent, int rate) {

  /** For example {@code warm:10,max:10,calm:10:70%,fixed:10:5000}. */
  static List<Phase> parse(String text) {
    List<Phase> phases = new ArrayList<>();
    for (String part : text.split(",")) {
      String[] words = part.split(":");
      String pace = words.length > 2 ? words[2] : "0%";
      boolean share = pace.endsWith("%");
      int number = Integer.parseInt(share ? pace.substring(0, pace.length() - 1) : pace);
      phases.add(
          new Phase(words[0], Integer.parseInt(words[1]), share ? number : 0, share ? 0 : number));
    }
    return phases;
  }

  int rate(double closedRate) {
    return percent == 0 ? rate : Math.max(1, (int) (closedRate * percent / 100));
  }
}
