package cn.huitouke.wording;

import com.samskivert.mustache.BasicCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * How templates become words: plain text, nothing escaped, values cleaned of control characters. A
 * template reaches the maps it is given and nothing behind them.
 */
final class Pen {

  private static final Set<String> BUILT_IN = Set.of(".", "this", "-first", "-last", "-index");

  /** Control characters but the newline, and those that turn the direction of writing. */
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}&&[^\\n]]|[\\u202A-\\u202E\\u2066-\\u2069\\uFFFE\\uFFFF]");

  private static final Pattern LINE_END_SPACE = Pattern.compile("[ \\t]+\\n");
  private static final Pattern BLANK_LINES = Pattern.compile("\\n{3,}");

  private final Mustache.Compiler compiler;

  /**
   * @param partials finds what {@code {{>name}}} names
   */
  Pen(Mustache.TemplateLoader partials) {
    compiler =
        Mustache.compiler()
            .escapeHTML(false)
            .strictSections(true)
            .emptyStringIsFalse(true)
            .withFormatter(Pen::clean)
            .withLoader(partials)
            .withCollector(
                new BasicCollector() {
                  @Override
                  public <K, V> Map<K, V> createFetcherCache() {
                    return new ConcurrentHashMap<>();
                  }
                });
  }

  /**
   * @throws MustacheException naming the line when it cannot be read
   */
  Template read(String text) {
    return compiler.compile(text);
  }

  /**
   * Fills a template and tidies what came out: no space at line ends, never more than one blank
   * line, none at the ends.
   */
  static String write(Template template, Map<String, ?> values) {
    String written = LINE_END_SPACE.matcher(template.execute(values) + "\n").replaceAll("\n");
    return BLANK_LINES.matcher(written).replaceAll("\n\n").strip();
  }

  private static CharSequence clean(Object value) {
    String text = value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    return CONTROL.matcher(text).replaceAll("");
  }

  /** The sections among the variables of a template and its partials. */
  static Set<String> sections(Template template) {
    Set<String> names = new TreeSet<>();
    template.visit(
        new Mustache.Visitor() {
          @Override
          public void visitText(String text) {}

          @Override
          public void visitVariable(String name) {}

          @Override
          public boolean visitInclude(String name) {
            return true;
          }

          @Override
          public boolean visitSection(String name) {
            names.add(name);
            return true;
          }

          @Override
          public boolean visitInvertedSection(String name) {
            names.add(name);
            return true;
          }
        });
    names.removeAll(BUILT_IN);
    return names;
  }

  /** Every variable and section that a template and its partials name. */
  static Set<String> variables(Template template) {
    Set<String> names = new TreeSet<>();
    template.visit(
        new Mustache.Visitor() {
          @Override
          public void visitText(String text) {}

          @Override
          public void visitVariable(String name) {
            names.add(name);
          }

          @Override
          public boolean visitInclude(String name) {
            return true;
          }

          @Override
          public boolean visitSection(String name) {
            names.add(name);
            return true;
          }

          @Override
          public boolean visitInvertedSection(String name) {
            names.add(name);
            return true;
          }
        });
    names.removeAll(BUILT_IN);
    return names;
  }
}
