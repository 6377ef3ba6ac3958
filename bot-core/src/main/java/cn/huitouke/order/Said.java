package cn.huitouke.order;

import cn.huitouke.understanding.Intent;
import cn.huitouke.understanding.Understood;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What of a message matters for binding. */
final class Said {

  private static final int MOST_ORDERS = 5;

  /** Order numbers of Pinduoduo and Youzan, which are not digits only. */
  private static final Pattern OTHER_NUMBERS =
      Pattern.compile("(?<![A-Z0-9])(?:\\d{6}-\\d{12,15}|E\\d{17,24})(?![A-Z0-9])");

  private static final Pattern TAIL = Pattern.compile("(?<![A-Z0-9.-])\\d{4}(?![A-Z0-9.])");
  private static final Pattern PHONE = Pattern.compile("(?<!\\d)1\\d{10}(?!\\d)");
  private static final Pattern AMOUNT =
      Pattern.compile("(?<![A-Z0-9.])\\d{1,6}(?:\\.\\d{1,2})?(?![A-Z0-9.])");
  private static final Pattern GIVES_UP =
      Pattern.compile("不知道|不记得|记不得|记不住|忘了|忘记|不清楚|找不到|没有了|不晓得|看不到");

  private final String text;
  private final Understood understood;

  Said(Understood understood) {
    this.understood = understood;
    this.text = understood.text().toUpperCase(Locale.ROOT);
  }

  String text() {
    return text;
  }

  /** Chinese without a digit or a Latin letter: no number, code, phone or amount can be in it. */
  boolean isOfWordsOnly() {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9' || c >= 'A' && c <= 'Z') {
        return false;
      }
    }
    return true;
  }

  /** The order numbers; digits that may be a waybill only when the customer calls them an order. */
  List<String> orders() {
    Set<String> numbers = new LinkedHashSet<>();
    Matcher other = OTHER_NUMBERS.matcher(text);
    while (other.find()) {
      numbers.add(other.group());
    }
    if (!numbers.isEmpty()) {
      return List.copyOf(numbers);
    }
    boolean calledOrder = understood.intent() == Intent.ORDER_NUMBER_GIVEN || text.contains("订单");
    List<String> waybills = understood.slots().waybillNumbers();
    understood.slots().orderNumbers().stream()
        .filter(number -> calledOrder || !waybills.contains(number))
        .forEach(numbers::add);
    if (calledOrder) {
      waybills.stream().filter(number -> number.matches("\\d{12,15}")).forEach(numbers::add);
    }
    return numbers.stream().limit(MOST_ORDERS).toList();
  }

  /** The different phones and tails in it. Several are several guesses. */
  Set<String> tails(boolean awaited) {
    Set<String> tails = new LinkedHashSet<>(understood.slots().phones());
    understood.slots().tails().stream()
        .filter(tail -> tails.stream().noneMatch(phone -> phone.endsWith(tail)))
        .toList()
        .forEach(tails::add);
    if (tails.isEmpty()) {
      add(tails, PHONE);
    }
    if (tails.isEmpty() && awaited) {
      add(tails, TAIL);
    }
    return tails;
  }

  private void add(Set<String> found, Pattern pattern) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group());
    }
  }

  /** The one amount in it; none when there are several. */
  List<BigDecimal> amounts(boolean awaited) {
    Set<String> amounts = new LinkedHashSet<>(understood.slots().amounts());
    if (amounts.isEmpty() && awaited) {
      add(amounts, AMOUNT);
    }
    return amounts.stream().filter(a -> AMOUNT.matcher(a).matches()).map(BigDecimal::new).toList();
  }

  boolean givesUp() {
    return GIVES_UP.matcher(text).find();
  }
}
