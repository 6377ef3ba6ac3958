package cn.huitouke.order;

import cn.huitouke.channel.OutboundId;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.Letter;
import cn.huitouke.delivery.LetterStatus;
import cn.huitouke.delivery.Outbox;
import cn.huitouke.desk.Briefing;
import cn.huitouke.desk.Desk;
import cn.huitouke.desk.Task;
import cn.huitouke.wording.Wording;
import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Everything binding needs: the sample orders, a desk, and a clock to turn. */
final class BindingBench implements AutoCloseable {

  final ImportBench base;
  final Clock clock = new Clock();
  final Map<String, Task> tasks = new LinkedHashMap<>();
  final List<Letter> letters = new ArrayList<>();
  final List<Object> published = new ArrayList<>();
  final JdbcBindings bindings;
  final BindingSkill skill;
  final DeskAnswers answers;

  /** A clock that the test turns. */
  static final class Clock implements InstantSource {
    private Instant now = ImportBench.CLOCK.instant();

    @Override
    public Instant instant() {
      return now;
    }

    void turn(Duration by) {
      now = now.plus(by);
    }
  }

  BindingBench(Path folder) {
    base = new ImportBench(folder);
    bindings =
        new JdbcBindings(
            base.jdbc,
            base.store,
            base.codes,
            new Attempts(base.jdbc),
            new JdbcTransactionManager(base.database),
            published::add,
            clock);
    StaticListableBeanFactory beans = new StaticListableBeanFactory();
    BoundGreeting greeting = (_, orders) -> Optional.of("包裹情况：" + String.join("、", orders));
    beans.addBean("greeting", greeting);
    BindingReplies replies =
        new BindingReplies(
            base.orders, new TestDesk(), wording(), beans.getBeanProvider(BoundGreeting.class));
    skill = new BindingSkill(bindings, base.codes, replies);
    answers = new DeskAnswers(bindings, replies, new TestOutbox(), clock);
  }

  Optional<CustomerId> owner(String order) {
    return base.orders.customerOf(order);
  }

  private static Wording wording() {
    return (template, values) -> {
      try {
        String text = Files.readString(Path.of("../templates/zh", template + ".mustache"));
        return Mustache.compiler().escapeHTML(false).compile(text).execute(values).strip();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private final class TestDesk implements Desk {
    @Override
    public void open(String key, String kind, Optional<CustomerId> customer, Briefing briefing) {
      tasks.putIfAbsent(
          key,
          new Task(
              key,
              kind,
              customer,
              briefing.title(),
              briefing.detail(),
              briefing.facts(),
              clock.instant()));
    }

    @Override
    public boolean close(String key, String outcome, String operator) {
      return tasks.remove(key) != null;
    }

    @Override
    public List<Task> openTasks(int limit) {
      return List.copyOf(tasks.values());
    }
  }

  private final class TestOutbox implements Outbox {
    @Override
    public int withhold(List<Letter> withheld, String rule, String about) {
      throw new UnsupportedOperationException("nobody asked for it yet");
    }

    @Override
    public int withdraw(Collection<OutboundId> taken, String rule, String about) {
      throw new UnsupportedOperationException("nobody asked for it yet");
    }

    @Override
    public List<LetterStatus.Step> life(OutboundId id) {
      return List.of();
    }

    @Override
    public int post(List<Letter> posted) {
      letters.addAll(posted);
      return posted.size();
    }

    @Override
    public Optional<LetterStatus> status(OutboundId id) {
      return Optional.empty();
    }

    @Override
    public List<LetterStatus> lettersOf(CustomerId customer, int limit) {
      return List.of();
    }

    @Override
    public List<LetterStatus> recent(int limit) {
      return List.of();
    }
  }

  @Override
  public void close() {
    base.close();
  }
}
