package cn.huitouke.conversation;

import cn.huitouke.channel.Answering;
import cn.huitouke.channel.Capabilities.Opener;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Purpose;
import cn.huitouke.channel.Segment;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.delivery.Channels;
import cn.huitouke.delivery.Contacts;
import cn.huitouke.delivery.Lane;
import cn.huitouke.delivery.Letter;
import cn.huitouke.delivery.Replies;
import cn.huitouke.understanding.Understanding;
import cn.huitouke.understanding.Understood;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Hears one event out: who it is, what they mean, which skill answers, what is said. */
final class Reception {

  /** After that a question is stale, and its answer would only puzzle. */
  private static final Duration WORTH = Duration.ofHours(24);

  /** What came of an event. {@code awaitsPlatform}: see {@link Replies#answer}. */
  record Result(String outcome, boolean awaitsPlatform) {
    static Result of(String outcome) {
      return new Result(outcome, false);
    }
  }

  private final Channels channels;
  private final Customers customers;
  private final Understanding understanding;
  private final Sessions sessions;
  private final List<Skill> skills;
  private final List<Afterword> afterwords;
  private final Replies replies;
  private final Contacts contacts;
  private final InstantSource clock;

  /**
   * @param skills in the order in which they are asked
   */
  Reception(
      Channels channels,
      Customers customers,
      Understanding understanding,
      Sessions sessions,
      List<Skill> skills,
      List<Afterword> afterwords,
      Replies replies,
      Contacts contacts,
      InstantSource clock) {
    this.channels = channels;
    this.customers = customers;
    this.understanding = understanding;
    this.sessions = sessions;
    this.skills = List.copyOf(skills);
    this.afterwords = List.copyOf(afterwords);
    this.replies = replies;
    this.contacts = contacts;
    this.clock = clock;
  }

  Result receive(Arrival arrival) {
    return switch (arrival.event) {
      case InboundEvent.MessageReceived message -> {
        boolean group = message.peer().kind() == Peer.Kind.GROUP;
        Peer person = Peer.person(message.peer().channel(), message.sender());
        // A member of a group need not follow us.
        CustomerId customer =
            group ? customers.recognise(person) : customers.wrote(person, message.at());
        if (group && !mentions(message.message())) {
          yield silence(message, "group: not addressed");
        }
        // A group that asks opens its window as a person does.
        contacts.noted(customer, message.peer(), Opener.MESSAGE, message.at());
        Understood understood = understanding.understand(message.message().text());
        yield converse(arrival, customer, Optional.of(understood));
      }
      case InboundEvent.Followed followed -> {
        customers.followed(followed.peer(), followed.invitation(), followed.at());
        yield opened(arrival, Opener.FOLLOW);
      }
      case InboundEvent.Scanned _ -> opened(arrival, Opener.SCAN);
      case InboundEvent.MenuTapped menu ->
          menu.opensWindow()
              ? opened(arrival, Opener.MENU)
              : converse(arrival, customers.recognise(menu.peer()), Optional.empty());
      case InboundEvent.Located located ->
          converse(arrival, customers.recognise(located.peer()), Optional.empty());
      case InboundEvent.SubscriptionChanged changed -> {
        CustomerId customer = customers.recognise(changed.peer());
        contacts.consented(
            customer, changed.peer(), changed.id(), changed.consents(), changed.at());
        yield converse(arrival, customer, Optional.empty());
      }
      case InboundEvent.Unfollowed unfollowed -> {
        customers.unfollowed(unfollowed.peer(), unfollowed.at());
        yield silence(unfollowed, "unfollowed");
      }
      case InboundEvent.AuthorizationRevoked revoked -> {
        customers.withdrew(revoked.peer(), "event:" + revoked.id(), revoked.at());
        yield silence(revoked, "authorization withdrawn");
      }
      case InboundEvent.DeliveryReported report -> {
        contacts.reported(report);
        yield silence(report, "reported");
      }
      case InboundEvent.MassReported report -> {
        contacts.reported(report);
        yield silence(report, "reported");
      }
      case InboundEvent.MemberJoined _,
          InboundEvent.AgentSessionChanged _,
          InboundEvent.Unsupported _ ->
          silence(arrival.event, "recorded");
    };
  }

  /** The platform delivered an event again that was dealt with: only its slot is to be filled. */
  void answerAgain(InboundEvent event) {
    repeat(event);
    nothingMore(event);
  }

  /** Sends the recorded answer into the event's slot once more; whether the slot took it. */
  boolean repeat(InboundEvent event) {
    return replies.repeat(new Letter.AnswerTo(event.peer(), event.id()), replyId(event, 1));
  }

  void giveUp(InboundEvent event) {
    replies.giveUp(replyId(event, 1));
  }

  /** Lets the platform go. */
  void nothingMore(InboundEvent event) {
    if (channels.find(event.peer().channel()).orElse(null) instanceof Answering answering) {
      answering.nothingMore(event.id());
    }
  }

  /** Returns when everything that events brought about so far is on disk. */
  void settle() {
    contacts.settle();
  }

  private Result opened(Arrival arrival, Opener opener) {
    CustomerId customer = customers.recognise(arrival.event.peer());
    contacts.noted(customer, arrival.event.peer(), opener, arrival.event.at());
    return converse(arrival, customer, Optional.empty());
  }

  private Result converse(Arrival arrival, CustomerId customer, Optional<Understood> understood) {
    InboundEvent event = arrival.event;
    boolean group = event.peer().kind() == Peer.Kind.GROUP;
    Instant now = clock.instant();
    Turn turn = new Turn(event, customer, understood, sessions.of(talker(event)), now);
    for (Skill skill : skills) {
      if (group && !skill.speaksInGroups()) {
        continue;
      }
      switch (skill.consider(turn)) {
        case Verdict.Pass _ -> {
          // the next one
        }
        case Verdict.Silence(String because, Verdict.Mood mood) -> {
          leave(turn, skill, mood);
          return silence(event, skill.name() + ": " + because);
        }
        case Verdict.Say(List<Message> messages, Verdict.Mood mood) -> {
          if (messages.isEmpty()) {
            return silence(event, skill.name());
          }
          boolean content = mood == Verdict.Mood.CONTENT && !group;
          List<Message> all = content ? withAfterword(turn, skill, messages) : messages;
          Result said = say(arrival, customer, skill, all, now);
          leave(turn, skill, mood);
          return said;
        }
      }
    }
    return silence(event, "nobody's");
  }

  /** A small word behind an answer that is one text. */
  private List<Message> withAfterword(Turn turn, Skill skill, List<Message> messages) {
    if (messages.size() > 1 || messages.getFirst().text().isEmpty()) {
      return messages;
    }
    return afterwords.stream()
        .map(afterword -> afterword.behind(turn, skill.name()))
        .flatMap(Optional::stream)
        .findFirst()
        .map(word -> List.of(Message.text(messages.getFirst().text() + "\n\n" + word)))
        .orElse(messages);
  }

  private void leave(Turn turn, Skill skill, Verdict.Mood mood) {
    if (mood == Verdict.Mood.CONTENT && turn.event().peer().kind() != Peer.Kind.GROUP) {
      afterwords.forEach(afterword -> afterword.content(turn, skill.name()));
    }
  }

  private Result say(
      Arrival arrival, CustomerId customer, Skill skill, List<Message> messages, Instant now) {
    InboundEvent event = arrival.event;
    Letter.AnswerTo to = new Letter.AnswerTo(event.peer(), event.id());
    List<Letter> letters = new ArrayList<>(messages.size());
    for (Message message : messages) {
      letters.add(
          new Letter(
              replyId(event, letters.size() + 1),
              customer,
              Purpose.REPLY,
              Lane.REPLY,
              message,
              Optional.empty(),
              Optional.of(to),
              now,
              now.plus(WORTH),
              skill.name()));
    }
    boolean settled = replies.answer(to, letters, arrival.again);
    if (settled) {
      nothingMore(event);
    }
    return new Result(skill.name(), !settled);
  }

  private Result silence(InboundEvent event, String because) {
    nothingMore(event);
    return Result.of(because);
  }

  private static boolean mentions(Message message) {
    return message.segments().stream().anyMatch(Segment.Mention.class::isInstance);
  }

  /** In a group each member has their own conversation with us. */
  private static String talker(InboundEvent event) {
    return event instanceof InboundEvent.MessageReceived message
            && event.peer().kind() == Peer.Kind.GROUP
        ? event.peer() + "/" + message.sender()
        : event.peer().toString();
  }

  /** The n-th message said to an event: for ever the same. */
  static OutboundId replyId(InboundEvent event, int n) {
    String id = event.peer().channel() + ":" + event.id();
    String whole = "reply:" + id + ":" + n;
    return new OutboundId(whole.length() <= 200 ? whole : "reply:" + sha256(id) + ":" + n);
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
