package cn.huitouke.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Message;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers.Wishes;
import cn.huitouke.delivery.MemoryCustomers;
import cn.huitouke.delivery.TestPlatform;
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
import org.junit.jupiter.params.provider.ValueSource;

class SkillsTest {

  private static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");
  private static final Wording NAMES =
      (template, values) -> template + new TreeMap<>(values).keySet();

  private final MemoryCustomers customers = new MemoryCustomers();
  private final CustomerId mei = customers.recognise(TestPlatform.peer("mei"));
  private final Session session = new MemorySessions(10, () -> NOON).of("mei");

  @ParameterizedTest
  @ValueSource(strings = {"只要到货通知", "不用每天发", "只要到货通知就行", "别天天发了", "不用每天发消息给我"})
  void arrivalOnlyIsKept(String text) {
    Skill skill = new PreferenceSkill(customers, NAMES);
    assertThat(said(skill, text, Intent.OUT_OF_SCOPE)).isEqualTo("conversation/arrival-only[]");
    said(skill, text, Intent.OUT_OF_SCOPE);
    assertThat(customers.wishes(mei)).isEqualTo(new Wishes(true, false));
    assertThat(said(skill, "恢复通知", Intent.OUT_OF_SCOPE)).isEqualTo("conversation/notices-again[]");
    assertThat(customers.wishes(mei)).isEqualTo(Wishes.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"我的快递到哪了", "什么时候到货", "你好", "不要了能退吗"})
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
    assertThat(consider(skill, "好的", Intent.CHIT_CHAT)).isInstanceOf(Verdict.Silence.class);
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
    return consider(skill, text, intent) instanceof Verdict.Say(List<Message> messages)
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
    public void open(
        String key, String kind, Optional<CustomerId> customer, String title, String detail) {
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
