package cn.huitouke.delivery;

import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.MassSender;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.Wire;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.store.GroupCommit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Letters that say the same to people of one account go together by the platform's mass send: the attempt
 * of all of them in one commit, then one call under one key, then the outcome of all of them.
 */
final class Bundles {

  private static final Logger log = LoggerFactory.getLogger(Bundles.class);

  /** As many as are claimed at once: a claim that takes longer would hold up the others. */
  static final int MOST = 2_000;

  private static final Duration REPEAT_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(65);
  private static final int REPEATS = 3;

  private record Together(ChannelId channel, String mailing, Message content) {}

  private record Member(Slip slip, Reach.Finding.Open open) {}

  private final Channels channels;
  private final FactFinder facts;
  private final Clearance clearance;
  private final Reach reach;
  private final Pace pace;
  private final LetterTable letters;
  private final AttemptTable attempts;
  private final UsageTable usage;
  private final GroupCommit<Settlement> settlements;
  private final InstantSource clock;
  private final long owner;
  private final Map<ChannelId, Instant> shutUntil = new ConcurrentHashMap<>();

  Bundles(
      Channels channels,
      FactFinder facts,
      Clearance clearance,
      Reach reach,
      Pace pace,
      LetterTable letters,
      GroupCommit<Settlement> settlements,
      InstantSource clock,
      long owner) {
    this.channels = channels;
    this.facts = facts;
    this.clearance = clearance;
    this.reach = reach;
    this.pace = pace;
    this.letters = letters;
    this.attempts = new AttemptTable(letters);
    this.usage = new UsageTable(letters.jdbc());
    this.settlements = settlements;
    this.clock = clock;
    this.owner = owner;
  }

  /** Whether any account can send to many at once. */
  boolean possible() {
    return channels.all().stream().anyMatch(MassSender.class::isInstance);
  }

  /** Whether this is a wire that carries nothing to one person alone. */
  static boolean isMass(Channel channel, Wire wire) {
    return channel instanceof MassSender mass && mass.massWire().equals(wire);
  }

  /** Which ways of these carry nothing to one person alone. */
  static Set<Reach.Way> massWays(List<Peer> peers, Channels channels) {
    Set<Reach.Way> ways = new HashSet<>();
    for (Peer peer : peers) {
      if (channels.find(peer.channel()).orElse(null) instanceof MassSender mass) {
        ways.add(new Reach.Way(peer, mass.massWire()));
      }
    }
    return ways;
  }

  /**
   * Sends what can go together.
   *
   * @param done called for each letter that is dealt with
   * @param alone called for each that found nobody to go with
   * @return the letters to be delivered one by one
   */
  List<Slip> carry(List<Slip> slips, Map<CustomerId, Facts> known, Done done, Alone alone) {
    Instant now = clock.instant();
    Map<Together, List<Member>> together = new LinkedHashMap<>();
    List<Slip> rest = new ArrayList<>();
    Set<CustomerId> seen = new HashSet<>();
    for (Slip slip : slips) {
      Facts about = known.get(slip.letter().customer());
      if (about == null || !seen.add(slip.letter().customer())) {
        letters.putBack(slip, now.plusSeconds(1)); // what it depends on is not known yet
        done.with(slip);
        continue;
      }
      boolean clear =
          slip.letter().worthUntil().isAfter(now)
              && clearance.decide(slip.letter(), about, now) instanceof Clearance.Ruling.Clear;
      if (clear
          && reach.find(slip.letter(), about, Set.of(), now) instanceof Reach.Finding.Open open
          && isMass(open.channel(), open.rules().wire())) {
        Together key =
            new Together(open.peer().channel(), MailingTable.of(slip.letter()), open.content());
        together.computeIfAbsent(key, _ -> new ArrayList<>()).add(new Member(slip, open));
      } else {
        rest.add(slip);
      }
    }
    together.forEach((key, members) -> send(key, members, done, alone));
    return rest;
  }

  /** What becomes of a letter afterwards. */
  interface Done {
    void with(Slip slip);
  }

  /** A letter has to go by itself after all. */
  interface Alone {
    void goes(Slip slip, Set<Reach.Way> tried);
  }

  private void send(Together key, List<Member> members, Done done, Alone alone) {
    MassSender mass = (MassSender) members.getFirst().open().channel();
    for (int from = 0; from < members.size(); from += mass.mostAtOnce()) {
      List<Member> some = members.subList(from, Math.min(members.size(), from + mass.mostAtOnce()));
      if (some.size() < 2) {
        some.forEach(member -> alone(member, alone));
      } else {
        sendTogether(key, mass, some, done, alone);
      }
    }
  }

  private void alone(Member member, Alone alone) {
    alone.goes(
        member.slip(), Set.of(new Reach.Way(member.open().peer(), member.open().rules().wire())));
  }

  private void sendTogether(
      Together key, MassSender mass, List<Member> members, Done done, Alone alone) {
    WireRules rules = members.getFirst().open().rules();
    Instant shut = shutUntil.getOrDefault(key.channel(), Instant.MIN);
    if (shut.isAfter(clock.instant())) {
      members.forEach(member -> hold(member.slip(), shut, new Why("circuit", rules.wire().name())));
      members.forEach(member -> done.with(member.slip()));
      return;
    }
    waitTurn(key.channel(), rules);
    Instant now = clock.instant();
    List<Attempting> attempting =
        members.stream().map(m -> new Attempting(m.slip(), m.open(), now, owner)).toList();
    Optional<Long> bundle = attempts.attemptTogether(attempting, key.mailing(), key.content());
    List<Attempting> going = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      Attempting one = attempting.get(i);
      if (bundle.isPresent() && one.granted) {
        going.add(one);
      } else if (one.over) {
        alone.goes(one.slip, Set.of()); // a quota is used up meanwhile
      } else if (one.granted) {
        alone(members.get(i), alone); // it is the only one left
      } else {
        done.with(one.slip);
      }
    }
    if (bundle.isEmpty()) {
      return;
    }
    List<Peer> peers = going.stream().map(one -> one.peer).toList();
    SendOutcome outcome = call(mass, key.channel(), bundle.get(), peers, key.content(), rules);
    going.forEach(one -> facts.touch(one.slip.letter().customer()));
    List<Slip> slips =
        going.stream().map(one -> one.slip.attempted(one.peer, rules.wire(), now, owner)).toList();
    if (outcome instanceof SendOutcome.Deferred(Duration retryAfter, String _)) {
      shutUntil.put(key.channel(), clock.instant().plus(retryAfter));
    }
    if (!(outcome instanceof SendOutcome.Accepted) && !(outcome instanceof SendOutcome.Uncertain)) {
      usage.giveBackEach(going);
    }
    settle(bundle.get(), slips, outcome, rules);
    slips.forEach(done::with);
  }

  private void waitTurn(ChannelId channel, WireRules rules) {
    Duration pause = pace.take(channel, rules.wire(), rules.pace(), Lane.BROADCAST);
    while (pause.isPositive()) {
      LockSupport.parkNanos(Math.max(1_000_000, pause.toNanos()));
      pause = pace.take(channel, rules.wire(), rules.pace(), Lane.BROADCAST);
    }
  }

  /** One call under one key; after silence again under the same. */
  private SendOutcome call(
      MassSender mass,
      ChannelId channel,
      long bundle,
      List<Peer> peers,
      Message content,
      WireRules rules) {
    OutboundId id = new OutboundId("bundle:" + bundle);
    boolean doubt = false;
    SendOutcome outcome = new SendOutcome.Uncertain("never asked");
    for (int tries = 0; tries < REPEATS; tries++) {
      outcome = transmit(mass, channel, id, peers, content);
      doubt |= outcome instanceof SendOutcome.Uncertain;
      if (!doubt || rules.idempotentFor().isEmpty() || outcome instanceof SendOutcome.Accepted) {
        return outcome;
      }
      LockSupport.parkNanos(pauseAfter(outcome).toNanos());
    }
    return new SendOutcome.Uncertain(detail(outcome));
  }

  private static Duration pauseAfter(SendOutcome outcome) {
    return outcome instanceof SendOutcome.Deferred(Duration retryAfter, String _)
        ? retryAfter.compareTo(LONGEST_PAUSE) < 0 ? retryAfter : LONGEST_PAUSE
        : REPEAT_PAUSE;
  }

  private SendOutcome transmit(
      MassSender mass, ChannelId channel, OutboundId id, List<Peer> peers, Message content) {
    Message whole;
    try {
      whole = channels.enclosed(content);
    } catch (RuntimeException e) {
      log.warn("What {} encloses could not be read", id, e);
      return new SendOutcome.Deferred(REPEAT_PAUSE, "enclosures");
    }
    try {
      return mass.sendMany(id, peers, whole);
    } catch (RuntimeException e) {
      log.error("Channel {} broke while sending {}", channel, id, e);
      return new SendOutcome.Uncertain("adapter: " + e.getClass().getSimpleName());
    }
  }

  private static String detail(SendOutcome outcome) {
    return switch (outcome) {
      case SendOutcome.Accepted(String id) -> id;
      case SendOutcome.Refused(SendOutcome.Reason _, String detail) -> detail;
      case SendOutcome.Deferred(Duration _, String detail) -> detail;
      case SendOutcome.Uncertain(String detail) -> detail;
    };
  }

  private void settle(long bundle, List<Slip> slips, SendOutcome outcome, WireRules rules) {
    Instant now = clock.instant();
    for (Slip slip : slips) {
      switch (outcome) {
        case SendOutcome.Accepted(String platformId) ->
            settlements.later(
                stands(slip, LetterStatus.State.ACCEPTED, new Why("accepted", rules.wire().name()))
                    .taken(platformId));
        case SendOutcome.Refused(SendOutcome.Reason reason, String detail) ->
            settlements.later(
                stands(
                    slip,
                    LetterStatus.State.REFUSED,
                    new Why(
                        "refused-" + reason.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        detail)));
        case SendOutcome.Deferred(Duration retryAfter, String detail) ->
            hold(slip, now.plus(retryAfter), new Why("deferred", detail));
        case SendOutcome.Uncertain(String detail) ->
            settlements.later(
                stands(slip, LetterStatus.State.UNCERTAIN, new Why("uncertain", detail)));
      }
    }
    settlements.commit(new Settlement.Mark()); // all of them are written
    letters
        .jdbc()
        .update(
            "update delivery.bundle set settled_at = ?, outcome = ?, platform_message_id = ?,"
                + " peers = '{}' where id = ?",
            LetterTable.time(clock.instant()),
            outcome.getClass().getSimpleName().toUpperCase(Locale.ROOT),
            outcome instanceof SendOutcome.Accepted(String id) && !id.isEmpty() ? id : null,
            bundle);
    log.info(
        "Mass send {} to {} people: {}", bundle, slips.size(), outcome.getClass().getSimpleName());
  }

  private Settlement.Stands stands(Slip slip, LetterStatus.State state, Why why) {
    return Settlement.Stands.of(slip, state, clock.instant(), why);
  }

  private void hold(Slip slip, Instant until, Why why) {
    Instant due = until.isBefore(slip.letter().worthUntil()) ? until : slip.letter().worthUntil();
    settlements.later(stands(slip, LetterStatus.State.HELD, why).due(due, false));
  }

  private record Row(
      long id,
      Peer anyone,
      Wire wire,
      Message message,
      List<Long> seqs,
      List<Peer> peers,
      Instant at) {}

  /**
   * Makes the calls again that a dead courier had under way, under the same keys.
   *
   * @param attempted what it had attempted, in our hand now
   * @return the letters that were attempted one by one
   */
  List<Slip> recover(List<Slip> attempted, Done done) {
    if (attempted.isEmpty()) {
      return attempted;
    }
    Map<Long, Slip> ours =
        attempted.stream().collect(Collectors.toMap(Slip::seq, Function.identity()));
    Map<Long, Slip> rest = new HashMap<>(ours);
    for (Row row : open(ours.keySet())) {
      List<Slip> slips = row.seqs().stream().filter(ours::containsKey).map(ours::get).toList();
      slips.forEach(slip -> rest.remove(slip.seq()));
      recover(row, slips);
      slips.forEach(done::with);
    }
    return List.copyOf(rest.values());
  }

  private void recover(Row row, List<Slip> slips) {
    Optional<Channel> channel = channels.find(row.anyone().channel());
    Optional<WireRules> rules = channel.flatMap(c -> c.capabilities().wire(row.wire()));
    boolean known =
        rules
            .flatMap(WireRules::idempotentFor)
            .filter(life -> Duration.between(row.at(), clock.instant()).compareTo(life) < 0)
            .isPresent();
    log.info("Mass send {} was under way when a courier died", row.id());
    if (known && channel.get() instanceof MassSender mass) {
      SendOutcome outcome =
          call(mass, row.anyone().channel(), row.id(), row.peers(), row.message(), rules.get());
      // any other answer leaves the first call in doubt
      SendOutcome judged =
          outcome instanceof SendOutcome.Accepted
              ? outcome
              : new SendOutcome.Uncertain(detail(outcome));
      settle(row.id(), slips, judged, rules.get());
    } else {
      slips.forEach(
          slip ->
              settlements.later(
                  stands(slip, LetterStatus.State.UNCERTAIN, Why.of("uncertain-crash"))));
      settlements.commit(new Settlement.Mark());
    }
  }

  private List<Row> open(Set<Long> seqs) {
    return letters
        .jdbc()
        .query(
            "select * from delivery.bundle where settled_at is null and seqs && ?",
            (row, _) -> {
              String channel = row.getString("channel");
              List<Peer> peers =
                  Arrays.stream((String[]) row.getArray("peers").getArray())
                      .map(written -> Slip.peer(channel, written))
                      .toList();
              return new Row(
                  row.getLong("id"),
                  peers.getFirst(),
                  new Wire(row.getString("wire")),
                  MessageCodec.read(row.getString("message")),
                  List.of((Long[]) row.getArray("seqs").getArray()),
                  peers,
                  row.getObject("at", OffsetDateTime.class).toInstant());
            },
            (Object) seqs.toArray(Long[]::new));
  }
}
