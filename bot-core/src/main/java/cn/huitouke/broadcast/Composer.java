package cn.huitouke.broadcast;

import cn.huitouke.channel.Message;
import cn.huitouke.channel.Segment;
import cn.huitouke.wording.Tone;
import cn.huitouke.wording.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Makes a message of a draft: the words with their variables, and the closing line, always. */
@Component
class Composer {

  /** What every template of the closing line may use. */
  static final Set<String> VARIABLES = Set.of("shop");

  private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}&&[^\\n]]|[\\u202A-\\u202E\\u2066-\\u2069\\uFFFE\\uFFFF]");
  private static final Pattern HOW_TO_STOP = Pattern.compile("TD|退订|别发");
  private static final int LONGEST = 600;
  private static final int LONGEST_TITLE = 40;
  private static final int LONGEST_NAME = 12;

  private final Wording wording;
  private final BroadcastSettings settings;
  private final PictureTable pictures;

  Composer(Wording wording, BroadcastSettings settings, PictureTable pictures) {
    this.wording = wording;
    this.settings = settings;
    this.pictures = pictures;
  }

  Tone tone() {
    return settings.spoken();
  }

  List<Trouble> troubles(Draft draft) {
    List<Trouble> troubles = new ArrayList<>();
    if (draft.title().isEmpty()) {
      troubles.add(Trouble.NO_TITLE);
    }
    if (draft.a().courteous().isEmpty()) {
      troubles.add(Trouble.NO_WORDS);
    }
    List<String> texts = texts(draft);
    if (draft.title().length() > LONGEST_TITLE
        || texts.stream().anyMatch(text -> text.length() > LONGEST)) {
      troubles.add(Trouble.TOO_LONG);
    }
    if (texts.stream().anyMatch(Composer::namesUnknown)) {
      troubles.add(Trouble.UNKNOWN_VARIABLE);
    }
    if (draft.kind() == Draft.Kind.IMAGE && !web(draft.image()) && !pictures.knows(draft.image())) {
      troubles.add(Trouble.NO_IMAGE);
    }
    boolean picture = draft.image().isEmpty() || web(draft.image());
    if (draft.kind() == Draft.Kind.CARD
        && (draft.cardTitle().isEmpty() || !web(draft.cardUrl()) || !picture)) {
      troubles.add(Trouble.NO_CARD);
    }
    if (!closes(closingLine())) {
      troubles.add(Trouble.NO_CLOSING_LINE);
    }
    return troubles;
  }

  private boolean closes(String line) {
    return line.contains(settings.shopName()) && HOW_TO_STOP.matcher(line).find();
  }

  private static List<String> texts(Draft draft) {
    List<String> texts = new ArrayList<>();
    texts.add(draft.a().courteous());
    texts.add(draft.a().affectionate());
    draft.b().ifPresent(b -> texts.addAll(List.of(b.courteous(), b.affectionate())));
    return texts;
  }

  private static boolean namesUnknown(String text) {
    Matcher found = VARIABLE.matcher(text);
    while (found.find()) {
      if (!Set.of("name", "shop").contains(found.group(1))) {
        return true;
      }
    }
    return VARIABLE.matcher(text).replaceAll("").contains("{{");
  }

  private static boolean web(String address) {
    return address.matches("https://[^\\s<>\"]{4,500}");
  }

  /** Whether each customer gets words of their own: such cannot go by mass send. */
  boolean personal(Draft draft) {
    return namesThem(said(draft, false, tone()))
        || draft.b().isPresent() && namesThem(said(draft, true, tone()));
  }

  private static boolean namesThem(String text) {
    Matcher found = VARIABLE.matcher(text);
    while (found.find()) {
      if (found.group(1).equals("name")) {
        return true;
      }
    }
    return false;
  }

  private static String said(Draft draft, boolean second, Tone tone) {
    Draft.Words words = second ? draft.b().orElse(draft.a()) : draft.a();
    return tone == Tone.AFFECTIONATE && !words.affectionate().isEmpty()
        ? words.affectionate()
        : words.courteous();
  }

  /**
   * @param name how the customer is called; empty or masked by the platform: as the tone says you
   */
  Message message(Draft draft, boolean second, Tone tone, String name) {
    String called = called(name, tone);
    String words =
        VARIABLE
            .matcher(said(draft, second, tone))
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        switch (found.group(1)) {
                          case "name" -> called;
                          case "shop" -> settings.shopName();
                          default -> found.group();
                        }));
    String text = (words + "\n\n" + closingLine()).strip();
    return switch (draft.kind()) {
      case TEXT -> Message.text(text);
      case IMAGE ->
          Message.of(new Segment.Image(draft.image(), Optional.empty()), new Segment.Text(text));
      case CARD ->
          Message.of(new Segment.Card(draft.cardTitle(), text, draft.cardUrl(), draft.image()));
    };
  }

  private static String called(String name, Tone tone) {
    return isName(name) ? clean(name) : tone == Tone.AFFECTIONATE ? "亲" : "您";
  }

  /** Whether one can be called so; names that a platform has masked are none. */
  static boolean isName(String name) {
    String clean = clean(name);
    return !clean.isEmpty()
        && !clean.contains("*")
        && clean.codePointCount(0, clean.length()) <= LONGEST_NAME;
  }

  private static String clean(String name) {
    return CONTROL.matcher(name).replaceAll("").strip();
  }

  private String closingLine() {
    return wording.say("broadcast/closing-line", Map.of("shop", settings.shopName()));
  }
}
