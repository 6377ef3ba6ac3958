package cn.huitouke.console;

import cn.huitouke.channel.Peer;
import cn.huitouke.conversation.Conversations;
import cn.huitouke.conversation.Conversations.Heard;
import cn.huitouke.conversation.Takeovers;
import cn.huitouke.conversation.Takeovers.Takeover;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.delivery.Correspondence;
import cn.huitouke.desk.Desk;
import cn.huitouke.desk.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The conversations of late, those first that wait for a person, the longest first of all. */
@Component
class Waiting {

  private static final int DEPTH = 800;
  private static final int TASKS = 500;

  /** Tasks about a person who wants to hear from us; others are about papers and parcels. */
  private static final Set<String> FOR_A_PERSON =
      Set.of("wants-a-person", "urge-ship", "urge-deliver", "delay-complaint", "complaint");

  private final Conversations conversations;
  private final Takeovers takeovers;
  private final Customers customers;
  private final Correspondence correspondence;
  private final Desk desk;

  Waiting(
      Conversations conversations,
      Takeovers takeovers,
      Customers customers,
      Correspondence correspondence,
      Desk desk) {
    this.conversations = conversations;
    this.takeovers = takeovers;
    this.customers = customers;
    this.correspondence = correspondence;
    this.desk = desk;
  }

  /**
   * One conversation.
   *
   * @param since since when they wait for a person; empty: they do not
   */
  record Line(
      CustomerId customer,
      Optional<Heard> last,
      Optional<Instant> since,
      Optional<Takeover> takeover,
      List<String> tasks) {

    boolean waits() {
      return since.isPresent();
    }

    private Instant latest() {
      return last.map(Heard::at).or(() -> takeover.map(Takeover::since)).orElse(Instant.EPOCH);
    }
  }

  List<Line> lines(int limit) {
    Map<CustomerId, Heard> last = new HashMap<>();
    for (Heard heard : conversations.latest(DEPTH)) {
      customers
          .find(heard.event().peer())
          .ifPresent(customer -> last.merge(customer, heard, (a, b) -> a.seq() > b.seq() ? a : b));
    }
    Map<CustomerId, Takeover> led =
        takeovers.all().stream().collect(Collectors.toMap(Takeover::customer, one -> one));
    Map<CustomerId, List<Task>> tasks =
        desk.openTasks(TASKS).stream()
            .filter(task -> task.customer().isPresent())
            .filter(task -> FOR_A_PERSON.contains(task.kind()))
            .collect(Collectors.groupingBy(task -> task.customer().orElseThrow()));
    Set<CustomerId> all = new LinkedHashSet<>(led.keySet());
    all.addAll(tasks.keySet());
    for (CustomerId customer : all) {
      if (!last.containsKey(customer)) {
        lastOf(customer).ifPresent(heard -> last.put(customer, heard));
      }
    }
    all.addAll(last.keySet());
    Map<CustomerId, Instant> answered = correspondence.answered(all);
    List<Line> lines = new ArrayList<>();
    for (CustomerId customer : all) {
      lines.add(
          line(
              customer,
              Optional.ofNullable(last.get(customer)),
              Optional.ofNullable(led.get(customer)),
              tasks.getOrDefault(customer, List.of()),
              Optional.ofNullable(answered.get(customer))));
    }
    lines.sort(
        Comparator.comparing((Line line) -> line.since().orElse(Instant.MAX))
            .thenComparing(Comparator.comparing(Line::latest).reversed()));
    return lines.stream().limit(limit).toList();
  }

  private Optional<Heard> lastOf(CustomerId customer) {
    List<Peer> peers =
        customers.identities(customer).stream().map(Customers.Identity::peer).toList();
    return conversations.with(peers, Long.MAX_VALUE, 1).stream().findFirst();
  }

  private static Line line(
      CustomerId customer,
      Optional<Heard> last,
      Optional<Takeover> takeover,
      List<Task> tasks,
      Optional<Instant> answered) {
    Optional<Instant> since;
    if (takeover.isPresent()) {
      since = last.map(Heard::at).filter(at -> answered.filter(at::isBefore).isEmpty());
    } else {
      since = tasks.stream().map(Task::openedAt).min(Comparator.naturalOrder());
    }
    return new Line(
        customer, last, since, takeover, tasks.stream().map(Task::kind).distinct().toList());
  }
}
