package cn.huitouke.wording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class TemplatesTest {

  @TempDir private Path folder;
  private long written;

  private void file(String name, String text) {
    try {
      Path file = folder.resolve("zh").resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L + 5000 * written++));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Templates templates(Sayings... sayings) {
    return new Templates(Optional.of(folder), Tone.COURTEOUS, List.of(sayings), Duration.ZERO);
  }

  @Test
  void fillsATemplate() {
    file("parcel/here.mustache", "您的包裹到{{place}}了，运费{{fee}}元。");
    assertThat(templates().say("parcel/here", Map.of("place", "杭州", "fee", new BigDecimal("1E+1"))))
        .isEqualTo("您的包裹到杭州了，运费10元。");
  }

  @Test
  void linesThatHoldOnlySectionsLeaveNoTrace() {
    file(
        "list.mustache",
        """
        {{! for the editor }}
        您有{{count}}个包裹：

        {{#parcels}}
        · {{name}}：{{where}}   \s
        {{/parcels}}



        {{#late}}
        有点慢，抱歉。
        {{/late}}
        {{^late}}
        都很顺利。
        {{/late}}
        """);
    List<Map<String, String>> parcels =
        List.of(Map.of("name", "龙井", "where", "杭州"), Map.of("name", "碧螺春", "where", "苏州"));
    assertThat(templates().say("list", Map.of("count", 2, "parcels", parcels, "late", false)))
        .isEqualTo("您有2个包裹：\n\n· 龙井：杭州\n· 碧螺春：苏州\n\n都很顺利。");
  }

  @Test
  void nothingIsEscapedButControlCharactersGo() {
    file("x.mustache", "{{v}}|{{{v}}}|{{&v}}");
    assertThat(templates().say("x", Map.of("v", "<b>&\u0007\u202E茶\t")))
        .isEqualTo("<b>&茶|<b>&茶|<b>&茶");
  }

  @Test
  void aMissingVariableNamesTemplateAndVariable() {
    file("a/b.mustache", "您好{{name}}");
    assertThatThrownBy(() -> templates().say("a/b", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a/b")
        .hasMessageContaining("{{name}}");
    assertThatThrownBy(() -> templates().say("no/such", Map.of())).hasMessageContaining("no/such");
  }

  @Test
  void aMissingSectionIsAFaultToo() {
    file("a.mustache", "{{#late}}慢{{/late}}");
    assertThatThrownBy(() -> templates().say("a", Map.of())).hasMessageContaining("late");
  }

  @Test
  void aTemplateReachesNothingBehindItsValues() {
    file("a.mustache", "{{name.class}}{{name.bytes}}");
    assertThatThrownBy(() -> templates().say("a", Map.of("name", "梅")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyFaultIsNamedAtStartWithItsMend() {
    file("good.mustache", "{{name}}");
    file("typo.mustache", "{{nmae}}");
    file("open.mustache", "{{#late}}慢");
    Sayings sayings =
        new Sayings(
            "logistics",
            Map.of(
                "good", Set.of("name"),
                "typo", Set.of("name"),
                "open", Set.of("late"),
                "gone", Set.of()));
    assertThatThrownBy(() -> templates(sayings))
        .hasMessageContaining("typo.mustache uses [nmae], which logistics does not supply")
        .hasMessageContaining("Mend: use only [name]")
        .hasMessageContaining("open.mustache cannot be read")
        .hasMessageContaining("gone.mustache is missing")
        .hasMessageNotContaining("good");
  }

  @Test
  void anEditIsHeardAtTheNextSentence() {
    file("a.mustache", "您好");
    Templates templates = templates();
    assertThat(templates.say("a", Map.of())).isEqualTo("您好");
    file("a.mustache", "您好呀");
    assertThat(templates.say("a", Map.of())).isEqualTo("您好呀");
  }

  @Test
  void anEditOfAPartialIsHeardToo() {
    file("a.mustache", "{{>sign}}到了");
    file("sign.mustache", "【{{shop}}】");
    Templates templates = templates(new Sayings("x", Map.of("a", Set.of("shop"))));
    assertThat(templates.say("a", Map.of("shop", "茶铺"))).isEqualTo("【茶铺】到了");
    file("sign.mustache", "《{{shop}}》");
    assertThat(templates.say("a", Map.of("shop", "茶铺"))).isEqualTo("《茶铺》到了");
  }

  @Test
  void aBrokenEditIsLoggedOnceAndTheLastGoodVersionSpeaks() {
    file("a.mustache", "您好{{name}}");
    Templates templates = templates(new Sayings("x", Map.of("a", Set.of("name"))));
    Logger logger = (Logger) LoggerFactory.getLogger(Templates.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    for (String broken : List.of("{{#name}}", "{{nmae}}")) {
      file("a.mustache", broken);
      assertThat(templates.say("a", Map.of("name", "梅"))).isEqualTo("您好梅");
      assertThat(templates.say("a", Map.of("name", "梅"))).isEqualTo("您好梅");
    }
    logger.detachAppender(log);
    assertThat(log.list).hasSize(2);
    file("a.mustache", "{{name}}您好");
    assertThat(templates.say("a", Map.of("name", "梅"))).isEqualTo("梅您好");
  }

  @Test
  void theAffectionateToneIsTakenWhereItIsWritten() {
    file("hi.mustache", "您好");
    file("hi.affectionate.mustache", "亲，你好呀");
    file("bye.mustache", "再见");
    Templates dear = new Templates(Optional.of(folder), Tone.AFFECTIONATE, List.of());
    assertThat(dear.say("hi", Map.of())).isEqualTo("亲，你好呀");
    assertThat(dear.say("bye", Map.of())).isEqualTo("再见");
    assertThat(templates().say("hi", Map.of())).isEqualTo("您好");
  }

  @Test
  void theShopsFolderGoesBeforeTheProgramAndWithoutItTheProgramSpeaks() throws IOException {
    Templates own = new Templates(Optional.empty(), Tone.COURTEOUS, List.of());
    assertThat(own.say("wording-test/hello", Map.of("name", "梅"))).isEqualTo("梅，来自程序");
    Templates shop = templates();
    assertThat(shop.say("wording-test/hello", Map.of("name", "梅"))).isEqualTo("梅，来自程序");
    file("wording-test/hello.mustache", "{{name}}，来自小店");
    assertThat(shop.say("wording-test/hello", Map.of("name", "梅"))).isEqualTo("梅，来自小店");
    Files.delete(folder.resolve("zh/wording-test/hello.mustache"));
    assertThat(shop.say("wording-test/hello", Map.of("name", "梅"))).isEqualTo("梅，来自程序");
  }

  @Test
  void aWrongSettingSaysHowToMendIt() {
    assertThatThrownBy(() -> new WordingSettings(null, new WordingSettings.Shop("rude")).tone())
        .hasMessageContaining("huitouke.shop.tone is rude. Mend:");
  }
}
