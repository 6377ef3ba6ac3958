package cn.huitouke.care;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shop's table of products: which words in a title make a category, and how a thing is called in
 * a conversation, where its title is a list of search words.
 */
final class Products {

  private static final int LONGEST = 12;

  private final Map<String, Words> categories = new LinkedHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();

  static Products none() {
    return new Products();
  }

  static Products read(Entry file) {
    Products products = new Products();
    file.entry("categories").ifPresent(products::readCategories);
    file.entry("names")
        .ifPresent(
            names ->
                names
                    .keys()
                    .forEach(
                        word ->
                            names.text(word).ifPresent(name -> products.names.put(word, name))));
    file.done();
    return products;
  }

  private void readCategories(Entry entry) {
    for (String name : entry.keys()) {
      entry
          .entry(name)
          .ifPresent(
              one -> {
                Words words = new Words(one.texts("words"), one.texts("not"));
                if (words.any().isEmpty()) {
                  one.fault("words", "is missing", "list the words that make the category " + name);
                }
                one.done();
                categories.put(name, words);
              });
    }
  }

  /** The words meant by {@code products}, {@code category} and {@code not-products} of an entry. */
  Words words(Entry entry) {
    List<String> any = new ArrayList<>(entry.texts("products"));
    List<String> none = new ArrayList<>(entry.texts("not-products"));
    for (String name : entry.texts("category")) {
      Words category = categories.get(name);
      if (category == null) {
        entry.fault(
            "category",
            "names " + name + ", which products.yml does not know",
            "use one of " + categories.keySet() + ", or add it there");
      } else {
        any.addAll(category.any());
        none.addAll(category.none());
      }
    }
    return new Words(any, none);
  }

  /** What a thing is called: by the table, else the first words of its title. */
  String name(Purchase.Line line) {
    return names.entrySet().stream()
        .filter(name -> new Words(List.of(name.getKey()), List.of()).fits(line))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseGet(() -> beginning(line.title()).orElse("宝贝"));
  }

  private static Optional<String> beginning(String title) {
    String plain = title.replaceAll("【[^】]*】|\\[[^]]*]|（[^）]*）|\\([^)]*\\)", " ").strip();
    String first = plain.split("\\s+")[0];
    int length = first.codePointCount(0, first.length());
    return first.isEmpty()
        ? Optional.empty()
        : Optional.of(
            length <= LONGEST ? first : first.substring(0, first.offsetByCodePoints(0, LONGEST)));
  }
}
