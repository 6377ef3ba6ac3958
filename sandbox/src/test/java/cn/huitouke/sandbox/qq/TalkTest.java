package cn.huitouke.sandbox.qq;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The bot's replies and first words, counted as the platform counted them in its time. */
class TalkTest {

  private static final Instant NOW = Instant.parse("2026-11-21T04:00:00Z");
  private static final Instant BEFORE_2026 = Instant.parse("2025-12-01T04:00:00Z");
  private static final Instant IN_2024 = Instant.parse("2024-05-10T04:00:00Z");

  @Test
  void aPrivateMessageIsAnsweredFourTimesWithinAnHourAndFiveTimesBefore2026() {
    for (Instant now : new Instant[] {NOW, BEFORE_2026}) {
      Talk talk = new Talk(false);
      talk.happened("m", now);
      int allowed = now.equals(NOW) ? 4 : 5;
      for (int i = 1; i <= allowed; i++) {
        assertThat(talk.reply("m", false, i, now.plus(Duration.ofMinutes(59)))).isZero();
      }
      assertThat(talk.reply("m", false, allowed + 1, now)).isEqualTo(40034128);
      talk.happened("late", now);
      assertThat(talk.reply("late", false, 1, now.plus(Duration.ofMinutes(60))))
          .isEqualTo(40034005);
    }
  }

  @Test
  void aGroupsMessageIsAnsweredFiveTimesWithinFiveMinutes() {
    Talk talk = new Talk(true);
    talk.happened("m", NOW);
    for (int i = 1; i <= 5; i++) {
      assertThat(talk.reply("m", false, i, NOW)).isZero();
    }
    assertThat(talk.reply("m", false, 6, NOW)).isEqualTo(40034128);
    talk.happened("e", NOW);
    assertThat(talk.reply("e", true, 1, NOW.plus(Duration.ofMinutes(5)))).isEqualTo(40034026);
  }

  @Test
  void theSameNumberIsTakenForARepetitionAndAStrangersMessageForNone() {
    Talk talk = new Talk(false);
    talk.happened("m", NOW);
    assertThat(talk.reply("m", false, 7, NOW)).isZero();
    assertThat(talk.reply("m", false, 7, NOW)).isEqualTo(40054005);
    assertThat(talk.reply("another's", false, 1, NOW)).isEqualTo(40034024);
    assertThat(talk.reply("another's", true, 1, NOW)).isEqualTo(40034025);
  }

  @Test
  void firstWordsWereFourAMonthThenNoneAndAreNowUpToAThousandADay() {
    Talk talk = new Talk(false);
    for (int i = 0; i < 4; i++) {
      assertThat(talk.unprompted(IN_2024.plus(Duration.ofHours(i)))).isZero();
    }
    assertThat(talk.unprompted(IN_2024.plus(Duration.ofDays(5)))).isEqualTo(22009);
    assertThat(talk.unprompted(IN_2024.plus(Duration.ofDays(30)))).isZero();
    assertThat(talk.unprompted(BEFORE_2026)).isEqualTo(40034105);

    for (int i = 0; i < 20; i++) {
      assertThat(talk.unprompted(NOW)).isZero();
    }
    assertThat(talk.unprompted(NOW)).as("twenty a minute").isEqualTo(40034100);
    Instant day = Instant.parse("2026-11-22T00:00:00Z");
    for (int i = 0; i < 1000; i++) {
      assertThat(talk.unprompted(day.plusSeconds(4L * i))).isZero();
    }
    assertThat(talk.unprompted(day.plusSeconds(5000))).isEqualTo(22009);
  }

  @Test
  void whoSwitchedItOffIsLeftAlone() {
    Talk mei = new Talk(false);
    mei.refusesUnprompted = true;
    assertThat(mei.unprompted(NOW)).isEqualTo(40054013);
    Talk group = new Talk(true);
    assertThat(group.unprompted(NOW)).as("a group's owner has to allow it").isEqualTo(40034105);
  }
}
