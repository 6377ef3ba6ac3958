package cn.huitouke.conversation;

import cn.huitouke.delivery.Setback;
import cn.huitouke.desk.Briefing;
import cn.huitouke.desk.Desk;
import cn.huitouke.desk.Fact;
import cn.huitouke.wording.Wording;
import java.util.Map;
import java.util.Optional;

/** A form that the platform does not take is a task for a person: one a form, not one a letter. */
final class FormTrouble implements Setback.Listener {

  static final String KIND = "form-refused";

  private final Desk desk;
  private final Wording wording;

  FormTrouble(Desk desk, Wording wording) {
    this.desk = desk;
    this.wording = wording;
  }

  @Override
  public void hears(Setback setback) {
    Map<String, Object> values =
        Map.of(
            "form", setback.form(),
            "channel", setback.channel().toString(),
            "wire", setback.wire().name(),
            "detail", setback.detail());
    desk.open(
        KIND + ":" + setback.channel() + ":" + setback.form(),
        KIND,
        Optional.of(setback.customer()),
        new Briefing(
            wording.say("conversation/desk-form-refused", values),
            wording.say("conversation/desk-form-refused-detail", values),
            Map.of(
                Fact.ACCOUNT, setback.channel().toString(),
                Fact.WIRE, setback.wire().name(),
                Fact.PLATFORM_SAYS, setback.detail())));
  }
}
