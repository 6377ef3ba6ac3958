package cn.huitouke.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The console speaks two languages, both in full. */
class WordsTest {

  private static final Path TEMPLATES = Path.of("src/main/resources/templates");
  private static final Pattern KEY = Pattern.compile("#\\{([a-zA-Z0-9.-]+)[(}]");
  private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");

  @Test
  void bothLanguagesSayTheSameThings() {
    assertThat(words("console.properties").stringPropertyNames())
        .isEqualTo(words("console_en.properties").stringPropertyNames());
  }

  @Test
  void noSentenceIsEmptyAndEachTakesTheSameValues() {
    Properties chinese = words("console.properties");
    Properties english = words("console_en.properties");
    for (String key : chinese.stringPropertyNames()) {
      assertThat(chinese.getProperty(key)).as(key).isNotBlank();
      assertThat(english.getProperty(key)).as(key).isNotBlank();
      assertThat(places(english.getProperty(key)))
          .as(key)
          .isEqualTo(places(chinese.getProperty(key)));
    }
  }

  private static Set<String> places(String sentence) {
    Set<String> places = new TreeSet<>();
    Pattern.compile("\\{\\d}").matcher(sentence).results().forEach(r -> places.add(r.group()));
    return places;
  }

  @Test
  void everythingThatPagesSayIsPutIntoWords() throws IOException {
    Set<String> known = words("console.properties").stringPropertyNames();
    try (Stream<Path> pages = Files.walk(TEMPLATES)) {
      pages
          .filter(page -> page.toString().endsWith(".html"))
          .forEach(
              page ->
                  assertThat(
                          KEY.matcher(read(page)).results().map(found -> found.group(1)).toList())
                      .as(page.toString())
                      .allMatch(known::contains));
    }
  }

  @Test
  void pagesHaveNoWordsAndNoScriptOfTheirOwn() throws IOException {
    try (Stream<Path> pages = Files.walk(TEMPLATES)) {
      pages
          .filter(page -> page.toString().endsWith(".html"))
          .forEach(
              page -> {
                String text = read(page).replace(">中文<", "><");
                assertThat(CHINESE.matcher(text).find()).as(page + " has Chinese").isFalse();
                assertThat(text)
                    .as(page.toString())
                    .doesNotContain("th:utext", " style=", "onclick", "<script>", "th:inline");
              });
    }
  }

  private static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Properties words(String file) {
    Properties words = new Properties();
    try (Reader in =
        new InputStreamReader(
            Objects.requireNonNull(WordsTest.class.getResourceAsStream("/messages/" + file)),
            StandardCharsets.UTF_8)) {
      words.load(in);
      return words;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
