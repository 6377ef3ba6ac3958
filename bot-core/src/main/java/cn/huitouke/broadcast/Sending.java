package cn.huitouke.broadcast;

import cn.huitouke.broadcast.Broadcast.State;
import cn.huitouke.broadcast.BroadcastTable.Recipient;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.Lane;
import cn.huitouke.delivery.Letter;
import cn.huitouke.delivery.Mailings;
import cn.huitouke.delivery.Mailings.Mailing;
import cn.huitouke.delivery.Outbox;
import cn.huitouke.order.Trades;
import cn.huitouke.schedule.Strides;
import cn.huitouke.schedule.Sweep;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Starts what is due and writes its letters, a stride at a time: where it stands is written with each
 * stride. Whoever is killed in the middle, the next round goes on from there; several nodes walk one way
 * only.
 */
@Component
class Sending implements Sweep {

  private static final Logger log = LoggerFactory.getLogger(Sending.class);
  private static final int STRIDE = 2_000;

  private final BroadcastTable table;
  private final Phrasing words;
  private final Mailings mailings;
  private final Outbox outbox;
  private final Trades trades;
  private final Strides strides;
  private final InstantSource clock;

  Sending(
      BroadcastTable table,
      Phrasing words,
      Mailings mailings,
      Outbox outbox,
      Trades trades,
      Strides strides,
      InstantSource clock) {
    this.table = table;
    this.words = words;
    this.mailings = mailings;
    this.outbox = outbox;
    this.trades = trades;
    this.strides = strides;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "broadcast-round";
  }

  @Override
  public String cron() {
    return "10 * * * * ?";
  }

  @Override
  public Optional<String> occasion() {
    return Optional.of(
        "EXISTS (SELECT 1 FROM broadcast.broadcast"
            + " WHERE state IN ('APPROVED', 'RUNNING', 'PAUSED'))");
  }

  @Override
  public void run(Instant now) {
    startDue(now);
    for (Broadcast broadcast : table.underWay(now)) {
      if (broadcast.expandedAt().isEmpty()) {
        expand(broadcast, now);
      } else {
        endIfDone(broadcast, now);
      }
    }
  }

  void startDue(Instant now) {
    for (long id : table.startDue(now)) {
      log.info("Broadcast {} starts", id);
    }
  }

  /** After a restart what was under way goes on at once. */
  @EventListener(ApplicationReadyEvent.class)
  void soon() {
    Thread.ofVirtual()
        .name("broadcast-round")
        .start(
            () -> {
              try {
                run(clock.instant());
              } catch (RuntimeException e) {
                log.warn("The broadcasts' round broke off and begins again within a minute", e);
              }
            });
  }

  void endIfDone(Broadcast broadcast, Instant now) {
    if (broadcast.state() == State.RUNNING
        && broadcast.expandedAt().isPresent()
        && mailings.tally(broadcast.mailing()).open() == 0
        && table.end(broadcast.id(), Set.of(State.RUNNING), State.DONE, "", now)) {
      log.info("Broadcast {} is done", broadcast.id());
    }
  }

  private void expand(Broadcast broadcast, Instant now) {
    Instant start = broadcast.startedAt().orElse(now);
    boolean personal = words.personal(broadcast);
    boolean arrived =
        strides.stroll(
            name(),
            broadcast.mailing(),
            now,
            position -> stride(broadcast, start, personal, position));
    if (arrived) {
      table.expanded(broadcast.id(), clock.instant());
      log.info("The letters of broadcast {} are written", broadcast.id());
    }
  }

  private Optional<String> stride(
      Broadcast broadcast, Instant start, boolean personal, String position) {
    long after = position.isEmpty() ? 0 : Long.parseLong(position);
    List<Recipient> some =
        table.mayExpand(broadcast.id())
            ? table.recipients(broadcast.id(), after, STRIDE)
            : List.of();
    if (some.isEmpty()) {
      return Optional.empty();
    }
    withhold(broadcast, start, some);
    if (personal) {
      outbox.post(letters(broadcast, start, some));
    } else {
      for (boolean second : new boolean[] {false, true}) {
        List<CustomerId> side =
            some.stream()
                .filter(one -> !one.heldOut() && one.second() == second)
                .map(Recipient::customer)
                .toList();
        if (!side.isEmpty()) {
          mailings.post(words.mailing(broadcast, second, start), side);
        }
      }
    }
    return Optional.of(Long.toString(some.getLast().customer().value()));
  }

  private void withhold(Broadcast broadcast, Instant start, List<Recipient> some) {
    List<CustomerId> left =
        some.stream().filter(Recipient::heldOut).map(Recipient::customer).toList();
    if (!left.isEmpty()) {
      mailings.withhold(
          words.mailing(broadcast, false, start),
          left,
          "broadcast-hold-out",
          broadcast.draft().holdOut() + "%");
    }
  }

  private List<Letter> letters(Broadcast broadcast, Instant start, List<Recipient> some) {
    List<Recipient> going = some.stream().filter(one -> !one.heldOut()).toList();
    Map<CustomerId, String> names = trades.names(going.stream().map(Recipient::customer).toList());
    Mailing mailing = words.mailing(broadcast, false, start);
    return going.stream()
        .map(
            one ->
                new Letter(
                    mailing.letterTo(one.customer()),
                    one.customer(),
                    mailing.purpose(),
                    Lane.BROADCAST,
                    words.message(broadcast, one.second(), names.getOrDefault(one.customer(), "")),
                    Optional.empty(),
                    Optional.empty(),
                    mailing.notBefore(),
                    mailing.worthUntil(),
                    mailing.because()))
        .toList();
  }
}
