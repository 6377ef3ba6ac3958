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
          "((好(的|吧|滴|哒|嘞|呢|呀|哦|啊)*|嗯+|恩+|哦+|噢+|喔+|行(吧|的|啊)?|可以(的)?|收到(了|啦)?|(我)?知道(了|啦)|(我)?(明白|了解|懂)(了|啦)?"
              + "|ok(ay|k)?|没事(了|儿|的)?|没问题|不用(了|啦)|不客气|先这样(吧)?|那就这样(吧)?|等(着|等)?(吧|就好)?|不急|不着急|1"
              + "|👌|👍|🙏|😊|😄|🌹|\\[(ok|OK|强|玫瑰|愉快|微笑|合十|抱拳|握手|胜利)])[\\s。.,，!！~～、]*)+",
          Pattern.CASE_INSENSITIVE);

  /** Thanks with some other courtesy around them. */
  private static final Pattern THANKED =
      Pattern.compile(
          ".{0,8}(谢谢|多谢|谢啦|谢了|感谢|辛苦(了|啦|你|您)|麻烦(你|您)?了|thank|thx|3q).{0,8}",
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
          menu.opensWindow() ? gladly("conversation/offer") : Verdict.pass();
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
    String words = understood.get().text().strip();
    if (ACKNOWLEDGED.matcher(words).matches()) {
      return new Verdict.Silence("acknowledged", Verdict.Mood.CONTENT);
    }
    if (courteous(understood.get()) && THANKED.matcher(words).matches()) {
      return gladly("conversation/you-are-welcome");
    }
    return switch (understood.get().intent()) {
      case THANKS -> gladly("conversation/you-are-welcome");
      case PRAISE -> gladly("conversation/praise");
      case GREETING -> say("conversation/hello");
      default -> whatICanDo(turn);
    };
  }

  /** Not a word of thanks in a question or a grievance. */
  private static boolean courteous(Understood understood) {
    return switch (understood.intent()) {
      case THANKS, PRAISE, CHIT_CHAT, GREETING, OUT_OF_SCOPE -> true;
      default -> false;
    };
  }

  private Verdict whatICanDo(Turn turn) {
    boolean again = turn.session().note(SAID).isPresent();
    turn.session().note(SAID, "1", LATELY);
    return say(again ? "conversation/still-not-understood" : "conversation/what-i-can-do");
  }

  private Verdict gladly(String template) {
    return Verdict.gladly(wording.say(template, Map.of()));
  }

  private Verdict say(String template) {
    return Verdict.say(wording.say(template, Map.of()));
  }
}
