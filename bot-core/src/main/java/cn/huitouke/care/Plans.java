package cn.huitouke.care;

import cn.huitouke.care.CareDesk.Adjustment;
import cn.huitouke.care.CareDesk.Standing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** The shop's plans: those that came with the program, and its own files, which go before them. */
final class Plans {

  /** The form of plans that name none. */
  static final String FORM = "care";

  /** Of plans that do not use up what a customer allowed for a question. */
  static final String NO_FORM = "none";

  static final String OWN = "care/plans/";
  private static final String PRODUCTS = "products";
  private static final long EACH = Duration.ofSeconds(2).toNanos();

  private final Map<String, Plan> shipped = new TreeMap<>();
  private final Products products;
  private final String print;
  private volatile Supplier<Map<String, Adjustment>> changes = Map::of;
  private volatile Now now;
  private volatile long asked = System.nanoTime() - EACH;

  /** The plans as they are followed, and what was changed about them. */
  private record Now(Map<String, Plan> plans, Map<String, Adjustment> changes) {}

  /**
   * @param folder the shop's own files; need not exist
   * @throws IllegalStateException naming every fault with its file, key and mend
   */
  Plans(Path folder, Predicate<String> isTemplate, int usualHoldOut, boolean levelsKnown) {
    Map<String, String> texts = new TreeMap<>(came());
    Map<String, String> places = new TreeMap<>();
    texts.keySet().forEach(id -> places.put(id, OWN + id + ".yml"));
    own(folder)
        .forEach(
            (id, text) -> {
              texts.put(id, text);
              places.put(id, folder.resolve(id + ".yml").toString());
            });
    List<String> faults = new ArrayList<>();
    String table = texts.remove(PRODUCTS);
    products =
        table == null
            ? Products.none()
            : Products.read(entry(places.getOrDefault(PRODUCTS, ""), table, faults));
    PlanReader reader = new PlanReader(products, isTemplate, usualHoldOut, levelsKnown);
    texts.forEach(
        (id, text) -> {
          String place = places.getOrDefault(id, id);
          if (!id.matches("[a-z0-9-]{1,40}")) {
            faults.add(
                place
                    + ": its name becomes a part of messages' names. Mend: call it by small"
                    + " letters, digits and dashes.");
          }
          shipped.put(id, reader.read(id, entry(place, text, faults)));
        });
    if (!faults.isEmpty()) {
      throw new IllegalStateException(
          "Care plans cannot be used:\n  " + String.join("\n  ", faults));
    }
    print = print(texts, table == null ? "" : table);
    now = new Now(shipped, Map.of());
  }

  /** From now on asks there what the shop's people changed, whenever it is refreshed. */
  void heed(Supplier<Map<String, Adjustment>> changes) {
    this.changes = changes;
  }

  /** Takes over what was changed on another node, a little later. */
  void refresh() {
    if (System.nanoTime() - asked > EACH) {
      changed();
    }
  }

  /** Takes over what was changed, here or on another node. */
  void changed() {
    asked = System.nanoTime();
    Map<String, Adjustment> latest = changes.get();
    if (latest.equals(now.changes())) {
      return;
    }
    Map<String, Plan> plans = new TreeMap<>(shipped);
    latest.forEach((id, change) -> plans.computeIfPresent(id, (_, plan) -> plan.adjusted(change)));
    now = new Now(plans, latest);
  }

  /** As its file says it. */
  Optional<Plan> shipped(String id) {
    return Optional.ofNullable(shipped.get(id));
  }

  /** The plans whose messages wait until they are let go on. */
  List<String> paused() {
    return now.changes().entrySet().stream()
        .filter(change -> change.getValue().standing() == Standing.PAUSED)
        .map(Map.Entry::getKey)
        .toList();
  }

  Standing standing(Plan plan) {
    if (!plan.enabled()) {
      return Standing.OFF;
    }
    return paused().contains(plan.id()) ? Standing.PAUSED : Standing.ON;
  }

  boolean isChanged(String id) {
    return now.changes().containsKey(id);
  }

  /** Those that are switched on. */
  List<Plan> active() {
    return now.plans().values().stream().filter(Plan::enabled).toList();
  }

  List<Plan> all() {
    return List.copyOf(now.plans().values());
  }

  Optional<Plan> find(String id) {
    return Optional.ofNullable(now.plans().get(id)).filter(Plan::enabled);
  }

  Products products() {
    return products;
  }

  /** Another one when anything in the files is another, or what was changed about when they go. */
  String print() {
    Now is = now;
    if (is.changes().isEmpty()) {
      return print;
    }
    Map<String, String> times = new TreeMap<>();
    is.changes().forEach((id, by) -> times.put(id, by.standing() + "," + by.after() + by.at()));
    return print(times, print);
  }

  private static Entry entry(String file, String text, List<String> faults) {
    try {
      Object read = yaml().load(text);
      if (read instanceof Map<?, ?> map) {
        return new Entry(file, "", map, faults);
      }
      faults.add(file + ": is empty. Mend: write key: value lines, or delete the file.");
    } catch (YAMLException e) {
      faults.add(file + ": cannot be read: " + e.getMessage() + ". Mend: correct that line.");
    }
    return new Entry(file, "", Map.of(), new ArrayList<>());
  }

  /** Every value stays as it is written: 10:30 is no number, and no is no surprise. */
  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    DumperOptions dumper = new DumperOptions();
    return new Yaml(
        new SafeConstructor(options),
        new Representer(dumper),
        dumper,
        options,
        new Resolver() {
          @Override
          protected void addImplicitResolvers() {
            // none
          }
        });
  }

  private static Map<String, String> came() {
    Map<String, String> texts = new TreeMap<>();
    try {
      for (Resource file :
          new PathMatchingResourcePatternResolver().getResources("classpath*:" + OWN + "*.yml")) {
        try (InputStream in = file.getInputStream()) {
          String name = String.valueOf(file.getFilename());
          texts.put(id(name), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The care plans that came with the program are unreadable", e);
    }
    return texts;
  }

  private static Map<String, String> own(Path folder) {
    Map<String, String> texts = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return texts;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yml")).sorted().toList()) {
        texts.put(id(String.valueOf(file.getFileName())), Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + folder, e);
    }
    return texts;
  }

  private static String id(String fileName) {
    return fileName.substring(0, fileName.length() - ".yml".length());
  }

  private static String print(Map<String, String> texts, String table) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((table + texts).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
