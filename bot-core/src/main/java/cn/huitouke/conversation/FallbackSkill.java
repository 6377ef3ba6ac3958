package cn.huitouke.conversation;

import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Peer;
import cn.huitouke.understanding.Understood;
import cn.huitouke.wording.Wording;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Answers what nobody else does: politely, briefly, or with silence. */
final class FallbackSkill implements Skill {

  /** What closes an exchange. Answering it would keep the customer typing. */
  private static final Pattern ACKNOWLEDGED =
      Pattern.compile(
          "(好|好的|好吧|好滴|好哒|嗯|嗯嗯|哦|噢|行|行吧|可以|收到|知道了|明白|明白了|了解|ok|okay|okk|没事|没事了|不用了|1)"
              + "[。.!！~～]*",
          Pattern.CASE_INSENSITIVE);

  private static final Duration LATELY = Duration.ofMinutes(10);
  private static final String SAID = "fallback:said";

  private final Wording wording;

  FallbackSkill(Wording wording) {
    this.wording = wording;
  }

  @Override
  public String name() {
    return "fallback";
  }

  @Override
  public boolean speaksInGroups() {
    return true;
  }

  @Override
  public Verdict consider(Turn turn) {
    return switch (turn.event()) {
      case InboundEvent.Followed _ -> say("conversation/welcome");
      case InboundEvent.MessageReceived message -> answer(turn, message);
      case InboundEvent.MenuTapped menu ->
          menu.opensWindow() ? say("conversation/offer") : Verdict.pass();
      default -> Verdict.pass();
    };
  }

  private Verdict answer(Turn turn, InboundEvent.MessageReceived message) {
    if (message.peer().kind() == Peer.Kind.GROUP) {
      return say("conversation/in-group");
    }
    Optional<Understood> understood = turn.understood().filter(words -> !words.text().isEmpty());
    if (understood.isEmpty()) {
      return say("conversation/not-text");
    }
    if (ACKNOWLEDGED.matcher(understood.get().text()).matches()) {
      return new Verdict.Silence("acknowledged");
    }
    return switch (understood.get().intent()) {
      case THANKS -> say("conversation/you-are-welcome");
      case PRAISE -> say("conversation/praise");
      case GREETING -> say("conversation/hello");
      default -> whatICanDo(turn);
    };
  }

  private Verdict whatICanDo(Turn turn) {
    boolean again = turn.session().note(SAID).isPresent();
    turn.session().note(SAID, "1", LATELY);
    return say(again ? "conversation/still-not-understood" : "conversation/what-i-can-do");
  }

  private Verdict say(String template) {
    return Verdict.say(wording.say(template, Map.of()));
  }
}
