package cn.huitouke.conversation;

import cn.huitouke.desk.Briefing;
import cn.huitouke.desk.Desk;
import cn.huitouke.desk.Fact;
import cn.huitouke.understanding.Intent;
import cn.huitouke.understanding.Understood;
import cn.huitouke.wording.Wording;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Calls a person, and says honestly when one will be there. */
final class HandoffSkill implements Skill {

  private static final ZoneId SHOP = ZoneId.of("Asia/Shanghai");
  private static final Pattern A_PERSON =
      Pattern.compile("转?(接)?人工(客服|服务)?|(找|要|叫|换)(个)?(真人|人工|活人|客服)|真人客服");
  private static final int QUOTED = 60;

  private final Desk desk;
  private final Wording wording;
  private final ConversationSettings settings;

  HandoffSkill(Desk desk, Wording wording, ConversationSettings settings) {
    this.desk = desk;
    this.wording = wording;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "wants-a-person";
  }

  @Override
  public Verdict consider(Turn turn) {
    if (turn.understood().filter(HandoffSkill::wantsPerson).isEmpty()) {
      return Verdict.pass();
    }
    Map<String, Object> values = when(turn);
    String whole = turn.understood().orElseThrow().text();
    String said = whole.length() > QUOTED ? whole.substring(0, QUOTED) + "…" : whole;
    values.put("said", said);
    boolean open = values.get("open").equals(true);
    desk.open(
        "wants-a-person:" + turn.customer(),
        "wants-a-person",
        Optional.of(turn.customer()),
        new Briefing(
            wording.say("conversation/desk-wants-a-person", values),
            wording.say("conversation/desk-wants-a-person-detail", values),
            Map.of(
                Fact.SAID, said,
                Fact.ANSWER_WITHIN, open ? settings.deskAnswersWithin().toString() : "",
                Fact.OPENS, open ? "" : settings.deskOpens().toString())));
    return Verdict.say(wording.say("conversation/a-person-comes", values));
  }

  private static boolean wantsPerson(Understood understood) {
    return understood.intent() == Intent.HUMAN_HANDOFF && understood.sure()
        || A_PERSON.matcher(understood.text()).matches();
  }

  private Map<String, Object> when(Turn turn) {
    LocalTime time = turn.now().atZone(SHOP).toLocalTime();
    boolean open = !time.isBefore(settings.deskOpens()) && time.isBefore(settings.deskCloses());
    Duration within = settings.deskAnswersWithin();
    Map<String, Object> values = new HashMap<>();
    values.put("open", open);
    values.put("tomorrow", !open && !time.isBefore(settings.deskCloses()));
    values.put("minutes", within.toMinutes());
    values.put("opens", settings.deskOpens().toString());
    return values;
  }
}
