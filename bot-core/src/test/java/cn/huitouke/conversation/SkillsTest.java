package cn.huitouke.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Message;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Wishes;
import cn.huitouke.delivery.MemoryCustomers;
import cn.huitouke.delivery.TestPlatform;
import cn.huitouke.desk.Briefing;
import cn.huitouke.desk.Desk;
import cn.huitouke.desk.Task;
import cn.huitouke.understanding.Intent;
import cn.huitouke.understanding.Understood;
import cn.huitouke.wording.Wording;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SkillsTest {

  private static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");
  private static final Wording NAMES =
      (template, values) -> template + new TreeMap<>(values).keySet();

  private final MemoryCustomers customers = new MemoryCustomers();
  private final CustomerId mei = customers.recognise(TestPlatform.peer("mei"));
  private final Session session = new MemorySessions(10, () -> NOON).of("mei");

  @ParameterizedTest
  @CsvSource({
    "只要到货通知, arrival-only",
    "不用每天发, arrival-only",
    "只要到货通知就行, arrival-only",
    "别天天发了, arrival-only",
    "不用每天发消息给我, arrival-only",
    "别老发了, quiet",
    "TD, quiet",
    "退订, quiet",
    "别总给我发消息, quiet",
    "只要物流, parcels-only",
    "只发物流信息就行, parcels-only",
    "除了物流别发了, parcels-only",
    "晚上别发, quiet-hours",
    "晚上9点以后不要发消息, quiet-hours",
    "半夜别打扰我, quiet-hours",
    "早上别发太早的消息, quiet-hours",
    "可以发新品, news-welcome",
    "有新品告诉我, news-welcome",
    "上新了叫我, news-welcome",
    "我不想收到广告, no-adverts",
    "别发促销短信了谢谢, no-adverts",
  })
  void whatTheyWantToHearIsKept(String text, String answer) {
    assertThat(said(new PreferenceSkill(customers, NAMES), text, Intent.OUT_OF_SCOPE))
        .startsWith("conversation/" + answer + "[");
  }

  @Test
  void eachWishChangesWhatItSays() {
    Skill skill = new PreferenceSkill(customers, NAMES);
    said(skill, "可以发新品", Intent.OUT_OF_SCOPE);
    assertThat(customers.wishes(mei)).isEqualTo(Wishes.NONE.withMarketing(true));
    said(skill, "晚上9点半以后别发", Intent.OUT_OF_SCOPE);
    assertThat(customers.wishes(mei).quiet())
        .contains(new Wishes.QuietHours(LocalTime.of(21, 30), LocalTime.of(8, 0)));
    said(skill, "大清早八点前别发", Intent.OUT_OF_SCOPE);
    assertThat(customers.wishes(mei).quiet())
        .contains(new Wishes.QuietHours(LocalTime.of(21, 30), LocalTime.of(8, 0)));
    said(skill, "只要物流", Intent.OUT_OF_SCOPE);
    assertThat(customers.wishes(mei).care()).isFalse();
    assertThat(customers.wishes(mei).marketing()).isFalse();
  }

  @Test
  void aWishCanBeTakenBackAndEverythingBeRestored() {
    Skill skill = new PreferenceSkill(customers, NAMES);
    said(skill, "可以发新品", Intent.OUT_OF_SCOPE);
    said(skill, "退订", Intent.OUT_OF_SCOPE);
    assertThat(said(skill, "当我没说", Intent.OUT_OF_SCOPE)).isEqualTo("conversation/as-before[]");
    assertThat(customers.wishes(mei)).isEqualTo(Wishes.NONE.withMarketing(true));
    said(skill, "td", Intent.OUT_OF_SCOPE);
    said(skill, "恢复通知", Intent.OUT_OF_SCOPE);
    assertThat(customers.wishes(mei)).isEqualTo(Wishes.NONE);
    assertThat(customers.wishHistory(mei)).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "我的快递到哪了", "什么时候到货", "你好", "不要了能退吗", "有新品吗", "晚上能送到吗", "发货了吗", "有什么活动吗", "别急着发货", "当我没说"
      })
  void otherWordsAreNotWishes(String text) {
    Skill skill = new PreferenceSkill(customers, NAMES);
    assertThat(consider(skill, text, Intent.LOGISTICS_QUERY)).isEqualTo(Verdict.pass());
  }

  @Test
  void whoWantsAPersonGetsATaskAndAnHonestTime() {
    Map<String, String> opened = new TreeMap<>();
    Skill skill =
        new HandoffSkill(
            new OpenDesk(opened),
            (template, values) -> template + " open=" + values.get("open"),
            new ConversationSettings(
                LocalTime.of(9, 0),
                LocalTime.of(22, 0),
                Duration.ofMinutes(30),
                Duration.ofSeconds(25)));
    assertThat(said(skill, "转人工", Intent.OUT_OF_SCOPE))
        .isEqualTo("conversation/a-person-comes open=true");
    assertThat(opened).containsEntry("wants-a-person:" + mei, "wants-a-person");
    assertThat(consider(skill, "快递到哪了", Intent.LOGISTICS_QUERY)).isEqualTo(Verdict.pass());
  }

  @Test
  void aBareAcknowledgementIsLeftInPeace() {
    Skill skill = new FallbackSkill(NAMES);
    for (String closing :
        List.of("好的", "好的，知道了", "嗯嗯", "收到", "👌", "[OK]", "好的好的！", "行，没事了", "ok 收到")) {
      assertThat(consider(skill, closing, Intent.OUT_OF_SCOPE))
          .as(closing)
          .isInstanceOf(Verdict.Silence.class);
    }
    for (String thanks : List.of("好的谢谢", "收到了，谢谢你", "辛苦啦", "嗯嗯，麻烦你了")) {
      assertThat(said(skill, thanks, Intent.CHIT_CHAT))
          .as(thanks)
          .isEqualTo("conversation/you-are-welcome[]");
    }
    assertThat(said(skill, "好的吧你们什么时候上新", Intent.OUT_OF_SCOPE))
        .isEqualTo("conversation/what-i-can-do[]");
    assertThat(said(skill, "谢谢", Intent.THANKS)).isEqualTo("conversation/you-are-welcome[]");
  }

  @Test
  void whatIsNotUnderstoodIsAdmittedAndThenAPersonOffered() {
    Skill skill = new FallbackSkill(NAMES);
    assertThat(said(skill, "量子力学", Intent.OUT_OF_SCOPE)).isEqualTo("conversation/what-i-can-do[]");
    assertThat(said(skill, "量子力学啊", Intent.OUT_OF_SCOPE))
        .isEqualTo("conversation/still-not-understood[]");
  }

  private String said(Skill skill, String text, Intent intent) {
    return consider(skill, text, intent) instanceof Verdict.Say(List<Message> messages, _)
        ? messages.getFirst().text()
        : "";
  }

  private Verdict consider(Skill skill, String text, Intent intent) {
    return skill.consider(
        new Turn(
            TestPlatform.says("mei", "1", text, NOON),
            mei,
            Optional.of(new Understood(text, intent, true, Understood.Slots.NONE)),
            session,
            NOON));
  }

  private record OpenDesk(Map<String, String> opened) implements Desk {
    @Override
    public void open(String key, String kind, Optional<CustomerId> customer, Briefing briefing) {
      opened.put(key, kind);
    }

    @Override
    public boolean close(String key, String outcome, String operator) {
      return false;
    }

    @Override
    public List<Task> openTasks(int limit) {
      return List.of();
    }
  }
}
