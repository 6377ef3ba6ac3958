package cn.huitouke.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few days played through, by the command and in this process. */
class RehearsalTest {

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir Path home;

  @Test
  void theSameSeedPlaysTheSameDaysAndThePlatformRefusesNothing() throws Exception {
    String[] asked = {"--days", "9", "--customers", "12", "--seed", "3"};
    RehearsalSummary here = Rehearsal.play(options("here", true, asked));
    assertThat(here.withinTheRules()).as(here::inWords).isTrue();
    assertThat(here.figures().get("refused by the platform")).as(here::inWords).hasToString("{}");
    assertThat(here.inWords()).contains("ours / a naive sender's", "must-arrive delivered");

    List<String> command = new ArrayList<>(List.of("rehearse", "--out=" + home.resolve("there")));
    command.addAll(List.of(asked));
    try (Child there = Child.launch(home.resolve("data"), command)) {
      assertThat(there.ends(PATIENCE)).as(there::output).isZero();
      assertThat(there.output()).contains("2026-01-01", here.hash());
    }
    assertThat(home.resolve("data")).as("the shop's own data are left alone").doesNotExist();
    assertThat(home.resolve("there/summary.json")).content().contains(here.hash());
    for (Path diary : list(home.resolve("here/diary"))) {
      Path other = home.resolve("there/diary").resolve(diary.getFileName());
      assertThat(diary).hasSameTextualContentAs(other);
    }
    assertThat(list(home.resolve("here/diary"))).hasSize(12);
  }

  @Test
  void theCommandSaysWhatItCanDoAndWhatItDoesNotUnderstand() throws Exception {
    said(0, "--customers N", "--help");
    said(2, "--days wants a number from 1 to 3660, not 0", "--days", "0");
    said(2, "rehearse does not know --dogs", "--dogs", "3");
    assertThatThrownBy(() -> RehearsalOptions.of(new String[] {"--start", "spring"}))
        .hasMessage("--start wants a day like 2026-01-01, not spring.");
    assertThatThrownBy(() -> RehearsalOptions.of(new String[] {"--seed"}))
        .hasMessageStartingWith("--seed wants a value");
    assertThat(RehearsalOptions.of(new String[] {"--days=30", "--huitouke.shop.name=a"}).days())
        .isEqualTo(30);
  }

  private void said(int exit, String words, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("rehearse"));
    command.addAll(List.of(arguments));
    try (Child child = Child.launch(home.resolve("data"), command)) {
      assertThat(child.ends(PATIENCE)).as(child::output).isEqualTo(exit);
      assertThat(child.output()).contains(words).doesNotContain("\tat ");
    }
  }

  /** The bar: a year and a thousand customers in two minutes on two cores. */
  @Tag("deep")
  @Test
  void aYearWithAThousandCustomersStaysWithinThePlatformsRules() throws Exception {
    RehearsalSummary year = Rehearsal.play(options("year", false));
    print(year);
    assertThat(year.withinTheRules()).as(year::inWords).isTrue();
  }

  @Tag("deep")
  @Test
  void tenThousandCustomersForAMonthBesideANaiveSender() throws Exception {
    RehearsalSummary month =
        Rehearsal.play(options("month", true, "--customers", "10000", "--days", "30"));
    print(month);
    assertThat(month.withinTheRules()).as(month::inWords).isTrue();
  }

  private static void print(RehearsalSummary summary) {
    System.out.println(summary.inWords());
  }

  private RehearsalOptions options(String out, boolean replay, String... more) {
    List<String> words = new ArrayList<>(List.of(more));
    words.addAll(List.of("--out", home.resolve(out).toString()));
    if (replay) {
      words.add("--replay");
    }
    return RehearsalOptions.of(words.toArray(String[]::new));
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
