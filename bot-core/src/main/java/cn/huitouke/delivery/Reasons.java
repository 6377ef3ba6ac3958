package cn.huitouke.delivery;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The why of a letter in words, from {@code templates/LANGUAGE/why/RULE.mustache}. Operators read it,
 * in either language; customers never do.
 */
final class Reasons {

  private static final Logger log = LoggerFactory.getLogger(Reasons.class);
  private static final ZoneId SHOP = ZoneId.of("Asia/Shanghai");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm");

  /** The same reason in both languages. */
  record Sentence(String chinese, String english) {}

  private final Map<String, Template> templates = new ConcurrentHashMap<>();

  Sentence explain(Why why, String because, Instant until, int attempts) {
    Map<String, Object> values = new HashMap<>();
    values.put("about", why.about());
    values.put("because", new Why("", because).about());
    values.put("until", TIME.format(until.atZone(SHOP)));
    values.put("attempts", attempts);
    return new Sentence(say("zh", why, values), say("en", why, values));
  }

  private String say(String language, Why why, Map<String, Object> values) {
    Optional<Why> earlier = earlier(why).filter(held -> !held.rule().equals("planned"));
    if (earlier.isPresent()) {
      values.put("about", earlier.get().about());
      values.put("waited", true);
      values.put("earlier", say(language, earlier.get().rule(), values));
    }
    return say(language, why.rule(), values);
  }

  /** What expired names what had held it until then: {@code RULE|ABOUT}. */
  static Optional<Why> earlier(Why why) {
    int bar = why.about().indexOf(Why.EARLIER);
    return why.rule().equals("expired") && bar >= 0
        ? Optional.of(new Why(why.about().substring(0, bar), why.about().substring(bar + 1)))
        : Optional.empty();
  }

  private String say(String language, String rule, Map<String, Object> values) {
    return templates
        .computeIfAbsent(language + "/why/" + rule, Reasons::load)
        .execute(values)
        .strip();
  }

  private static Template load(String path) {
    try (InputStream file = Reasons.class.getResourceAsStream("/templates/" + path + ".mustache")) {
      if (file == null) {
        log.warn("There is no template {}", path);
        return compile(path.substring(path.lastIndexOf('/') + 1) + " {{about}}");
      }
      return compile(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Template compile(String text) {
    return Mustache.compiler().escapeHTML(false).defaultValue("").compile(text);
  }
}
