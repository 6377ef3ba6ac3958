package cn.huitouke.console;

import cn.huitouke.broadcast.Broadcast;
import cn.huitouke.broadcast.Draft;
import cn.huitouke.broadcast.Foresight;
import cn.huitouke.broadcast.Report;
import cn.huitouke.channel.Purpose;
import cn.huitouke.delivery.LetterStatus;
import cn.huitouke.delivery.Mailings;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Broadcasts as the shop's own systems write and read them. No answer names a customer. */
final class BroadcastJson {

  private static final Pattern ENTRY = Pattern.compile("[\\w-]{1,40}");
  private static final BigDecimal MOST = new BigDecimal("999999999");

  private BroadcastJson() {}

  /** The same in both of the shop's tones; without the affectionate one the other is said. */
  record WordsIn(
      @Schema(description = "with {{name}} and {{shop}}; up to 600 characters")
          @Nullable String courteous,
      @Nullable String affectionate) {

    static Draft.Words words(@Nullable WordsIn in) {
      return in == null
          ? new Draft.Words("", "")
          : new Draft.Words(text(in.courteous), text(in.affectionate));
    }
  }

  /** For whom it is: a list, or else all who pass. */
  record AudienceIn(
      @Schema(
              description =
                  "orders' and customers' numbers (c12); with a list the rest is not asked")
          @Nullable List<@Nullable String> list,
      @Nullable String channel,
      @Nullable Boolean reachable,
      @Nullable Boolean agreed,
      @Nullable Integer orders,
      @Nullable BigDecimal spent,
      @Nullable Integer recentDays,
      @Nullable Integer awayDays,
      @Nullable String product,
      @Nullable String region) {

    static Draft.Audience audience(@Nullable AudienceIn in) {
      return in == null
          ? Draft.Audience.EVERYBODY
          : new Draft.Audience(
              in.pasted(),
              text(in.channel),
              !Boolean.FALSE.equals(in.reachable),
              !Boolean.FALSE.equals(in.agreed),
              number(in.orders, 0),
              in.spent == null ? BigDecimal.ZERO : in.spent.min(MOST),
              number(in.recentDays, 0),
              number(in.awayDays, 0),
              text(in.product),
              text(in.region));
    }

    /** A list that was given is one, also when nothing on it can be meant. */
    private String pasted() {
      List<@Nullable String> entries = list == null ? List.of() : list;
      return list == null
          ? ""
          : IntStream.range(0, entries.size())
              .mapToObj(at -> readable(entries, at) ? text(entries.get(at)) : "?" + at)
              .collect(Collectors.joining("\n", "-\n", ""));
    }

    private static boolean readable(List<@Nullable String> entries, int at) {
      return ENTRY.matcher(text(entries.get(at))).matches();
    }

    /** Where on the list nobody is meant, from 0. */
    List<Integer> unknown(List<String> strangers) {
      List<@Nullable String> entries = list == null ? List.of() : list;
      Set<String> nobody = new HashSet<>(strangers);
      return IntStream.range(0, entries.size())
          .filter(at -> !readable(entries, at) || nobody.contains(text(entries.get(at))))
          .boxed()
          .toList();
    }
  }

  /**
   * A broadcast as it is written.
   *
   * @param revision only for a change: the one that was read
   */
  record DraftIn(
      @Schema(description = "for the shop's people; up to 40 characters") @Nullable String title,
      @Schema(description = "MARKETING goes only to who agreed to advertising")
          @Nullable Purpose purpose,
      Draft.@Nullable Kind kind,
      @Nullable WordsIn words,
      @Schema(description = "another wording, for half of them") @Nullable WordsIn wordsB,
      @Schema(description = "an https address") @Nullable String image,
      @Nullable String cardTitle,
      @Nullable String cardUrl,
      @Nullable AudienceIn audience,
      @Schema(description = "in percent, who gets nothing for comparison; 10 where nothing is said")
          @Nullable Integer holdOut,
      @Schema(description = "1 to 30; 3 where nothing is said") @Nullable Integer worthDays,
      @Nullable Integer revision) {

    Draft draft() {
      Draft.Words b = WordsIn.words(wordsB);
      return new Draft(
          text(title),
          purpose == Purpose.MARKETING ? Purpose.MARKETING : Purpose.COMMUNITY,
          kind == null ? Draft.Kind.TEXT : kind,
          WordsIn.words(words),
          Optional.of(b).filter(said -> !said.courteous().isEmpty()),
          text(image),
          text(cardTitle),
          text(cardUrl),
          AudienceIn.audience(audience),
          number(holdOut, 10),
          number(worthDays, 3));
    }

    List<Integer> unknown(List<String> strangers) {
      return audience == null ? List.of() : audience.unknown(strangers);
    }

    int seen() {
      return number(revision, 0);
    }
  }

  /** When; left out: as soon as it may. */
  record When(@Nullable Instant startAt, @Nullable Integer revision) {

    Optional<Instant> at() {
      return Optional.ofNullable(startAt);
    }
  }

  private static String text(@Nullable String text) {
    return Objects.requireNonNullElse(text, "").replace("\u0000", "").strip();
  }

  private static int number(@Nullable Integer number, int otherwise) {
    return number == null ? otherwise : number;
  }

  /** A page; {@code next} is given back as {@code cursor}. */
  record Page(List<Row> broadcasts, Optional<String> next) {}

  record Row(
      long id,
      String title,
      Broadcast.State state,
      Purpose purpose,
      Optional<Instant> startAt,
      Optional<Instant> startedAt,
      Optional<Instant> endedAt) {

    static Row of(Broadcast one) {
      return new Row(
          one.id(),
          one.draft().title(),
          one.state(),
          one.draft().purpose(),
          one.startAt(),
          one.startedAt(),
          one.endedAt());
    }
  }

  /**
   * A broadcast.
   *
   * @param troubles what has to be mended before it can be handed over
   * @param looking whether recipients are being gathered at the moment
   * @param unknown only where a list was just given: which of its entries, from 0, are nobody's; they
   *     are not kept
   */
  record View(
      long id,
      String title,
      Broadcast.State state,
      int revision,
      Purpose purpose,
      Draft.Kind kind,
      boolean listed,
      List<String> troubles,
      boolean looking,
      Optional<Reach> reach,
      Optional<String> submittedBy,
      Optional<String> approvedBy,
      Optional<Instant> startAt,
      Optional<Instant> startedAt,
      Optional<Instant> endedAt,
      Optional<List<Integer>> unknown) {

    static View of(Broadcast one, List<String> troubles, Optional<List<Integer>> unknown) {
      return new View(
          one.id(),
          one.draft().title(),
          one.state(),
          one.revision(),
          one.draft().purpose(),
          one.draft().kind(),
          !one.draft().audience().pasted().isEmpty(),
          troubles,
          one.gathering(),
          one.foresight().map(Reach::of),
          one.submittedBy(),
          one.approvedBy(),
          one.startAt(),
          one.startedAt(),
          one.endedAt(),
          unknown);
    }
  }

  record Wire(String channel, String wire, int count) {}

  /** How many meet this fate, by the rule of that name, and its sentence. */
  record Cause(String fate, String rule, String why, String whyEnglish, long count) {}

  /** Who would get it if it started at that time. */
  record Reach(
      Instant at,
      int people,
      int heldOut,
      int letters,
      int atOnce,
      List<Wire> wires,
      List<Cause> causes,
      Instant finishedAt,
      int unknown) {

    static Reach of(Foresight seen) {
      return new Reach(
          seen.at(),
          seen.people(),
          seen.heldOut(),
          seen.letters(),
          seen.goes(),
          seen.ways().stream()
              .map(
                  way ->
                      new Wire(
                          way.channelKind() + "/" + way.channelName(), way.wire(), way.count()))
              .toList(),
          seen.causes().stream()
              .map(
                  one ->
                      new Cause(
                          one.fate().name(), one.rule(), one.why(), one.whyEnglish(), one.count()))
              .toList(),
          seen.finished(),
          seen.unknown());
    }
  }

  /**
   * Where its messages stand.
   *
   * @param states how many in each state
   * @param wires what was accepted, by wire
   */
  record Progress(
      Broadcast.State state,
      long letters,
      Map<LetterStatus.State, Long> states,
      Map<String, Long> wires,
      List<Cause> causes) {

    static Progress of(Broadcast one, Mailings.Tally tally) {
      return new Progress(
          one.state(),
          one.foresight().map(Foresight::letters).orElse(0),
          tally.states(),
          tally.wires(),
          tally.causes().stream()
              .map(
                  cause ->
                      new Cause(
                          cause.state().name(),
                          cause.rule(),
                          cause.why(),
                          cause.whyEnglish(),
                          cause.count()))
              .toList());
    }
  }

  /**
   * What came of it within seven days.
   *
   * @param upliftPoints by how many percentage points more of those who got it bought, give or take
   *     {@code plusMinus}; left out where it is too early or too few to say
   */
  record Outcome(
      Instant until,
      boolean complete,
      List<Report.Side> sides,
      Optional<Double> upliftPoints,
      Optional<Double> plusMinus) {

    static Outcome of(Report report) {
      return new Outcome(
          report.until(),
          report.complete(),
          new ArrayList<>(report.sides()),
          report.uplift().map(Report.Uplift::points),
          report.uplift().map(Report.Uplift::plusMinus));
    }
  }
}
