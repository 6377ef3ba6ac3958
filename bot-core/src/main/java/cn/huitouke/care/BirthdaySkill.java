package cn.huitouke.care;

import cn.huitouke.channel.InboundEvent.MessageReceived;
import cn.huitouke.channel.Peer;
import cn.huitouke.conversation.Skill;
import cn.huitouke.conversation.Turn;
import cn.huitouke.conversation.Verdict;
import cn.huitouke.understanding.Understood;
import cn.huitouke.wording.Wording;
import java.sql.Timestamp;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Remembers a birthday that a customer tells, by the sun or by the moon; forgets it when asked to. */
@Component
@Order(160)
class BirthdaySkill implements Skill {

  private static final String NUMBER = "([0-9]{1,2}|[正元初一二三四五六七八九十廿冬腊]{1,3})";
  private static final Pattern TOLD =
      Pattern.compile(
          "(?:我的?|本人)?生日.{0,4}?(农历|阴历|旧历|阳历|公历|新历)?的?(?:\\d{4}年)?"
              + NUMBER
              + "(?:月|[./-])"
              + NUMBER
              + "[日号]?.{0,6}");
  private static final Pattern FORGET = Pattern.compile(".*(删|忘|不要记|别记|去掉).{0,4}生日.*");
  private static final Map<String, Integer> DIGITS =
      Map.ofEntries(
          Map.entry("一", 1),
          Map.entry("二", 2),
          Map.entry("三", 3),
          Map.entry("四", 4),
          Map.entry("五", 5),
          Map.entry("六", 6),
          Map.entry("七", 7),
          Map.entry("八", 8),
          Map.entry("九", 9),
          Map.entry("正", 1),
          Map.entry("元", 1));

  private final JdbcClient jdbc;
  private final Wording wording;

  BirthdaySkill(JdbcClient jdbc, Wording wording) {
    this.jdbc = jdbc;
    this.wording = wording;
  }

  @Override
  public String name() {
    return "care-birthday";
  }

  @Override
  public Verdict consider(Turn turn) {
    if (!(turn.event() instanceof MessageReceived message)
        || message.peer().kind() == Peer.Kind.GROUP) {
      return Verdict.pass();
    }
    String text = turn.understood().map(Understood::text).orElse("");
    if (!text.contains("生日")) {
      return Verdict.pass();
    }
    if (FORGET.matcher(text).matches()) {
      jdbc.sql("DELETE FROM care.birthday WHERE customer = ?")
          .param(turn.customer().value())
          .update();
      return Verdict.say(wording.say("care/birthday-forgotten", Map.of()));
    }
    return told(text).map(birthday -> keep(turn, birthday)).orElseGet(Verdict::pass);
  }

  /** A month and a day. */
  record Told(int month, int day, boolean lunar) {}

  static Optional<Told> told(String text) {
    Matcher told = TOLD.matcher(text.replaceAll("[\\s,，。!！~～:：]", ""));
    if (!told.find()) {
      return Optional.empty();
    }
    String calendar = told.group(1) == null ? "" : told.group(1);
    String day = told.group(3);
    boolean lunar =
        calendar.equals("农历")
            || calendar.equals("阴历")
            || calendar.equals("旧历")
            || calendar.isEmpty() && (day.startsWith("初") || day.startsWith("廿"));
    int monthNumber = number(told.group(2));
    int dayNumber = number(day);
    int longest = lunar ? 30 : monthNumber == 2 ? 29 : 31;
    boolean there = monthNumber >= 1 && monthNumber <= 12 && dayNumber >= 1 && dayNumber <= longest;
    return there ? Optional.of(new Told(monthNumber, dayNumber, lunar)) : Optional.empty();
  }

  /** 12, 十二, 廿三, 初八, 腊 … 0 when it is no number. */
  private static int number(String text) {
    if (text.matches("[0-9]+")) {
      return Integer.parseInt(text);
    }
    if (text.equals("冬")) {
      return 11;
    }
    if (text.equals("腊")) {
      return 12;
    }
    String rest = text.startsWith("初") ? text.substring(1) : text;
    int tens = 0;
    if (rest.startsWith("廿")) {
      tens = 20;
      rest = rest.substring(1);
    }
    int ten = rest.indexOf('十');
    if (ten >= 0) {
      tens += ten == 0 ? 10 : 10 * DIGITS.getOrDefault(rest.substring(0, ten), 0);
      rest = rest.substring(ten + 1);
    }
    return tens + (rest.isEmpty() ? 0 : DIGITS.getOrDefault(rest, 0));
  }

  private Verdict keep(Turn turn, Told birthday) {
    jdbc.sql(
            """
            INSERT INTO care.birthday (customer, month, day, lunar, told_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (customer) DO UPDATE SET month = excluded.month, day = excluded.day,
              lunar = excluded.lunar, told_at = excluded.told_at
            """)
        .params(
            turn.customer().value(),
            birthday.month(),
            birthday.day(),
            birthday.lunar(),
            Timestamp.from(turn.now()))
        .update();
    return Verdict.say(
        wording.say(
            "care/birthday-noted",
            Map.of("month", birthday.month(), "day", birthday.day(), "lunar", birthday.lunar())));
  }
}
