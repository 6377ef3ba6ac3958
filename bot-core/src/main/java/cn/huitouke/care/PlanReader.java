package cn.huitouke.care;

import cn.huitouke.channel.Purpose;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Reads a plan from its file. */
final class PlanReader {

  private static final int BRIEF = 20;
  private static final Duration YEARS = Duration.ofDays(3 * 365);

  private final Products products;
  private final Predicate<String> isTemplate;
  private final int usualHoldOut;
  private final boolean levelsKnown;

  /**
   * @param isTemplate whether there is a template of that name
   * @param usualHoldOut the share where a plan says nothing
   * @param levelsKnown whether somebody can say which VIP level a customer has
   */
  PlanReader(
      Products products, Predicate<String> isTemplate, int usualHoldOut, boolean levelsKnown) {
    this.products = products;
    this.isTemplate = isTemplate;
    this.usualHoldOut = usualHoldOut;
    this.levelsKnown = levelsKnown;
  }

  /** The plan; what is wrong with it is among the entry's faults, and then it must not be used. */
  Plan read(String id, Entry entry) {
    Occasion on = event(entry);
    Duration after = entry.span("after", Duration.ZERO);
    Plan plan =
        new Plan(
            id,
            entry.text("name", id),
            entry.flag("enabled", true),
            on,
            after,
            entry.read("at", PlanReader::time, "write a time of the day like \"10:30\""),
            guess(entry, on),
            day(entry, on),
            quiet(entry, on),
            lives(entry, on),
            launches(entry, on),
            entry.span("bought-within", YEARS),
            condition(entry, on),
            template(entry, "say"),
            brief(entry),
            tips(entry),
            entry.flag("question", false),
            entry.flag("ask-credit", false),
            entry.text("form", Plans.FORM),
            purpose(entry),
            early(entry),
            worth(entry),
            causes(entry),
            entry.number("priority", 50, 0, 100),
            entry.number("hold-out", usualHoldOut, 0, 50));
    entry.done();
    return plan;
  }

  private static Occasion event(Entry entry) {
    Set<String> words =
        Arrays.stream(Occasion.values()).map(Occasion::word).collect(Collectors.toSet());
    if (!entry.has("event")) {
      entry.fault("event", "is missing", "say what the plan waits for: " + words);
    }
    return entry
        .read(
            "event",
            text -> Arrays.stream(Occasion.values()).filter(o -> o.word().equals(text)).findFirst(),
            "use one of " + words)
        .orElse(Occasion.PAID);
  }

  private static Optional<LocalTime> time(String text) {
    try {
      return Optional.of(LocalTime.parse(text.length() == 4 ? "0" + text : text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean guess(Entry entry, Occasion on) {
    return entry
        .read(
            "if-unsigned",
            text ->
                switch (text) {
                  case "guess" -> Optional.of(true);
                  case "wait" -> Optional.of(false);
                  default -> Optional.<Boolean>empty();
                },
            "write guess (go by the expected arrival) or wait (until it is signed for)")
        .orElse(on == Occasion.PRODUCT_LIFE);
  }

  private static Optional<CalendarDay> day(Entry entry, Occasion on) {
    Optional<CalendarDay> day =
        entry.read(
            "day",
            CalendarDay::read,
            "write solar-1-1, lunar-8-15, new-years-eve, term-冬至, shop-anniversary or birthday");
    if (on == Occasion.CALENDAR && !entry.has("day")) {
      entry.fault("day", "is missing", "say which day: for example lunar-8-15");
    }
    if (day.filter(Festivals::isMourning).isPresent()) {
      entry.fault("day", "is a day of mourning", "choose another day: nobody is greeted on it");
    }
    return day;
  }

  private static Plan.Quiet quiet(Entry entry, Occasion on) {
    double factor =
        entry
            .read(
                "factor",
                text ->
                    text.matches("\\d{1,2}(\\.\\d{1,2})?")
                        ? Optional.of(Double.parseDouble(text)).filter(f -> f >= 1)
                        : Optional.<Double>empty(),
                "write a number of 1 or more, for example 1.5")
            .orElse(1.5);
    Duration atLeast = entry.span("at-least", Duration.ofDays(30));
    if (on != Occasion.QUIET && (entry.has("factor") || entry.has("at-least"))) {
      entry.fault("factor", "and at-least mean nothing here", "leave them to event: quiet");
    }
    return new Plan.Quiet(factor, atLeast);
  }

  private List<Plan.Life> lives(Entry entry, Occasion on) {
    List<Plan.Life> lives =
        entry.entries("life").stream()
            .map(
                life -> {
                  Plan.Life read =
                      new Plan.Life(
                          products.words(life),
                          life.span("lasts", Duration.ofDays(60)),
                          life.span("ahead", Duration.ofDays(7)));
                  life.done();
                  return read;
                })
            .toList();
    if (on == Occasion.PRODUCT_LIFE && lives.isEmpty()) {
      entry.fault("life", "is missing", "say what lasts how long: - {category: 茶叶, lasts: 60d}");
    }
    return lives;
  }

  private List<Plan.Launch> launches(Entry entry, Occasion on) {
    if (on != Occasion.NEW_PRODUCT && entry.has("launches")) {
      entry.fault("launches", "means nothing here", "leave it to event: new-product");
    }
    return entry.entries("launches").stream().map(this::launch).toList();
  }

  private Plan.Launch launch(Entry entry) {
    Optional<LocalDate> since =
        entry.read("since", PlanReader::date, "write a day like 2026-12-01");
    Optional<Entry> with = entry.entry("goes-with");
    Plan.Launch launch =
        new Plan.Launch(
            entry.text("id", ""),
            entry.text("product", ""),
            with.map(products::words).orElse(Words.EVERY),
            since.orElse(LocalDate.EPOCH));
    with.ifPresent(Entry::done);
    if (!launch.id().matches("[a-z0-9-]{1,40}")) {
      entry.fault("id", "is missing", "give it a short name of small letters, digits and dashes");
    }
    if (launch.product().isEmpty() || launch.goesWith().any().isEmpty() || since.isEmpty()) {
      entry.fault(
          "product", "or since or goes-with is missing", "name the product, the day, and whose");
    }
    entry.done();
    return launch;
  }

  private static Optional<LocalDate> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Condition condition(Entry entry, Occasion on) {
    Optional<Entry> when = entry.entry("when");
    if (when.isEmpty()) {
      return Condition.NONE;
    }
    Entry of = when.get();
    Condition condition =
        new Condition(
            products.words(of),
            of.has("first-order") ? Optional.of(of.flag("first-order", true)) : Optional.empty(),
            of.number("min-orders", 0, 0, 100_000),
            of.number("max-orders", Integer.MAX_VALUE, 0, 100_000),
            of.read("min-amount", PlanReader::amount, "write an amount in yuan, for example 99"),
            of.read("max-amount", PlanReader::amount, "write an amount in yuan, for example 99"),
            Set.copyOf(of.texts("sources")),
            Set.copyOf(of.texts("channels")),
            Set.copyOf(of.texts("vip-levels")));
    if (!on.ofAnOrder() && !onlyOfTheCustomer(condition)) {
      of.fault(
          "",
          "asks for things of an order, but " + on.word() + " is about none",
          "keep only min-orders, max-orders, channels and vip-levels");
    }
    if (!condition.vipLevels().isEmpty() && !levelsKnown) {
      of.fault("vip-levels", "cannot be asked for yet", "leave it out: there are no levels");
    }
    of.done();
    return condition;
  }

  private static boolean onlyOfTheCustomer(Condition condition) {
    return condition.products().isEvery()
        && condition.firstOrder().isEmpty()
        && condition.minAmount().isEmpty()
        && condition.maxAmount().isEmpty()
        && condition.sources().isEmpty();
  }

  private static Optional<BigDecimal> amount(String text) {
    return text.matches("\\d{1,8}(\\.\\d{1,2})?")
        ? Optional.of(new BigDecimal(text))
        : Optional.empty();
  }

  private String template(Entry entry, String key) {
    String template = entry.text(key, "");
    if (template.isEmpty()) {
      entry.fault(key, "is missing", "name a template, for example care/quality-1w");
    } else if (!isTemplate.test(template)) {
      entry.fault(
          key,
          "names templates/zh/" + template + ".mustache, which does not exist",
          "write that file, or name another");
    }
    return template;
  }

  private static String brief(Entry entry) {
    String brief = entry.text("brief", "");
    if (brief.isEmpty() || brief.codePointCount(0, brief.length()) > BRIEF) {
      entry.fault(
          "brief",
          brief.isEmpty() ? "is missing" : "is too long",
          "say it in 1 to " + BRIEF + " characters: it goes into notices that take no more");
    }
    return brief;
  }

  private List<Plan.Tip> tips(Entry entry) {
    return entry.entries("tips").stream()
        .map(
            tip -> {
              Plan.Tip read = new Plan.Tip(products.words(tip), template(tip, "say"));
              tip.done();
              return read;
            })
        .toList();
  }

  private static Purpose purpose(Entry entry) {
    return entry
        .read(
            "purpose",
            text ->
                switch (text) {
                  case "care", "community", "marketing" ->
                      Optional.of(Purpose.valueOf(text.toUpperCase(Locale.ROOT)));
                  default -> Optional.<Purpose>empty();
                },
            "write care, community or marketing")
        .orElse(Purpose.CARE);
  }

  private static Duration early(Entry entry) {
    Duration early = entry.span("early", Duration.ZERO);
    if (!early.isZero() && early.compareTo(entry.span("after", Duration.ZERO)) > 0) {
      entry.fault("early", "is longer than after", "it cannot be said before it has begun");
      return Duration.ZERO;
    }
    return early;
  }

  private static Duration worth(Entry entry) {
    Duration worth = entry.span("worth", Duration.ofDays(3));
    if (worth.compareTo(Duration.ofHours(1)) < 0) {
      entry.fault("worth", "is too short", "give it at least 1h to be sent in");
    }
    return worth;
  }

  private static Set<Cause> causes(Entry entry) {
    EnumSet<Cause> causes = EnumSet.noneOf(Cause.class);
    Set<String> words = Arrays.stream(Cause.values()).map(Cause::word).collect(Collectors.toSet());
    for (String word : entry.texts("cancelled-by")) {
      Optional<Cause> cause =
          Arrays.stream(Cause.values()).filter(c -> c.word().equals(word)).findFirst();
      if (cause.isEmpty()) {
        entry.fault("cancelled-by", "names " + word, "use of " + words);
      }
      cause.ifPresent(causes::add);
    }
    return causes;
  }
}
