package cn.huitouke.tck;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Capabilities;
import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.tck.FarEnd.Shown;
import cn.huitouke.tck.FarEnd.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/**
 * What every adapter promises. Extend it, supply a {@link FarEnd}, and say aloud which promises
 * cannot be asked of the platform ({@link #notApplicable}). Nothing here sleeps; the clock that
 * passes is the far end's.
 *
 * <p>The promises are one list, a class for each chapter: {@link HearingPromises H}, {@link
 * SpeakingPromises S}, {@link LimitPromises L}, {@link TroublePromises T}, and here C, constancy, and
 * P, privacy.
 */
public abstract class ChannelContract extends TroublePromises {

  // C: constancy

  @Test
  void c1_fiftyConcurrentSendsAreNotMixedUp() throws Exception {
    WireRules chat = chat().orElseThrow(() -> new TestAbortedException("Not applicable: no chat"));
    List<Standing> fifty = new ArrayList<>();
    while (fifty.size() < Math.min(50, chat.pace().burst())) {
      fifty.add(open(chat));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<SendOutcome>> sent =
          fifty.stream().map(to -> threads.submit(() -> say(to, "只给" + to.customer()))).toList();
      for (Future<SendOutcome> outcome : sent) {
        assertAccepted("one of fifty", outcome.get());
      }
    }
    for (Standing to : fifty) {
      assertShows(to.customer(), Shown.text("只给" + to.customer()));
    }
  }

  @Test
  void c2_stopsTwiceAndStartsAgain() {
    channel.stop();
    channel.stop();
    channel.start(inbox);
    assertHearsAndSpeaks();
  }

  @Test
  void c3_idAndCapabilitiesAreConstant() {
    var id = channel.id();
    Capabilities declared = channel.capabilities();
    assertThat(declared.wires()).isNotEmpty();
    far.says("mei", "在吗", newEvent());
    heard();
    speak(open(wires().getFirst()));
    assertThat(channel.capabilities()).isEqualTo(declared);
    channel.stop();
    assertThat(channel.id()).isEqualTo(id);
    assertThat(channel.capabilities()).isEqualTo(declared);
  }

  @Test
  void c4_startReturnsWithTheFarEndDown() {
    channel.stop();
    far.goesDown();
    long began = System.nanoTime();
    channel.start(inbox);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    far.comesBack();
    assertHearsAndSpeaks();
  }

  // P: privacy

  @Test
  void p1_logsCarryIdsButNoBodiesTokensOrPhones() {
    try (LogWatch log = new LogWatch()) {
      far.says("mei", "我叫梅超风，电话13800138000", newEvent());
      heard();
      for (WireRules rules : wires()) {
        say(open(rules), "梅超风您好，电话13800138000对吗");
      }
      for (Trouble trouble : Trouble.values()) {
        chat().ifPresent(chat -> troubled(chat, trouble));
      }
      assertThat(log.lines()).noneMatch(line -> line.contains("梅超风"));
      assertThat(log.lines()).noneMatch(line -> line.contains("13800138000"));
      for (String secret : far.secrets()) {
        assertThat(log.lines()).noneMatch(line -> line.contains(secret));
      }
      if (chat().isPresent()) {
        assertThat(log.lines())
            .as("what became of a message in trouble is to be found by its id")
            .anyMatch(line -> line.contains("tck:"));
      }
    }
  }

  private void troubled(WireRules chat, Trouble trouble) {
    far.nextSend(trouble);
    SendOutcome outcome = say(open(chat), "梅超风您好，电话13800138000对吗");
    assertThat(outcome.toString()).doesNotContain("梅超风", "13800138000");
  }
}
