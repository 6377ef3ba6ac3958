package cn.huitouke.logistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cn.huitouke.tracking.ParcelState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TraceReaderTest {

  @Test
  void linesInTheCarriersStyleAreReadRight() {
    List<String> wrong = new ArrayList<>();
    List<String[]> lines = own();
    for (String[] line : lines) {
      ParcelState read = TraceReader.read(TraceText.clean(line[1])).state();
      if (read != ParcelState.valueOf(line[2])) {
        wrong.add(line[1] + " read " + read + ", is " + line[2]);
      }
    }

    assertThat(lines).hasSizeGreaterThanOrEqualTo(150);
    assertThat(wrong).hasSizeLessThanOrEqualTo(lines.size() / 50);
  }

  @Test
  void theSamplesReachNinetyFivePercentOnTheBaseState() throws IOException {
    Optional<Path> samples = shared("samples/trace-samples.json");
    assumeTrue(samples.isPresent(), "the shared trace samples are not on this machine");
    JsonNode events =
        JsonMapper.builder()
            .build()
            .readTree(Files.readString(samples.orElseThrow()))
            .path("events");
    List<String> wrong = new ArrayList<>();
    for (JsonNode event : events) {
      String code = event.path("text_state").asString(event.path("state").asString());
      TraceReader.Reading read = TraceReader.read(TraceText.clean(event.path("text").asString()));
      if (!read.afterword() && !base(read.state()).equals(base(code))) {
        wrong.add(event.path("text").asString() + " read " + read.state() + ", is " + code);
      }
    }

    assertThat(wrong).hasSizeLessThanOrEqualTo(events.size() * 5 / 100);
  }

  @ParameterizedTest
  @CsvSource({
    "北京大学 已签收,false,false",
    "'已签收,感谢使用顺丰,期待再次为您服务',true,false",
    "'您的快件已由快递驿站代收，感谢您使用京东物流，期待再次为您服务',true,false",
    "'已签收，签收人凭取货码签收。',true,true",
    "【苏州转运中心】 已发出,false,false"
  })
  void onlyClosingWordsAreFinalAndOnlySomeProveThatItWasFetched(
      String text, boolean closing, boolean fetched) {
    TraceReader.Reading read = TraceReader.read(text);

    assertThat(read.closing()).isEqualTo(closing);
    assertThat(read.fetched()).isEqualTo(fetched);
  }

  @Test
  void theRemarkAfterTheSignIsNoProgress() {
    assertThat(TraceReader.read("在官网\"运单资料&签收图\",可查看签收人信息").afterword()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "福建省石狮市公司(点击查询电话) 已揽收&nbsp;&nbsp;,福建省石狮市公司(点击查询电话) 已揽收",
    "到达【<a>南昌中心</a>】,到达【南昌中心】",
    "'如有疑问请联系派件员{0}{1}，感谢',如有疑问请联系派件员，感谢",
    "【深圳市】  快件离开   【福田】,【深圳市】 快件离开 【福田】",
    "&lt;script&gt;x&lt;/script&gt;到了,x到了"
  })
  void linesAreCleaned(String raw, String clean) {
    assertThat(TraceText.clean(raw)).isEqualTo(clean);
  }

  @ParameterizedTest
  @CsvSource({
    "'【四川省成都市高新区中和一部公司 】 派件中 派件人: 张师傅 电话 13800138000 。',张师傅,13800138000",
    "'【新余市】 新余 的业务员【张师傅,13800138000】正在为您派件',张师傅,13800138000",
    "'[杭州市]公司派件员：张师傅 13800138000 正在为您派件',张师傅,13800138000",
    "'正在派送途中,请您准备签收(派件人:张师傅,电话:13800138000)',张师傅,13800138000",
    "'快件交给张师傅,正在派送途中（联系电话：13800138000）',张师傅,13800138000",
    "'您的快件正在派送中，请您准备签收（快递员：张师傅，联系电话：13800138000）。',张师傅,13800138000",
    "'正在投递,投递员:张师傅,电话:13800138000【广州市】',张师傅,13800138000",
    "'【昆明五华网点】的极兔小哥张师傅(13800138000)正在派件',张师傅,13800138000"
  })
  void theCourierIsFound(String text, String name, String phone) {
    assertThat(TraceText.courier(text)).contains(new TraceText.Courier(name, phone));
  }

  @Test
  void theNewNumberIsFound() {
    assertThat(TraceText.newNumber("快件已退回/转寄,新单号为: SF9900000000022")).contains("SF9900000000022");
  }

  private static String base(ParcelState state) {
    return switch (state) {
      case CREATED, COLLECTED -> "1";
      case IN_TRANSIT, ARRIVED_CITY -> "0";
      case OUT_FOR_DELIVERY, AWAITING_PICKUP -> "5";
      case SIGNED, SIGNED_BY_OTHER, SIGNED_AT_STATION -> "3";
      case RETURNING -> "6";
      case RETURNED, CANCELLED -> "4";
      case REJECTED -> "14";
      case EXCEPTION -> "2";
      case FORWARDED -> "7";
      case CUSTOMS -> "8";
      case UNKNOWN -> "?";
    };
  }

  private static String base(String code) {
    return code.equals("14") ? "14" : code.startsWith("100") ? "0" : code.substring(0, 1);
  }

  static Optional<Path> shared(String path) {
    return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
        .map(folder -> folder.resolve("shared").resolve(path))
        .filter(Files::exists)
        .findFirst();
  }

  private static List<String[]> own() {
    try (InputStream in = TraceReaderTest.class.getResourceAsStream("/trace/own.tsv")) {
      if (in == null) {
        throw new IllegalStateException("own.tsv is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
