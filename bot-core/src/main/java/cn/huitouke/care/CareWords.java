package cn.huitouke.care;

import cn.huitouke.channel.Message;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Segment;
import cn.huitouke.delivery.Lane;
import cn.huitouke.delivery.Letter;
import cn.huitouke.wording.Tone;
import cn.huitouke.wording.Wording;
import cn.huitouke.wording.Workshop;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What a plan says to one customer. */
@Component
class CareWords {

  /** What every template of a plan may use. */
  static final Set<String> VARIABLES =
      Set.of(
          "thing", "things", "several", "guessed", "shop", "tip", "credit", "years", "joined",
          "early");

  private static final int MOST_NAMED = 3;
  private static final int FORM_WORDS = 20;

  private final Plans plans;
  private final Wording wording;
  private final Workshop workshop;
  private final CareSettings settings;
  private final CreditAsking credits;
  private final CareForms forms;

  CareWords(
      Plans plans,
      Wording wording,
      Workshop workshop,
      CareSettings settings,
      CreditAsking credits,
      CareForms forms) {
    this.plans = plans;
    this.wording = wording;
    this.workshop = workshop;
    this.settings = settings;
    this.credits = credits;
    this.forms = forms;
  }

  /**
   * @param together the first gives the letter its name; the others are said in it
   * @param orders what was bought, by number
   */
  Letter letter(Plan plan, List<Due> together, Map<String, Purchase> orders, Manner manner) {
    Due due = together.getFirst();
    Instant now = manner.notBefore();
    Map<String, Object> values = values(plan, together, orders, manner);
    return new Letter(
        new OutboundId(due.letter()),
        due.customer(),
        plan.purpose(),
        Lane.CARE,
        Message.text(wording.say(plan.say(), values)),
        Optional.of(form(plan, due, now)).filter(_ -> !plan.form().equals(Plans.NO_FORM)),
        Optional.empty(),
        now,
        due.worthUntil(),
        "care " + plan.id() + due.order().map(order -> " of order " + order).orElse(""));
  }

  private Map<String, Object> values(
      Plan plan, List<Due> together, Map<String, Purchase> orders, Manner manner) {
    Due due = together.getFirst();
    List<String> things =
        together.stream().map(Due::thing).filter(thing -> !thing.isEmpty()).distinct().toList();
    Map<String, Object> values = new HashMap<>();
    values.put("thing", due.thing());
    values.put("things", listed(things));
    values.put("several", things.size() > 1);
    values.put("guessed", due.guessed());
    values.put("shop", settings.shopName());
    values.put("years", years(manner.notBefore()));
    values.put("joined", manner.joined());
    values.put("early", manner.early());
    values.put("tip", "");
    values.put("credit", "");
    values.put("tip", tip(plan, due, orders, values));
    values.put("credit", plan.asksCredit() && manner.leaves() ? credit(due, plan, manner) : "");
    return values;
  }

  /** As a made-up customer would read it, who bought this. */
  CareDesk.Preview preview(Plan plan, String thing) {
    Purchase.Line line = new Purchase.Line(thing, "", "", 1);
    Optional<Plan.Tip> tip =
        plan.tips().stream()
            .filter(one -> one.products().fits(line))
            .findFirst()
            .or(() -> plan.tips().stream().findFirst());
    return new CareDesk.Preview(
        sample(plan, tip, thing, Tone.COURTEOUS),
        sample(plan, tip, thing, Tone.AFFECTIONATE),
        workshop.tone() == Tone.AFFECTIONATE,
        plan.brief(),
        plan.tips().stream()
            .map(
                one ->
                    new CareDesk.TipView(
                        String.join("、", one.products().any().stream().limit(4).toList()),
                        one.say(),
                        workshop.inTone(workshop.tone(), one.say(), samples(plan, thing))))
            .toList());
  }

  private String sample(Plan plan, Optional<Plan.Tip> tip, String thing, Tone tone) {
    Map<String, Object> values = samples(plan, thing);
    values.put("tip", tip.map(one -> workshop.inTone(tone, one.say(), values)).orElse(""));
    if (plan.asksCredit() && credits.asksAtAll()) {
      String link = settings.creditPage().isBlank() ? "https://…" : settings.creditPage();
      values.put(
          "credit",
          workshop.inTone(
              tone, "care/ask-credit", Map.of("link", link, "thing", values.get("thing"))));
    }
    return workshop.inTone(tone, plan.say(), values);
  }

  private Map<String, Object> samples(Plan plan, String thing) {
    boolean named = plan.on().ofAnOrder() || plan.on() == Occasion.NEW_PRODUCT;
    Map<String, Object> values = new HashMap<>();
    values.put("thing", named ? thing : "");
    values.put("things", named ? thing : "");
    values.put("several", false);
    values.put("guessed", false);
    values.put("shop", settings.shopName());
    values.put("years", "3");
    values.put("tip", "");
    values.put("credit", "");
    values.put("joined", false);
    values.put("early", false);
    return values;
  }

  private static String listed(List<String> things) {
    return things.size() <= MOST_NAMED
        ? String.join("、", things)
        : String.join("、", things.subList(0, MOST_NAMED)) + "等";
  }

  private String years(Instant now) {
    int today = now.atZone(settings.zone()).getYear();
    return settings.founded().map(day -> String.valueOf(today - day.getYear())).orElse("");
  }

  /** The tip for the thing that is named; else for anything else in the order. */
  private String tip(Plan plan, Due due, Map<String, Purchase> orders, Map<String, Object> values) {
    List<Purchase.Line> lines =
        due.order().map(orders::get).map(order -> plan.when().fitting(order)).orElse(List.of());
    List<Purchase.Line> named =
        lines.stream().filter(line -> plans.products().name(line).equals(due.thing())).toList();
    return tip(plan, named, values).or(() -> tip(plan, lines, values)).orElse("");
  }

  private Optional<String> tip(Plan plan, List<Purchase.Line> lines, Map<String, Object> values) {
    return plan.tips().stream()
        .filter(tip -> lines.stream().anyMatch(tip.products()::fits))
        .findFirst()
        .map(tip -> wording.say(tip.say(), values));
  }

  private String credit(Due due, Plan plan, Manner manner) {
    return credits.within(due.customer(), due.thing(), manner.notBefore()).orElse("");
  }

  /** The same for wires that carry forms only. */
  private Segment.Form form(Plan plan, Due due, Instant now) {
    String title = due.thing().isEmpty() ? settings.shopName() : due.thing();
    return new Segment.Form(
        forms.of(plan),
        Map.of(
            "title", shortened(title),
            "content", shortened(plan.brief()),
            "shop", shortened(settings.shopName()),
            "time",
                now.atZone(settings.zone())
                    .toLocalDateTime()
                    .withNano(0)
                    .toString()
                    .replace('T', ' ')
                    .substring(0, 16)),
        Optional.empty());
  }

  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= FORM_WORDS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, FORM_WORDS));
  }
}
