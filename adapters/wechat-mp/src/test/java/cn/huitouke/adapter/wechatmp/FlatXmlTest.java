package cn.huitouke.adapter.wechatmp;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlatXmlTest {

  private static Optional<FlatXml> read(String xml) {
    return FlatXml.read(xml.getBytes(UTF_8));
  }

  @Test
  void valuesAreReadWithTheirNewlinesAndEmoji() {
    FlatXml xml =
        read("<xml>\n <A><![CDATA[一\n二🐟]]></A><B> 3 </B><C/><D>a&lt;b&#x4e00;</D></xml>")
            .orElseThrow();
    assertThat(xml.fields())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("A", "一\n二🐟", "B", " 3 ", "C", "", "D", "a<b一"));
  }

  @Test
  void nestedListsBecomeGroups() {
    FlatXml xml =
        read("<xml><E><List><T>1</T><S>a</S></List><List><T>2</T></List></E><K>v</K></xml>")
            .orElseThrow();
    assertThat(xml.groups("E/List")).extracting(group -> group.get("T")).containsExactly("1", "2");
    assertThat(xml.fields()).containsExactly(Map.entry("K", "v"));
  }

  @Test
  void whatCouldHarmIsRefused() {
    String entity = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><xml><A>&a;</A></xml>";
    String laughs =
        "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><xml><A>&b;</A></xml>";
    for (String xml :
        new String[] {
          entity,
          laughs,
          "<!DOCTYPE xml><xml><A>1</A></xml>",
          "<xml><A>&undeclared;</A></xml>",
          "<xml><?php x?><A>1</A></xml>",
          "<a>".repeat(20_000) + "</a>".repeat(20_000),
          "<xml>" + "<a></a>".repeat(20_000) + "</xml>",
          "<xml><A " + "x%d='1' ".repeat(20) + "/></xml>",
          "<xml><A>1</A><A>2</A></xml>",
          "<xml><A>1</A>",
          "<xml><A>1</B></xml>",
          "<xml><A>\u0000</A></xml>",
          "<?xml version='1.0' encoding='UTF-7'?><xml><A>1</A></xml>",
          "<?xml version='1.0' encoding='GBK'?><xml><A>1</A></xml>",
          "",
          "   "
        }) {
      assertThat(read(xml)).as(xml.substring(0, Math.min(40, xml.length()))).isEmpty();
    }
    assertThat(FlatXml.read("<xml><A>1</A></xml>".getBytes(UTF_16))).isEmpty();
    assertThat(FlatXml.read(new byte[] {'<', 'x', '>', (byte) 0xC3, '<', '/', 'x', '>'})).isEmpty();
  }

  @Test
  void whateverACustomerWritesComesBackAsItWas() {
    Random random = new Random(11);
    for (int i = 0; i < 10_000; i++) {
      String text = random(random);
      FlatXml xml = read(new FlatXml.Writer().text("Content", text).done()).orElseThrow();
      assertThat(xml.fields()).containsExactly(Map.entry("Content", text));
    }
  }

  private static String random(Random random) {
    StringBuilder text = new StringBuilder();
    String marks = "]]>]]><>&\n\t\"'";
    for (int i = random.nextInt(30); i > 0; i--) {
      switch (random.nextInt(3)) {
        case 0 -> text.append(marks.charAt(random.nextInt(marks.length())));
        case 1 -> text.append((char) (0x4e00 + random.nextInt(0x5000)));
        default -> text.appendCodePoint(0x1F300 + random.nextInt(0x200));
      }
    }
    return text.toString();
  }

  @Test
  void nothingInAReplyBreaksOutOfItsPlace() {
    for (String text :
        new String[] {
          "]]><MsgType>image</MsgType><![CDATA[",
          "]\u0001]\u0002>",
          "]]\ud800>",
          "a\u0000b\u000b\uffff"
        }) {
      FlatXml xml = read(new FlatXml.Writer().text("Content", text).done()).orElseThrow();
      assertThat(xml.fields()).containsOnlyKeys("Content");
    }
  }

  @Test
  void jsonIsReadAsXmlIs() {
    FlatXml one =
        read("{\"A\":\"\u4e00\",\"T\":1714112445,\"E\":{\"List\":{\"T\":\"1\"}},\"N\":null}")
            .orElseThrow();
    assertThat(one.fields())
        .containsExactlyInAnyOrderEntriesOf(Map.of("A", "一", "T", "1714112445"));
    assertThat(one.groups("E/List")).extracting(group -> group.get("T")).containsExactly("1");
    FlatXml two = read("{\"E\":{\"List\":[{\"T\":\"1\"},{\"T\":\"2\"}]}}").orElseThrow();
    assertThat(two.groups("E/List")).extracting(group -> group.get("T")).containsExactly("1", "2");
    for (String hostile :
        new String[] {
          "{\"A\":1,\"A\":2}",
          "{\"A\":".repeat(20_000),
          "{\"A\":" + "[".repeat(20_000),
          "{A:1}",
          "{}{}",
          "{\"A\":1}x",
          "{\"A\":[" + "1,".repeat(20_000) + "1]}"
        }) {
      assertThat(read(hostile)).as(hostile.substring(0, Math.min(40, hostile.length()))).isEmpty();
    }
  }

  @Test
  void theUsualFormIsReadAsTheParserReadsIt() {
    String usual =
        "<xml><ToUserName><![CDATA[gh_1]]></ToUserName>\n <CreateTime>1348831860</CreateTime>"
            + "<Content><![CDATA[a<b]] > \uD83D\uDE00]]></Content><E></E></xml>\n";
    // the same with a comment, which only the parser reads
    FlatXml parsed = FlatXml.read(usual.replace("</xml>", "<!-- --></xml>").getBytes(UTF_8)).get();
    assertThat(UsualXml.read(usual.getBytes(UTF_8))).contains(parsed);
    assertThat(parsed.get("Content")).isEqualTo("a<b]] > \uD83D\uDE00");
  }

  @Test
  void whateverIsUnusualIsLeftToTheParser() {
    for (String unusual :
        new String[] {
          "<?xml version=\"1.0\"?><xml><A>1</A></xml>",
          "<xml><A>1</A><A>2</A></xml>",
          "<xml><A b=\"c\">1</A></xml>",
          "<xml><A>&lt;</A></xml>",
          "<xml><A><B>1</B></A></xml>",
          "<xml><A><![CDATA[1]]>2</A></xml>",
          "<xml><A>1</B></xml>",
          "<xml><A><![CDATA[\r\n]]></A></xml>",
          "<xml><A><![CDATA[\u0000]]></A></xml>",
          "<xml><A>1</A></xml><xml></xml>",
          "<xml><A><![CDATA[1</A></xml>",
          "<xml>text<A>1</A></xml>",
          "<xml><A>1</A>",
        }) {
      assertThat(UsualXml.read(unusual.getBytes(UTF_8))).as(unusual).isEmpty();
    }
    byte[] broken = {'<', 'x', 'm', 'l', '>', '<', 'A', '>', (byte) 0xC3, '<', '/', 'A', '>'};
    assertThat(UsualXml.read(broken)).isEmpty();
  }
}
