package cn.huitouke.logistics;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Waybill numbers in what people write: a prefix decides, mere digits only suggest. */
final class WaybillNumbers {

  private static final Pattern IN_TEXT =
      Pattern.compile(
          "(?<![A-Z0-9])(?:(?:SF|YT|JT|DPK)\\d{12,15}|JD[A-Z0-9]{11,18}(?:-\\d+-\\d+-?)?"
              + "|[A-Z]{2}\\d{9}[A-Z]{2}|\\d{12,15})(?![A-Z0-9])");

  private static final int[] S10_WEIGHTS = {8, 6, 4, 2, 3, 5, 9, 7};

  private record Form(String carrier, Pattern pattern, boolean decisive) {
    static Form sure(String carrier, String pattern) {
      return new Form(carrier, Pattern.compile(pattern), true);
    }

    static Form maybe(String carrier, String pattern) {
      return new Form(carrier, Pattern.compile(pattern), false);
    }
  }

  private static final List<Form> FORMS =
      List.of(
          Form.sure("shunfeng", "SF\\d{12,15}"),
          Form.sure("yuantong", "YT\\d{13,15}"),
          Form.sure("jtexpress", "JT\\d{13}"),
          Form.sure("jd", "JD[A-Z0-9]{11,18}(-\\d+-\\d+-?)?"),
          Form.sure("debangkuaidi", "DPK\\d{12}"),
          Form.maybe("zhongtong", "7[3-9]\\d{12}"),
          Form.maybe("shentong", "77\\d{13}"),
          Form.maybe("yunda", "(31|43|46|48|58)\\d{13}"),
          Form.maybe("youzhengguonei", "9[689]\\d{11}"),
          Form.maybe("ems", "(10|11|50|51|95|97)\\d{11}"),
          Form.maybe("yunda", "\\d{13}"),
          Form.maybe("shunfeng", "\\d{12}"),
          Form.maybe("shentong", "\\d{12}"));

  private WaybillNumbers() {}

  /** The numbers in a sentence, in its order. */
  static List<String> in(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
    Matcher number = IN_TEXT.matcher(plain);
    List<String> numbers = new ArrayList<>();
    while (number.find()) {
      numbers.add(number.group());
    }
    return numbers;
  }

  /** Whose number this may be: one that is sure, or candidates, the likelier first. */
  static Guess carrierOf(String number) {
    for (Form form : FORMS) {
      if (form.decisive() && form.pattern().matcher(number).matches()) {
        return new Guess(List.of(form.carrier()), true);
      }
    }
    if (isPostal(number)) {
      return new Guess(List.of("ems"), true);
    }
    return new Guess(
        FORMS.stream()
            .filter(form -> form.pattern().matcher(number).matches())
            .map(Form::carrier)
            .distinct()
            .toList(),
        false);
  }

  /** The Universal Postal Union's S10: two letters, eight digits and their check digit, a country. */
  static boolean isPostal(String number) {
    if (!number.matches("[A-Z]{2}\\d{9}[A-Z]{2}")) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < S10_WEIGHTS.length; i++) {
      sum += S10_WEIGHTS[i] * (number.charAt(i + 2) - '0');
    }
    int check = 11 - sum % 11;
    return number.charAt(10) - '0' == (check == 10 ? 0 : check == 11 ? 5 : check);
  }

  /**
   * Whose number it may be.
   *
   * @param sure whether the first is decided
   */
  record Guess(List<String> carriers, boolean sure) {}
}
