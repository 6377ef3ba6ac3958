package cn.huitouke.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlansTest {

  @TempDir Path folder;

  private Plans plans() {
    return new Plans(
        folder,
        template -> CareAssembly.isTemplate(CareStage.folder("templates"), template),
        10,
        false);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void theShopsOwnFilesAreTheOnesThatCameWithTheProgram() throws IOException {
    Plans came = plans();
    assertThat(came.all()).hasSizeGreaterThanOrEqualTo(18);
    assertThat(new Plans(CareStage.folder("config/care"), _ -> true, 10, false).print())
        .isEqualTo(came.print());
  }

  @Test
  void anOwnFileGoesBeforeTheOneOfTheProgram() throws IOException {
    write(
        "quality-1w.yml",
        """
        name: 十天回访
        event: delivered
        after: 10d
        at: 14:00
        say: care/quality-1w
        brief: 用着还好吗
        hold-out: 0
        """);
    Plan plan = plans().find("quality-1w").orElseThrow();
    assertThat(plan.after()).isEqualTo(Duration.ofDays(10));
    assertThat(plan.at()).hasToString("Optional[14:00]");
    assertThat(plan.holdOut()).isZero();
  }

  @Test
  void aPlanIsSwitchedOffInOneLineMore() throws IOException {
    write("win-back.yml", "event: quiet\nenabled: no\nsay: care/win-back\nbrief: 好久不见\n");
    assertThat(plans().find("win-back")).isEmpty();
  }

  @Test
  void everyFaultIsToldAtOnceWithFileKeyAndMend() throws IOException {
    write(
        "wrong.yml",
        """
        event: deliverd
        after: soon
        say: care/nowhere
        brief: 这一句话实在是太长太长了放不进订阅通知的格子里面
        colour: red
        cancelled-by: [refund, rain]
        when: {category: [茶页]}
        hold-out: 90
        """);
    assertThatThrownBy(this::plans)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("wrong.yml: event is \"deliverd\". Mend: use one of")
        .hasMessageContaining("after is \"soon\". Mend: write a number and a unit")
        .hasMessageContaining("say names templates/zh/care/nowhere.mustache, which does not exist")
        .hasMessageContaining("brief is too long")
        .hasMessageContaining("colour is not a key that is known here. Mend: use one of [")
        .hasMessageContaining("cancelled-by names rain")
        .hasMessageContaining("when.category names 茶页, which products.yml does not know")
        .hasMessageContaining("hold-out is \"90\". Mend: write a whole number from 0 to 50");
  }

  @Test
  void nobodyIsGreetedOnADayOfMourning() throws IOException {
    write("tombs.yml", "event: calendar\nday: term-清明\nsay: care/birthday\nbrief: 问候\n");
    assertThatThrownBy(this::plans).hasMessageContaining("day is a day of mourning");
  }

  @Test
  void aFileThatIsNoYamlIsNamedWithItsLine() throws IOException {
    write("broken.yml", "event: [paid\nafter: 3d");
    assertThatThrownBy(this::plans)
        .hasMessageContaining("broken.yml: cannot be read")
        .hasMessageContaining("line");
  }
}
