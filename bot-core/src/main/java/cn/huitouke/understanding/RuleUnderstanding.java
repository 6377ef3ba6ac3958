package cn.huitouke.understanding;

import cn.huitouke.understanding.RuleBook.Opinion;
import cn.huitouke.understanding.Understood.Slots;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Understands by word lists and rules: values first, then what is said about them. */
@Component
final class RuleUnderstanding implements Understanding {

  private static final int SURE = 50;
  private static final int CLEARLY = 2;

  /** Never kept back for being unclear: whoever is angry or wants a person is heard. */
  private static final Set<Intent> ALWAYS_HEARD =
      Set.of(Intent.HUMAN_HANDOFF, Intent.COMPLAINT_ANGRY, Intent.UNSUBSCRIBE_STOP);

  /** The platform's picture words, [微笑]. */
  private static final Pattern STICKER = Pattern.compile("\\[[^\\[\\]\\s]{1,8}\\]");

  private final RuleBook rules = new RuleBook(lines());

  @Override
  public Understood understand(String text) {
    String plain = Plain.write(text);
    Values.Found found = Values.in(plain);
    String key = rules.mend(key(found.rest()));
    Slots slots = found.slots();
    boolean number = !slots.orderNumbers().isEmpty() || !slots.waybillNumbers().isEmpty();
    boolean value = number || !slots.phones().isEmpty() || !slots.tails().isEmpty();
    if (value && (key.isEmpty() || rules.isOnly("FILLER", key))) {
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
    StringBuilder key = new StringBuilder(text.length());
    STICKER
        .matcher(text)
        .replaceAll("")
        .codePoints()
        .filter(c -> Character.isLetterOrDigit(c) || c == '+' || c == 0x1F44D || c == 0x1F4E6)
        .forEach(key::appendCodePoint);
    return key.toString();
  }

  private static java.util.List<String> lines() {
    try (InputStream in = RuleUnderstanding.class.getResourceAsStream("/understanding/rules.txt")) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
