package cn.huitouke.care;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.desk.Briefing;
import cn.huitouke.desk.Desk;
import cn.huitouke.desk.Fact;
import cn.huitouke.schedule.Sweep;
import cn.huitouke.wording.Wording;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Notices what is not said: a doubtful sign and then nothing more, a promise and then no answer. */
@Component
class SilenceRound implements Sweep {

  private static final int MOST = 200;

  private final NoteBook notes;
  private final Troubles troubles;
  private final Desk desk;
  private final Wording wording;
  private final CareSettings settings;

  SilenceRound(
      NoteBook notes, Troubles troubles, Desk desk, Wording wording, CareSettings settings) {
    this.notes = notes;
    this.troubles = troubles;
    this.desk = desk;
    this.wording = wording;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "care-silence";
  }

  @Override
  public String cron() {
    return "0 20 9-20 * * ?";
  }

  @Override
  public void run(Instant now) {
    for (CareNote note : notes.silentSince(now.minus(settings.silenceAfter()), MOST)) {
      if (!troubles.isOpen(note.customer())) {
        open("care-silence", note.customer(), values(note), facts(note));
      }
    }
    for (CustomerId customer : troubles.overdue(now, MOST)) {
      open(
          "care-overdue",
          customer,
          Map.of("hours", settings.caseAnswersWithin().toHours(), "customer", customer.toString()),
          Map.of(Fact.ANSWER_WITHIN, settings.caseAnswersWithin().toString()));
    }
  }

  private Map<String, Object> values(CareNote note) {
    Map<String, Object> values = new HashMap<>();
    values.put("thing", note.thing());
    values.put("words", note.words());
    values.put("photo", note.photo());
    values.put("order", note.order().orElse(""));
    values.put("days", settings.silenceAfter().toDays());
    return values;
  }

  private Map<Fact, String> facts(CareNote note) {
    return Map.of(
        Fact.WHY, note.words().isEmpty() ? "picture" : "",
        Fact.THING, note.thing(),
        Fact.SAID, note.words(),
        Fact.ORDERS, note.order().orElse(""),
        Fact.SILENT_FOR, settings.silenceAfter().toString());
  }

  private void open(
      String kind, CustomerId customer, Map<String, Object> values, Map<Fact, String> facts) {
    String template = "care/desk-" + kind.substring("care-".length());
    desk.open(
        kind + ":" + customer,
        kind,
        Optional.of(customer),
        new Briefing(
            wording.say(template, values), wording.say(template + "-detail", values), facts));
  }
}
