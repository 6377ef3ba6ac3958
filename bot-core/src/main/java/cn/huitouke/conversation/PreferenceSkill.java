package cn.huitouke.conversation;

import cn.huitouke.customer.Customers;
import cn.huitouke.customer.Customers.Wished;
import cn.huitouke.customer.Wishes;
import cn.huitouke.customer.Wishes.QuietHours;
import cn.huitouke.understanding.Intent;
import cn.huitouke.understanding.Understood;
import cn.huitouke.wording.Wording;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps to what customers, in their own words, want to hear from us, and when. */
final class PreferenceSkill implements Skill {

  /** What "the evening" and "too early" mean to who does not say a time. */
  private static final LocalTime EVENING = LocalTime.of(20, 0);

  private static final LocalTime MORNING = LocalTime.of(10, 0);
  private static final QuietHours NIGHT = new QuietHours(LocalTime.of(21, 0), LocalTime.of(8, 0));

  /** How long a change can be taken back with two words. */
  private static final Duration TAKEN_BACK_WITHIN = Duration.ofDays(7);

  private static final String NO = "(别|不要|不用|不想|不必|无需|勿|停止|取消)";
  private static final String SEND = "(发|推送?|打扰|通知|提醒|消息|信息|说|报|吵)";

  private static final Pattern TAKE_BACK =
      Pattern.compile("^(还是)?(当我没说|撤销|撤回|改回来|还是照旧|照旧吧|算了.{0,2}照旧|反悔了).{0,3}$");
  private static final Pattern ALL_AGAIN =
      Pattern.compile(
          "恢复.{0,4}(通知|提醒|推送|消息)|(继续|重新|还是).{0,4}(每天|照常).{0,4}(发|通知|提醒)|(打开|开启).{0,3}(通知|提醒)");
  private static final Pattern LATE =
      Pattern.compile(
          "(晚上|夜里|夜间|半夜|深夜|睡觉)((\\d{1,2}|[七八九十]|十一)点(半)?)?(以后|之后|过后|后)?.{0,4}"
              + NO
              + ".{0,4}"
              + SEND
              + "|"
              + NO
              + ".{0,3}(大?晚上|夜里|半夜|深夜).{0,4}"
              + SEND);
  private static final Pattern EARLY =
      Pattern.compile(
          "(大?清早|一大早|早上|早晨)((\\d{1,2}|[六七八九十])点(半)?)?(以前|之前|前)?.{0,4}"
              + NO
              + ".{0,5}"
              + SEND
              + "|"
              + NO
              + ".{0,4}(大?清早|一大早|太早).{0,4}"
              + SEND);
  private static final Pattern ARRIVAL_ONLY =
      Pattern.compile(
          "(只|仅)(要|需|想|在|用)?.{0,4}(到货|到了|送到|签收|到达).{0,5}(通知|提醒|告诉|说|发)"
              + "|(不用|不要|别|不必|无需)(再)?(天天|每天|每日).{0,6}(发|通知|提醒|推送|说|报)"
              + "|到货(再)?(通知|提醒|告诉)(我)?就(行|好|可以)");
  private static final Pattern FACTS_ONLY =
      Pattern.compile(
          "(只|仅)(要|看|收|想要|需要|发|留|保留).{0,3}(物流|快递|包裹|发货).{0,6}$|除了(物流|快递).{0,4}(别|不要|不用)");
  private static final Pattern NEW_WELCOME =
      Pattern.compile(
          "(可以|欢迎|记得|麻烦|帮我)?.{0,2}(发|推|告诉|通知|提醒|叫|喊)(给)?(我)?.{0,3}(新品|上新|新款|活动|优惠)"
              + "|(有|出|上)(了)?.{0,2}(新品?|新款|新货|活动|优惠|上新)(了)?.{0,4}(发|推|告诉|通知|提醒|叫|喊|说)");
  private static final Pattern NO_ADVERTS =
      Pattern.compile(NO + ".{0,6}(广告|促销|推销|新品|上新|活动|优惠|营销|种草)");
  private static final Pattern NOTHING =
      Pattern.compile(
          "^(td|退订|取消订阅|别(再)?发了|不要(再)?(给我)?发(消息|信息|了).{0,3}|别烦我.{0,3}"
              + "|.{0,2}(别|不要|不用)(再)?(老|总|总是|一直|老是)(给我)?.{0,3}(发|推送|打扰|说).{0,4})$",
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
    if (text.codePointCount(0, text.length()) > 40) {
      return Verdict.pass(); // a story, not a setting
    }
    if (TAKE_BACK.matcher(text).matches()) {
      return takeBack(turn);
    }
    if (ALL_AGAIN.matcher(text).find()) {
      return keep(turn, wishes(turn).allAgain(), "conversation/notices-again");
    }
    Optional<QuietHours> hours = hours(turn, text);
    if (hours.isPresent()) {
      wish(turn, wishes(turn).withQuiet(hours));
      return Verdict.say(
          wording.say(
              "conversation/quiet-hours",
              Map.of("from", hours.get().from().toString(), "to", hours.get().to().toString())));
    }
    if (FACTS_ONLY.matcher(text).find()) {
      return keep(
          turn, wishes(turn).factsOnly().withArrivalOnly(false), "conversation/parcels-only");
    }
    if (ARRIVAL_ONLY.matcher(text).find()) {
      return keep(turn, wishes(turn).withArrivalOnly(true), "conversation/arrival-only");
    }
    if (NO_ADVERTS.matcher(text).find()) {
      return keep(turn, wishes(turn).withMarketing(false), "conversation/no-adverts");
    }
    boolean stop = understood.intent() == Intent.UNSUBSCRIBE_STOP && understood.sure();
    if (stop || NOTHING.matcher(text).matches()) {
      return keep(turn, wishes(turn).factsOnly().withArrivalOnly(true), "conversation/quiet");
    }
    if (NEW_WELCOME.matcher(text).find() && !text.matches(".*(吗|么|嘛|没有?|\\?)$")) {
      return keep(turn, wishes(turn).withMarketing(true), "conversation/news-welcome");
    }
    return Verdict.pass();
  }

  private Wishes wishes(Turn turn) {
    return customers.wishes(turn.customer());
  }

  /** Back to what was before the customer's latest change, if that was lately and their own. */
  private Verdict takeBack(Turn turn) {
    List<Wished> history = customers.wishHistory(turn.customer());
    if (history.isEmpty()
        || !history.getFirst().source().startsWith("said:")
        || history.getFirst().at().plus(TAKEN_BACK_WITHIN).isBefore(turn.now())) {
      return Verdict.pass();
    }
    Wishes before = history.size() > 1 ? history.get(1).wishes() : Wishes.NONE;
    return keep(turn, before, "conversation/as-before");
  }

  private Verdict keep(Turn turn, Wishes wishes, String answer) {
    wish(turn, wishes);
    return Verdict.say(wording.say(answer, Map.of()));
  }

  /** A message that comes again changes nothing: its entry would say the same. */
  private void wish(Turn turn, Wishes wishes) {
    if (!wishes.equals(wishes(turn))) {
      customers.wish(turn.customer(), wishes, "said:" + turn.event().id(), turn.now());
    }
  }

  /** Asks for their wishes, which costs a look into the database, only where hours are named. */
  private Optional<QuietHours> hours(Turn turn, String text) {
    Matcher late = LATE.matcher(text);
    if (late.find()) {
      LocalTime from = time(late.group(3), late.group(4), 12).orElse(EVENING);
      return Optional.of(new QuietHours(from, wishes(turn).quiet().orElse(NIGHT).to()));
    }
    Matcher early = EARLY.matcher(text);
    if (early.find()) {
      LocalTime to = time(early.group(3), early.group(4), 0).orElse(MORNING);
      return Optional.of(new QuietHours(wishes(turn).quiet().orElse(NIGHT).from(), to));
    }
    return Optional.empty();
  }

  /**
   * @param plus what has to be added to an hour of the evening
   */
  private static Optional<LocalTime> time(String hour, String half, int plus) {
    if (hour == null) {
      return Optional.empty();
    }
    int said = Character.isDigit(hour.charAt(0)) ? Integer.parseInt(hour) : spelled(hour);
    int of24 = said < 12 ? said + plus : said;
    return of24 > 23 ? Optional.empty() : Optional.of(LocalTime.of(of24, half == null ? 0 : 30));
  }

  private static int spelled(String hour) {
    return switch (hour) {
      case "十一" -> 11;
      case "十二" -> 12;
      default -> "零一二三四五六七八九十".indexOf(hour);
    };
  }
}
