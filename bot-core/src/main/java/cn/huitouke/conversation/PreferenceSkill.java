package cn.huitouke.conversation;

import cn.huitouke.customer.Customers;
import cn.huitouke.customer.Customers.Wishes;
import cn.huitouke.understanding.Intent;
import cn.huitouke.understanding.Understood;
import cn.huitouke.wording.Wording;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Keeps to how often a customer wants to hear from us. */
final class PreferenceSkill implements Skill {

  private static final Pattern ALL_AGAIN =
      Pattern.compile(
          "恢复.{0,4}(通知|提醒|推送|消息)|(继续|重新|还是).{0,4}(每天|照常).{0,4}(发|通知|提醒)|(打开|开启).{0,3}(通知|提醒)");
  private static final Pattern ARRIVAL_ONLY =
      Pattern.compile(
          "(只|仅)(要|需|想|在|用)?.{0,4}(到货|到了|送到|签收|到达).{0,5}(通知|提醒|告诉|说|发)"
              + "|(不用|不要|别|不必|无需)(再)?(天天|每天|每日|一直|老|总).{0,6}(发|通知|提醒|推送|说|报)"
              + "|到货(再)?(通知|提醒|告诉)(我)?就(行|好|可以)");
  private static final Pattern NOTHING =
      Pattern.compile(
          "^(td|退订|取消订阅|别(再)?发了|不要(再)?(给我)?发(消息|信息|广告|了).{0,3}|别烦我.{0,3})$",
          Pattern.CASE_INSENSITIVE);

  private final Customers customers;
  private final Wording wording;

  PreferenceSkill(Customers customers, Wording wording) {
    this.customers = customers;
    this.wording = wording;
  }

  @Override
  public String name() {
    return "preferences";
  }

  @Override
  public Verdict consider(Turn turn) {
    Optional<Verdict> verdict = turn.understood().map(understood -> consider(turn, understood));
    return verdict.orElseGet(Verdict::pass);
  }

  private Verdict consider(Turn turn, Understood understood) {
    String text = understood.text();
    if (ALL_AGAIN.matcher(text).find()) {
      return keep(turn, Wishes.NONE, "conversation/notices-again");
    }
    if (ARRIVAL_ONLY.matcher(text).find()) {
      boolean quiet = customers.wishes(turn.customer()).quiet();
      return keep(turn, new Wishes(true, quiet), "conversation/arrival-only");
    }
    boolean stop = understood.intent() == Intent.UNSUBSCRIBE_STOP && understood.sure();
    if (stop || NOTHING.matcher(text).matches()) {
      return keep(turn, new Wishes(true, true), "conversation/quiet");
    }
    return Verdict.pass();
  }

  private Verdict keep(Turn turn, Wishes wishes, String answer) {
    customers.wish(turn.customer(), wishes);
    return Verdict.say(wording.say(answer, Map.of()));
  }
}
