package cn.huitouke.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.delivery.Figures.WireWeek;
import cn.huitouke.store.TestDatabase;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class FiguresTest {

  private final JdbcClient jdbc = JdbcClient.create(TestDatabase.fresh());
  private final Figures figures = new JdbcFigures(jdbc);
  private int letters;

  private void letter(String state, String why, String planned, @Nullable String event) {
    jdbc.sql(
            """
            insert into delivery.letter (id, customer, purpose, lane, state, message, to_channel,
              to_peer, to_event, because, not_before, worth_until, planned_at, changed_at, wire,
              attempted_at, why)
            values (?, 1, 'REPLY', 0, ?, '', 'loopback/a', 'p', ?, '', now(), now(),
              cast(? as timestamptz), now(), 'kf', cast(? as timestamptz), ?)
            """)
        .params("l" + ++letters, state, event, planned, planned, why)
        .update();
  }

  @Test
  void lettersAreCountedByWeekAndWire() {
    letter("ACCEPTED", "accepted", "2026-02-01T10:00:00+08:00", "e0");
    letter("ACCEPTED", "accepted", "2026-03-02T10:00:00+08:00", "e1");
    letter("REFUSED", "refused-blocked", "2026-03-08T10:00:00+08:00", null);
    letter("REFUSED", "refused-too-long", "2026-03-08T11:00:00+08:00", null);
    letter("PLANNED", "planned", "2026-03-08T11:00:00+08:00", null);
    letter("UNCERTAIN", "uncertain", "2026-03-09T10:00:00+08:00", "e2");
    Instant since = Instant.parse("2026-02-20T00:00:00Z");
    assertThat(figures.byWire(ZoneId.of("Asia/Shanghai"), since))
        .containsExactly(
            new WireWeek(LocalDate.of(2026, 3, 2), "kf", 1, 2, 1, 0),
            new WireWeek(LocalDate.of(2026, 3, 9), "kf", 0, 0, 0, 1));
    assertThat(figures.answers(since, Long.MAX_VALUE, 10))
        .extracting(answer -> answer.letter() + answer.event().value() + answer.at())
        .containsExactly("l2e12026-03-02T02:00:00Z");
    assertThat(figures.answers(since, 2, 10)).isEmpty();
    assertThat(figures.answers(Instant.EPOCH, Long.MAX_VALUE, 1)).hasSize(1);
  }
}
