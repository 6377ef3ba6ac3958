package cn.huitouke.understanding;

import cn.huitouke.understanding.RuleBook.Opinion;
import cn.huitouke.understanding.Understood.Slots;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Understands by word lists and rules: values first, then what is said about them. */
@Component
final class RuleUnderstanding implements Understanding {

  private static final int SURE = 50;
  private static final int CLEARLY = 2;
  private static final int KEPT = 4096;
  private static final int KEPT_LENGTH = 40;

  /** Never kept back for being unclear: whoever is angry or wants a person is heard. */
  private static final Set<Intent> ALWAYS_HEARD =
      Set.of(Intent.HUMAN_HANDOFF, Intent.COMPLAINT_ANGRY, Intent.UNSUBSCRIBE_STOP);

  /** The platform's picture words, [微笑]. */
  private static final Pattern STICKER = Pattern.compile("\\[[^\\[\\]\\s]{1,8}\\]");

  private final RuleBook rules = new RuleBook(lines());

  /** Customers say the same things: the latest texts without values in them, by their hash. */
  private final @Nullable Heard[] heard = new Heard[KEPT];

  private record Heard(String text, Understood understood) {}

  @Override
  public Understood understand(String text) {
    if (text.length() > KEPT_LENGTH) {
      return think(text);
    }
    int place = (text.hashCode() ^ text.hashCode() >>> 16) & KEPT - 1;
    Heard before = heard[place];
    if (before != null && before.text().equals(text)) {
      return before.understood();
    }
    Understood understood = think(text);
    if (understood.slots() == Slots.NONE) {
      heard[place] = new Heard(text, understood); // a race costs a thought, no more
    }
    return understood;
  }

  private Understood think(String text) {
    String plain = Plain.write(text);
    Values.Found found = Values.in(plain);
    String key = rules.mend(key(found.rest()));
    Slots slots = found.slots();
    boolean number = !slots.orderNumbers().isEmpty() || !slots.waybillNumbers().isEmpty();
    boolean value = number || !slots.phones().isEmpty() || !slots.tails().isEmpty();
    if (value && (key.isEmpty() || rules.isFiller(key))) {
      return new Understood(plain, given(slots), true, slots);
    }
    if (key.isEmpty()) {
      return wordless(plain, slots);
    }
    Opinion opinion = rules.judge(key, number);
    if (value && opinion.score() < SURE) {
      return new Understood(plain, given(slots), key.length() <= 8, slots);
    }
    return new Understood(plain, opinion.intent(), isSure(opinion), slots);
  }

  private static boolean isSure(Opinion opinion) {
    return opinion.score() >= SURE
        && (opinion.score() - opinion.runnerUp() >= CLEARLY
            || ALWAYS_HEARD.contains(opinion.intent()));
  }

  private static Intent given(Slots slots) {
    boolean order = !slots.orderNumbers().isEmpty();
    boolean waybill = !slots.waybillNumbers().isEmpty();
    if (waybill && !(order && slots.orderNumbers().getFirst().length() > 15)) {
      return Intent.TRACKING_NUMBER_GIVEN;
    }
    return order ? Intent.ORDER_NUMBER_GIVEN : Intent.PHONE_GIVEN;
  }

  /** A picture word or punctuation, or a code and nothing else. */
  private static Understood wordless(String plain, Slots slots) {
    boolean code = !slots.isEmpty();
    return new Understood(plain, code ? Intent.OUT_OF_SCOPE : Intent.CHIT_CHAT, !code, slots);
  }

  /** Letters, digits, plus signs and the emoji that say something. */
  private static String key(String text) {
    String bare = text.indexOf('[') < 0 ? text : STICKER.matcher(text).replaceAll("");
    StringBuilder key = new StringBuilder(bare.length());
    for (int i = 0; i < bare.length(); ) {
      int c = bare.codePointAt(i);
      if (Character.isLetterOrDigit(c) || c == '+' || c == 0x1F44D || c == 0x1F4E6) {
        key.appendCodePoint(c);
      }
      i += Character.charCount(c);
    }
    return key.toString();
  }

  private static List<String> lines() {
    try (InputStream in = RuleUnderstanding.class.getResourceAsStream("/understanding/rules.txt")) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
