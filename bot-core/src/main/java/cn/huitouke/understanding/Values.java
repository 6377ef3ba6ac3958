package cn.huitouke.understanding;

import cn.huitouke.understanding.Understood.Slots;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the values in a plain text: looks at each run of letters and digits, alone or joined with
 * those that follow after one space or dash ({@code 138 0013 8000}).
 */
final class Values {

  private static final Pattern RUN = Pattern.compile("[0-9a-z]+(?:\\.[0-9]{1,2}(?![0-9]))?");
  private static final Pattern PHONE = Pattern.compile("(?:86|0086)?(1[3-9][0-9]{9})");
  private static final Pattern WAYBILL =
      Pattern.compile(
          "(?:sf|yt|jt|dpk|sto|zto|yd|ky|an|db)[0-9]{10,15}|jd[a-z0-9]{11,18}"
              + "|[a-z]{2}[0-9]{9}[a-z]{2}");
  private static final Pattern ORDER = Pattern.compile("[0-9]{15,19}");
  private static final Pattern BARE = Pattern.compile("[0-9]{12,15}");
  private static final Pattern CODE = Pattern.compile("(?=.*[0-9])(?=.*[a-z])[0-9a-z]{5,14}");
  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,6}(?:\\.[0-9]{1,2})?");
  private static final Pattern TAIL_CUE =
      Pattern.compile("尾号|尾数|后四位|后4位|末四位|末4位|末四码|最后四|结尾|手机|电话|号码");
  private static final Pattern ORDER_CUE = Pattern.compile("订单|order|拍下的单");
  private static final Pattern WAYBILL_CUE = Pattern.compile("运单|快递|物流|顺丰|中通|圆通|申通|韵达|京东快|极兔|邮政");
  private static final int MOST_JOINED = 6;

  private final Set<String> orders = new LinkedHashSet<>();
  private final Set<String> waybills = new LinkedHashSet<>();
  private final Set<String> phones = new LinkedHashSet<>();
  private final Set<String> tails = new LinkedHashSet<>();
  private final Set<String> amounts = new LinkedHashSet<>();
  private final Set<String> codes = new LinkedHashSet<>();
  private final String text;
  private final StringBuilder rest = new StringBuilder();

  private Values(String text) {
    this.text = text;
  }

  /**
   * @param rest the text without its values
   */
  record Found(Slots slots, String rest) {}

  private record Run(int from, int to) {}

  static Found in(String plain) {
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c >= '0' && c <= '9' || c >= 'a' && c <= 'z') {
        return new Values(plain).find();
      }
    }
    return new Found(Slots.NONE, plain);
  }

  private Found find() {
    List<Run> runs = runs();
    int done = 0;
    for (int i = 0; i < runs.size(); i++) {
      int last = take(runs, i);
      if (last >= 0) {
        rest.append(text, done, runs.get(i).from()).append(' ');
        done = runs.get(last).to();
        i = last;
      }
    }
    rest.append(text, done, text.length());
    Slots found =
        new Slots(
            List.copyOf(orders),
            List.copyOf(waybills),
            List.copyOf(phones),
            List.copyOf(tails),
            List.copyOf(amounts),
            List.copyOf(codes));
    return new Found(found.isEmpty() ? Slots.NONE : found, rest.toString());
  }

  private List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    Matcher run = RUN.matcher(text);
    while (run.find()) {
      runs.add(new Run(run.start(), run.end()));
    }
    return runs;
  }

  /** The last run of the value that begins with this one, or -1. */
  private int take(List<Run> runs, int first) {
    StringBuilder joined = new StringBuilder(word(runs.get(first)));
    if (isValue(joined.toString())) {
      return first;
    }
    for (int next = first + 1; next < runs.size() && next - first < MOST_JOINED; next++) {
      if (!adjoin(runs.get(next - 1), runs.get(next))) {
        break;
      }
      joined.append(word(runs.get(next)));
      if (isValue(joined.toString())) {
        return next;
      }
    }
    return isSmallValue(runs.get(first)) ? first : -1;
  }

  private String word(Run run) {
    return text.substring(run.from(), run.to());
  }

  private boolean adjoin(Run one, Run other) {
    char between = text.charAt(one.to());
    return other.from() - one.to() == 1 && (between == ' ' || between == '-');
  }

  private boolean isValue(String word) {
    Matcher phone = PHONE.matcher(word);
    if (phone.matches()) {
      return phones.add(phone.group(1)) || true;
    }
    if (WAYBILL.matcher(word).matches()) {
      return waybills.add(word.toUpperCase(Locale.ROOT)) || true;
    }
    boolean order = ORDER.matcher(word).matches();
    boolean bare = BARE.matcher(word).matches();
    if (order && !(bare && cued(WAYBILL_CUE))) {
      orders.add(word);
    }
    if (bare && !(order && cued(ORDER_CUE))) {
      waybills.add(word);
    }
    return order || bare;
  }

  private boolean isSmallValue(Run run) {
    String word = word(run);
    if (word.length() == 4 && isDigits(word) && (cued(TAIL_CUE) || isAllBut(run))) {
      return tails.add(word) || true;
    }
    if (isAmount(run, word)) {
      return amounts.add(word) || true;
    }
    if (CODE.matcher(word).matches()) {
      return codes.add(word.toUpperCase(Locale.ROOT)) || true;
    }
    return false;
  }

  private boolean isAmount(Run run, String word) {
    boolean marked =
        text.startsWith("元", run.to())
            || text.startsWith("块", run.to())
            || (run.from() > 0 && "¥￥".indexOf(text.charAt(run.from() - 1)) >= 0);
    return AMOUNT.matcher(word).matches() && (marked || word.contains("."));
  }

  private static boolean isDigits(String word) {
    return word.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Whether the message is this word and other values, and nothing else. */
  private boolean isAllBut(Run run) {
    return (rest + text.substring(run.to())).chars().noneMatch(Character::isLetter);
  }

  private boolean cued(Pattern cue) {
    return cue.matcher(text).find();
  }
}
