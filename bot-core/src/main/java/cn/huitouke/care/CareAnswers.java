package cn.huitouke.care;

import cn.huitouke.care.Feelings.Reading;
import cn.huitouke.channel.InboundEvent.MessageReceived;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import cn.huitouke.conversation.Skill;
import cn.huitouke.conversation.Turn;
import cn.huitouke.conversation.Verdict;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.Brakes;
import cn.huitouke.delivery.LetterStatus.State;
import cn.huitouke.delivery.Outbox;
import cn.huitouke.understanding.Intent;
import cn.huitouke.understanding.Understood;
import cn.huitouke.wording.Wording;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Understands what comes back when care has asked: praise is kept, a doubt is asked after, trouble
 * becomes a case for a person. Trouble is heard without a question, too.
 */
@Component
@Order(150)
class CareAnswers implements Skill {

  static final String NAME = "care-answers";

  /** Somebody was asked what could be better, or what a picture shows. */
  private static final String MORE = NAME + ".more";

  private static final String GOOD = "care:good";
  private static final String BAD = "care:bad";
  private static final Pattern BACK =
      Pattern.compile("退货|退款|退换货?|换货|退钱|退了?|换(一?个|成|大|小)?|不(太|大|怎么)?(合适|合身|适合)");

  private static final Duration A_DAY = Duration.ofHours(24);

  /** Letters that a customer may have seen. */
  private static final Set<State> SEEN =
      EnumSet.of(State.ACCEPTED, State.UNCERTAIN, State.ATTEMPTED);

  /** What other skills are there for, though a word of feeling may stand in it. */
  private static final Set<Intent> OTHERS =
      EnumSet.of(
          Intent.HUMAN_HANDOFF,
          Intent.UNSUBSCRIBE_STOP,
          Intent.LOGISTICS_QUERY,
          Intent.ORDER_STATUS_NOT_SHIPPED,
          Intent.URGE_SHIP,
          Intent.URGE_DELIVER,
          Intent.DELAY_COMPLAINT,
          Intent.INVOICE,
          Intent.ADDRESS_CHANGE,
          Intent.POINTS_REDEEM,
          Intent.VIP_STATUS,
          Intent.REFERRAL_INVITE,
          Intent.EVENT_INFO,
          Intent.EVENT_RSVP,
          Intent.PRICE_PROTECTION,
          Intent.TRACKING_NUMBER_GIVEN,
          Intent.ORDER_NUMBER_GIVEN,
          Intent.PHONE_GIVEN);

  private final DueBook dues;
  private final NoteBook notes;
  private final Troubles troubles;
  private final Outbox outbox;
  private final Wording wording;
  private final CareSettings settings;
  private final PurchaseOwners owners;
  private final Feelings feelings = new Feelings();

  CareAnswers(
      DueBook dues,
      NoteBook notes,
      Troubles troubles,
      Outbox outbox,
      Wording wording,
      CareSettings settings,
      PurchaseOwners owners) {
    this.dues = dues;
    this.notes = notes;
    this.troubles = troubles;
    this.outbox = outbox;
    this.wording = wording;
    this.settings = settings;
    this.owners = owners;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Verdict consider(Turn turn) {
    if (!(turn.event() instanceof MessageReceived message)
        || message.peer().kind() == Peer.Kind.GROUP) {
      return Verdict.pass();
    }
    Optional<Heard> heard = heard(turn, message);
    return heard.isEmpty() ? Verdict.pass() : answer(turn, heard.get());
  }

  /**
   * What a message says.
   *
   * @param reading how they find it; UNCLEAR for words or a picture that may mean anything
   * @param plain whether it is a complaint by itself, whatever was asked before
   */
  private record Heard(Reading reading, boolean photo, boolean plain, String words) {}

  private Optional<Heard> heard(Turn turn, MessageReceived message) {
    Optional<Understood> said = turn.understood().filter(words -> !words.text().isEmpty());
    String words = said.map(Understood::text).orElse("");
    boolean photo = hasPicture(message);
    Optional<Heard> tapped = tapped(message, words);
    if (tapped.isPresent()) {
      return tapped;
    }
    if (said.isEmpty()) {
      return photo
          ? Optional.of(new Heard(new Reading(Feeling.UNCLEAR, false), true, false, ""))
          : Optional.empty();
    }
    Understood understood = said.get();
    if (understood.sure() && OTHERS.contains(understood.intent())) {
      return Optional.empty();
    }
    Optional<Reading> read = feelings.read(words);
    if (isTrouble(understood)) {
      boolean praised = read.filter(r -> r.feeling() == Feeling.GOOD).isPresent();
      if (!praised || understood.intent() == Intent.COMPLAINT_ANGRY) {
        return Optional.of(new Heard(new Reading(Feeling.BAD, true), photo, true, words));
      }
    }
    return read.map(r -> new Heard(r, photo, false, words))
        .or(() -> explained(turn, understood, words));
  }

  private static boolean hasPicture(MessageReceived message) {
    return message.message().segments().stream()
        .anyMatch(s -> s instanceof Segment.Image || s instanceof Segment.Video);
  }

  /** After "what could be better?" every sentence of some length is the answer. */
  private Optional<Heard> explained(Turn turn, Understood understood, String words) {
    boolean talk =
        switch (understood.intent()) {
          case OUT_OF_SCOPE, PRODUCT_QUESTION, PRICE_BARGAIN, USAGE_QUESTION -> true;
          default -> false;
        };
    return talk && words.length() >= 3 && turn.session().note(MORE).isPresent()
        ? Optional.of(new Heard(new Reading(Feeling.UNCLEAR, false), false, false, words))
        : Optional.empty();
  }

  private static Optional<Heard> tapped(MessageReceived message, String words) {
    return message
        .choice()
        .flatMap(
            choice ->
                switch (choice) {
                  case GOOD -> Optional.of(Feeling.GOOD);
                  case BAD -> Optional.of(Feeling.BAD);
                  default -> Optional.<Feeling>empty();
                })
        .map(
            feeling ->
                new Heard(
                    new Reading(feeling, feeling == Feeling.BAD),
                    false,
                    feeling == Feeling.BAD,
                    words));
  }

  private static boolean isTrouble(Understood understood) {
    return understood.intent() == Intent.COMPLAINT_ANGRY
        || understood.sure()
            && (understood.intent() == Intent.DELIVERY_PROBLEM
                || understood.intent() == Intent.RETURN_EXCHANGE);
  }

  private Verdict answer(Turn turn, Heard heard) {
    Optional<Due> asked = asked(turn);
    boolean bad = heard.reading().feeling() == Feeling.BAD;
    if (asked.isEmpty() && !(bad && mayComplain(turn, heard))) {
      return Verdict.pass();
    }
    if (bad) {
      return trouble(turn, heard, asked);
    }
    note(turn, heard, asked);
    return switch (heard.reading().feeling()) {
      case GOOD -> {
        turn.session().forget(MORE);
        yield gladly("care/answer-good", asked);
      }
      case FINE -> {
        turn.session().note(MORE, "fine", A_DAY);
        yield say("care/answer-fine", asked);
      }
      case LATER -> gladly("care/answer-later", asked);
      case UNCLEAR -> unclear(turn, heard, asked);
      case BAD -> throw new IllegalStateException("answered above");
    };
  }

  /** Without a question: whoever is angry is heard; a thing's fault counts for those who have it. */
  private boolean mayComplain(Turn turn, Heard heard) {
    Intent intent = turn.understood().map(Understood::intent).orElse(Intent.OUT_OF_SCOPE);
    if (intent == Intent.COMPLAINT_ANGRY) {
      return true;
    }
    return (heard.plain() || heard.reading().fault()) && owners.hasOrders(turn.customer());
  }

  private Verdict unclear(Turn turn, Heard heard, Optional<Due> asked) {
    if (!heard.photo()) {
      turn.session().forget(MORE);
      return say("care/answer-noted", asked);
    }
    turn.session().note(MORE, "photo", A_DAY);
    Map<String, Object> values = values(asked);
    return Verdict.say(
        Message.of(
            new Segment.Choices(
                wording.say("care/answer-photo", values),
                List.of(
                    new Segment.Choice(GOOD, wording.say("care/choice-good", Map.of())),
                    new Segment.Choice(BAD, wording.say("care/choice-bad", Map.of()))),
                "")));
  }

  private Verdict trouble(Turn turn, Heard heard, Optional<Due> asked) {
    note(turn, heard, asked);
    turn.session().forget(MORE);
    boolean back = turn.understood().filter(u -> u.intent() == Intent.RETURN_EXCHANGE).isPresent();
    Map<String, Object> values = values(asked);
    boolean fresh =
        troubles.open(
            turn.customer(),
            new Troubles.Matter(
                back ? Brakes.Kind.RETURN : Brakes.Kind.COMPLAINT,
                asked.flatMap(Due::order),
                String.valueOf(values.get("thing")),
                heard.words()),
            turn.now());
    values.put("hours", settings.caseAnswersWithin().toHours());
    values.put("back", back);
    String answer = back && wantsOnlyThat(heard.words()) ? "care/answer-return" : "care/answer-bad";
    return Verdict.say(wording.say(fresh ? answer : "care/answer-bad-again", values));
  }

  private void note(Turn turn, Heard heard, Optional<Due> asked) {
    notes.note(
        new NoteBook.Entry(
            turn.event().peer().channel() + ":" + turn.event().id(),
            turn.customer(),
            asked,
            heard.reading().feeling(),
            heard.photo(),
            heard.words(),
            turn.now()));
  }

  /** Sending something back because it does not fit is no grievance. */
  private boolean wantsOnlyThat(String words) {
    String besides = BACK.matcher(words).replaceAll("");
    return feelings.read(besides).filter(r -> r.feeling() == Feeling.BAD).isEmpty();
  }

  /** The question that is open: it was asked lately, and has reached them. */
  private Optional<Due> asked(Turn turn) {
    return dues.asked(turn.customer(), turn.now().minus(settings.answersFor()))
        .filter(
            due ->
                outbox
                    .status(new OutboundId(due.letter()))
                    .filter(status -> SEEN.contains(status.state()))
                    .isPresent());
  }

  private Verdict gladly(String template, Optional<Due> asked) {
    return Verdict.gladly(wording.say(template, values(asked)));
  }

  private Verdict say(String template, Optional<Due> asked) {
    return Verdict.say(wording.say(template, values(asked)));
  }

  private static Map<String, Object> values(Optional<Due> asked) {
    Map<String, Object> values = new java.util.HashMap<>();
    values.put("thing", asked.map(Due::thing).orElse(""));
    return values;
  }

  /** Who has ever bought something. */
  @FunctionalInterface
  interface PurchaseOwners {
    boolean hasOrders(CustomerId customer);
  }
}
