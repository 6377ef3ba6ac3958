package cn.huitouke.wording;

import cn.huitouke.wording.Shelf.Sheet;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shop's voice, from Mustache files. An edit is heard half a second later; a broken edit is
 * logged, and the last good version goes on speaking.
 */
public final class Templates implements Wording, Workshop {

  private static final Logger LOG = LoggerFactory.getLogger(Templates.class);

  /** Looking at the files for every sentence would cost more than the sentence. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final Shelf shelf;
  private final Optional<Path> folder;
  private final long betweenLooks;
  private final Map<String, Set<String>> declared = new TreeMap<>();
  private final Map<String, String> owners = new HashMap<>();
  private final Map<String, Page> pages = new ConcurrentHashMap<>();

  /**
   * A template ready to be filled.
   *
   * @param stamps of the files it was read from
   * @param blank what it says where it is given nothing: always the same, so written once
   * @param looked when the files were looked at last, by {@link System#nanoTime()}
   */
  private record Page(
      Template template,
      Map<String, String> stamps,
      AtomicReference<@Nullable String> blank,
      AtomicLong looked) {

    Page(Template template, Map<String, String> stamps) {
      this(template, stamps, new AtomicReference<>(), new AtomicLong(System.nanoTime()));
    }

    String say(Map<String, ?> values) {
      if (!values.isEmpty()) {
        return Pen.write(template, values);
      }
      String known = blank.get();
      if (known == null) {
        known = Pen.write(template, values);
        blank.set(known);
      }
      return known;
    }
  }

  /**
   * @param folder the shop's own templates, holding {@code zh/}; they go before those of the program
   * @param tone how customers are addressed
   * @param sayings what the modules say; all of it is checked here
   * @throws IllegalStateException naming every fault and its mend
   */
  public Templates(Optional<Path> folder, Tone tone, List<Sayings> sayings) {
    this(folder, tone, sayings, BETWEEN_LOOKS);
  }

  /**
   * @param betweenLooks how long an edit may go unnoticed
   */
  Templates(Optional<Path> folder, Tone tone, List<Sayings> sayings, Duration betweenLooks) {
    this.betweenLooks = betweenLooks.toNanos();
    this.folder = folder;
    shelf = new Shelf(folder, tone);
    sayings.forEach(
        module ->
            module
                .templates()
                .forEach(
                    (template, variables) -> {
                      owners.put(template, module.module());
                      declared.merge(template, variables, Templates::both);
                    }));
    List<String> faults = new ArrayList<>();
    declared.keySet().forEach(template -> check(template, faults));
    if (!faults.isEmpty()) {
      throw new IllegalStateException(
          "Templates cannot be used:\n  " + String.join("\n  ", faults));
    }
  }

  private static Set<String> both(Set<String> some, Set<String> others) {
    Set<String> all = new TreeSet<>(some);
    all.retainAll(others);
    return all;
  }

  private void check(String template, List<String> faults) {
    try {
      pages.put(template, read(template));
    } catch (IllegalArgumentException e) {
      faults.add(e.getMessage());
    }
  }

  @Override
  public String say(String template, Map<String, ?> values) {
    try {
      return page(template).say(values);
    } catch (MustacheException.Context e) {
      throw new IllegalArgumentException(
          "Template " + template + " uses {{" + e.key + "}}, which was not given", e);
    } catch (MustacheException e) {
      throw new IllegalArgumentException("Template " + template + ": " + e.getMessage(), e);
    }
  }

  private Page page(String template) {
    Page known = pages.get(template);
    if (known == null) {
      return pages.computeIfAbsent(template, this::read);
    }
    long now = System.nanoTime();
    if (now - known.looked().get() < betweenLooks) {
      return known;
    }
    known.looked().set(now);
    if (stamps(known.stamps().keySet()).equals(known.stamps())) {
      return known;
    }
    Page edited = edited(template, known);
    pages.put(template, edited);
    return edited;
  }

  private Page edited(String template, Page known) {
    try {
      return read(template);
    } catch (IllegalArgumentException e) {
      LOG.warn("An edit is not used, the version before it is: {}", e.getMessage());
      return new Page(known.template(), stamps(known.stamps().keySet()));
    }
  }

  private Map<String, String> stamps(Set<String> templates) {
    Map<String, String> stamps = new HashMap<>();
    templates.forEach(template -> stamps.put(template, shelf.stamp(template)));
    return stamps;
  }

  /**
   * @throws IllegalArgumentException naming the fault and its mend
   */
  private Page read(String name) {
    Map<String, String> stamps = new HashMap<>();
    stamps.put(name, shelf.stamp(name));
    Sheet sheet =
        shelf
            .read(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "templates/zh/"
                            + name
                            + ".mustache is missing. Mend: restore the file, or the program's"
                            + " jar."));
    try {
      Template template = pen(stamps).read(sheet.text());
      Set<String> used = Pen.variables(template);
      checkNames(name, sheet, used);
      return new Page(template, stamps);
    } catch (MustacheException e) {
      throw new IllegalArgumentException(
          sheet.place() + " cannot be read: " + e.getMessage() + ". Mend: correct that line.", e);
    }
  }

  /** Notes whose stamps it read on the way. */
  private Pen pen(Map<String, String> stamps) {
    return new Pen(
        partial -> {
          stamps.put(partial, shelf.stamp(partial));
          return new StringReader(shelf.read(partial).orElseThrow(() -> lost(partial)).text());
        });
  }

  private static MustacheException lost(String partial) {
    return new MustacheException("{{>" + partial + "}} names a file that is not there");
  }

  private void checkNames(String name, Sheet sheet, Set<String> used) {
    Set<String> given = declared.get(name);
    if (given == null) {
      return;
    }
    Set<String> unknown = new TreeSet<>(used);
    unknown.removeIf(
        variable -> given.contains(variable) || given.contains(variable.split("\\.")[0]));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          sheet.place()
              + " uses "
              + unknown
              + ", which "
              + owners.get(name)
              + " does not supply. Mend: use only "
              + new TreeSet<>(given)
              + ".");
    }
  }

  @Override
  public List<Piece> pieces() {
    return declared.keySet().stream().map(this::piece).flatMap(Optional::stream).toList();
  }

  @Override
  public Optional<Piece> piece(String name) {
    Set<String> supplied = declared.get(name);
    if (supplied == null) {
      return Optional.empty();
    }
    String original = shelf.original(name).map(Sheet::text).orElse("");
    String text = shelf.read(name).map(Sheet::text).orElse(original);
    Set<String> sections;
    try {
      sections = Pen.sections(pen(new HashMap<>()).read(text));
    } catch (MustacheException e) {
      sections = Set.of(); // somebody edited the file by hand
    }
    return Optional.of(
        new Piece(
            name,
            owners.getOrDefault(name, ""),
            new TreeSet<>(supplied),
            sections,
            text.strip(),
            original.strip()));
  }

  @Override
  public Optional<Fault> fault(String name, String text) {
    try {
      Set<String> unknown = new TreeSet<>(Pen.variables(pen(new HashMap<>()).read(text)));
      Set<String> given = declared.getOrDefault(name, Set.of());
      unknown.removeIf(
          variable -> given.contains(variable) || given.contains(variable.split("\\.")[0]));
      return unknown.isEmpty() ? Optional.empty() : Optional.of(new Fault(unknown, ""));
    } catch (MustacheException e) {
      return Optional.of(new Fault(Set.of(), String.valueOf(e.getMessage())));
    }
  }

  @Override
  public String tryOut(String name, String text, Map<String, ?> values) {
    refuse(name, text);
    try {
      return Pen.write(pen(new HashMap<>()).read(text), values);
    } catch (MustacheException e) {
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Tone tone() {
    return shelf.tone();
  }

  @Override
  public String inTone(Tone tone, String name, Map<String, ?> values) {
    Shelf side = new Shelf(folder, tone);
    Pen pen = new Pen(partial -> new StringReader(on(side, partial)));
    try {
      return Pen.write(pen.read(on(side, name)), values);
    } catch (MustacheException e) {
      throw new IllegalArgumentException("Template " + name + ": " + e.getMessage(), e);
    }
  }

  private static String on(Shelf side, String name) {
    return side.read(name).orElseThrow(() -> lost(name)).text();
  }

  @Override
  public void save(String name, String text) {
    refuse(name, text);
    shelf.put(name, text.strip() + "\n");
    pages.remove(name);
  }

  private void refuse(String name, String text) {
    if (!declared.containsKey(name) || fault(name, text).isPresent()) {
      throw new IllegalArgumentException("This text cannot be used for " + name);
    }
  }
}
