package cn.huitouke.care;

import java.util.List;
import java.util.Locale;

/** Words that a product's title, variant or article number may hold; without any, every one fits. */
record Words(List<String> any, List<String> none) {

  static final Words EVERY = new Words(List.of(), List.of());

  Words {
    any = lower(any);
    none = lower(none);
  }

  boolean fits(Purchase.Line line) {
    String text = (line.title() + ' ' + line.sku() + ' ' + line.code()).toLowerCase(Locale.ROOT);
    return (any.isEmpty() || any.stream().anyMatch(text::contains))
        && none.stream().noneMatch(text::contains);
  }

  boolean isEvery() {
    return any.isEmpty() && none.isEmpty();
  }

  private static List<String> lower(List<String> words) {
    return words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
  }
}
