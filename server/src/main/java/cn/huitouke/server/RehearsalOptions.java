package cn.huitouke.server;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a rehearsal was asked for.
 *
 * @param out where the diaries go
 * @param replay whether a naive sender is measured beside
 * @param rest what is for the application, for example {@code --huitouke.shop.name=…}
 */
record RehearsalOptions(
    int days,
    int customers,
    long seed,
    LocalDate start,
    Path out,
    boolean replay,
    boolean help,
    List<String> rest) {

  static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  static final String USAGE =
      """
      rehearse: plays the shop's days with simulated customers, against the sandbox, in minutes.
      排练：用模拟的顾客、快递和公众号，把店里的一年过一遍。

        --days N        how many days to play, 1 to 3660 (365)           排练几天
        --customers N   how many customers, 1 to 100000 (1000)           多少位顾客
        --seed N        the same seed plays the same days (7)            同一个种子，同一场排练
        --start DATE    the first day (2026-01-01)                       从哪天开始
        --out DIR       diaries and summary go there (./rehearsal)       日记和汇总放哪里
        --replay        compares with a sender that just sends when due  和「到点就发」的做法比一比
        --help          this text

      Writes DIR/diary/CUSTOMER.txt, DIR/summary.txt and DIR/summary.json. Speaks to nobody real.
      """;

  /** The arguments could not be understood; the message says why. */
  static final class Misunderstood extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Misunderstood(String message) {
      super(message);
    }
  }

  Instant from() {
    return start.atStartOfDay(ZONE).toInstant();
  }

  Instant until() {
    return start.plusDays(days).atStartOfDay(ZONE).toInstant();
  }

  static RehearsalOptions of(String[] args) {
    int days = 365;
    int customers = 1000;
    long seed = 7;
    LocalDate start = LocalDate.of(2026, 1, 1);
    Path out = Path.of("rehearsal");
    boolean replay = false;
    boolean help = false;
    List<String> rest = new ArrayList<>();
    List<String> words = split(args);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      switch (word) {
        case "--days" -> days = (int) number(word, value(words, ++i), 1, 3660);
        case "--customers" -> customers = (int) number(word, value(words, ++i), 1, 100_000);
        case "--seed" -> seed = number(word, value(words, ++i), 0, 1_000_000_000);
        case "--start" -> start = date(value(words, ++i));
        case "--out" -> out = Path.of(value(words, ++i));
        case "--replay" -> replay = true;
        case "--help", "-h" -> help = true;
        default -> rest.add(other(word));
      }
    }
    return new RehearsalOptions(days, customers, seed, start, out, replay, help, rest);
  }

  /** {@code --days=30} is {@code --days 30}. */
  private static List<String> split(String[] args) {
    List<String> words = new ArrayList<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      if (arg.startsWith("--") && equals > 0 && !arg.contains(".")) {
        words.add(arg.substring(0, equals));
        words.add(arg.substring(equals + 1));
      } else {
        words.add(arg);
      }
    }
    return words;
  }

  /** Settings of the application go on to it. */
  private static String other(String word) {
    if (word.startsWith("--") && word.contains(".") && word.contains("=")) {
      return word;
    }
    throw new Misunderstood("rehearse does not know " + word + ". Ask: rehearse --help");
  }

  private static String value(List<String> words, int i) {
    if (i >= words.size()) {
      throw new Misunderstood(words.getLast() + " wants a value. Ask: rehearse --help");
    }
    return words.get(i);
  }

  private static long number(String name, String value, long least, long most) {
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new Misunderstood(
        name + " wants a number from " + least + " to " + most + ", not " + value + ".");
  }

  private static LocalDate date(String value) {
    try {
      return LocalDate.parse(value);
    } catch (DateTimeParseException e) {
      throw new Misunderstood("--start wants a day like 2026-01-01, not " + value + ".");
    }
  }
}
