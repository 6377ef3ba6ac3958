package cn.huitouke.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.SendOutcome;
import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReasonsTest {

  static Stream<String> rules() {
    return Stream.concat(
        Stream.of(
            "planned",
            "claimed",
            "attempted",
            "accepted",
            "accepted-reply",
            "delivered",
            "not-delivered",
            "expired",
            "no-consent-care",
            "no-consent-community",
            "no-consent-marketing",
            "brake-complaint",
            "brake-return",
            "brake-bad-rating",
            "quiet-hours",
            "frequency-day",
            "frequency-week",
            "mourning",
            "quota-day",
            "quota-month",
            "circuit",
            "hold-out",
            "no-identity",
            "no-window",
            "no-wire",
            "paced",
            "deferred",
            "deferred-often",
            "uncertain",
            "uncertain-crash",
            "uncertain-slot"),
        Arrays.stream(SendOutcome.Reason.values())
            .map(reason -> "refused-" + reason.name().toLowerCase(Locale.ROOT).replace('_', '-')));
  }

  @Test
  void whatExpiredNamesWhatHadHeldIt() {
    Why why = new Why("expired", "frequency-week" + Why.EARLIER + "3");
    assertThat(Reasons.earlier(why)).contains(new Why("frequency-week", "3"));
    assertThat(Reasons.earlier(new Why("deferred", "a|b"))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyRuleHasASentenceInBothLanguages(String rule) throws IOException {
    for (String language : new String[] {"zh", "en"}) {
      Path file = Path.of("../templates", language, "why", rule + ".mustache");
      assertThat(file).exists();
      String sentence =
          Mustache.compiler()
              .defaultValue("")
              .compile(Files.readString(file))
              .execute(
                  Map.of(
                      "about",
                      new Why(rule, "x".repeat(400)).about(),
                      "because",
                      "y".repeat(121),
                      "until",
                      "11-21 12:00",
                      "attempts",
                      12))
              .strip();
      assertThat(sentence).hasSizeLessThan(300).doesNotContain("\n");
    }
  }
}
