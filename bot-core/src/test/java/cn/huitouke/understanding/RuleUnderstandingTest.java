package cn.huitouke.understanding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleUnderstandingTest {

  private final Understanding understanding = new RuleUnderstanding();

  private Understood.Slots slots(String text) {
    return understanding.understand(text).slots();
  }

  private Intent intent(String text) {
    return understanding.understand(text).intent();
  }

  @Test
  void writesPlainly() {
    assertThat(understanding.understand("　請問我的ＡＢ快遞到哪裡了　").text()).isEqualTo("请问我的ab快递到哪里了");
  }

  @Test
  void mentionsAndQuotesAreNotWhatWasSaid() {
    assertThat(understanding.understand("@小茶铺\u2005快递到哪了").text()).isEqualTo("快递到哪了");
    assertThat(understanding.understand("「茶铺：亲，要退货吗」\n- - - - - - - -\n快递到哪了").text())
        .isEqualTo("快递到哪了");
    assertThat(intent("「茶铺：要退货吗」快递到哪了")).isEqualTo(Intent.LOGISTICS_QUERY);
  }

  @ParameterizedTest
  @CsvSource({
    "13800138000,13800138000",
    "+86 13800138000,13800138000",
    "0086-138-0013-8000,13800138000",
    "138 0013 8000,13800138000",
    "１３８００１３８０００,13800138000",
    "幺三八零零一三八零零零,13800138000",
    "电话是13800138000哦,13800138000"
  })
  void findsPhonesHoweverTheyAreWritten(String text, String phone) {
    assertThat(slots(text).phones()).containsExactly(phone);
    assertThat(slots(text).waybillNumbers()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "SF1420000000011,SF1420000000011",
    "单号是yt2500000000022到哪了,YT2500000000022",
    "YT 2500 0000 00055,YT2500000000055",
    "JDVA00000000066,JDVA00000000066",
    "EA000000014CN,EA000000014CN",
    "78900000000022,78900000000022",
    "运单770000000000044,770000000000044"
  })
  void findsWaybills(String text, String waybill) {
    assertThat(slots(text).waybillNumbers()).containsExactly(waybill);
    assertThat(slots(text).orderNumbers()).isEmpty();
  }

  @Test
  void fifteenDigitsAloneMayBeEither() {
    assertThat(slots("770000000000044").orderNumbers()).containsExactly("770000000000044");
    assertThat(slots("770000000000044").waybillNumbers()).containsExactly("770000000000044");
    assertThat(slots("订单770000000000044").waybillNumbers()).isEmpty();
  }

  @Test
  void anOrderNumberAndATailComeTogether() {
    Understood understood = understanding.understand("2100000000000000011 8000");
    assertThat(understood.slots().orderNumbers()).containsExactly("2100000000000000011");
    assertThat(understood.slots().tails()).containsExactly("8000");
    assertThat(understood.intent()).isEqualTo(Intent.ORDER_NUMBER_GIVEN);
    assertThat(slots("订单号2100000000000000011，手机尾号0011").tails()).containsExactly("0011");
    assertThat(slots("后4位是1234").tails()).containsExactly("1234");
    assertThat(slots("四五六七").tails()).containsExactly("4567");
  }

  @Test
  void fourDigitsAmongOtherWordsAreNoTail() {
    assertThat(slots("2026款还有吗").tails()).isEmpty();
  }

  @Test
  void findsAmountsAndCodes() {
    assertThat(slots("实付39.90元").amounts()).containsExactly("39.90");
    assertThat(slots("付了128块").amounts()).containsExactly("128");
    assertThat(slots("39.9").amounts()).containsExactly("39.9");
    assertThat(slots("绑定 k7m2p9").codes()).containsExactly("K7M2P9");
  }

  @Test
  void aValueWithARequestIsTheRequest() {
    assertThat(intent("YT2500000000022到哪了")).isEqualTo(Intent.LOGISTICS_QUERY);
    assertThat(intent("订单2100000000000000011我要退货")).isEqualTo(Intent.RETURN_EXCHANGE);
    assertThat(intent("收件人电话改成13800138000")).isEqualTo(Intent.ADDRESS_CHANGE);
  }

  @Test
  void whatIsNotUnderstoodIsUnsure() {
    for (String odd : List.of("阿巴阿巴", "乌拉西米", "???x9", "")) {
      Understood understood = understanding.understand(odd);
      assertThat(understood.intent()).isIn(Intent.OUT_OF_SCOPE, Intent.CHIT_CHAT);
    }
    assertThat(understanding.understand("阿巴阿巴").sure()).isFalse();
    assertThat(understanding.understand("快递到哪了").sure()).isTrue();
  }

  @Test
  void justAcknowledgingIsNoQuestion() {
    assertThat(intent("好的")).isEqualTo(Intent.CHIT_CHAT);
    assertThat(intent("[OK]")).isEqualTo(Intent.CHIT_CHAT);
    assertThat(intent("好的，谢谢！")).isEqualTo(Intent.THANKS);
  }

  @Test
  void longNonsenseCostsNoTime() {
    String spite = "1 ".repeat(20_000) + "a1".repeat(50_000) + "快".repeat(100_000);
    long began = System.nanoTime();
    understanding.understand(spite);
    understanding.understand("@".repeat(100_000));
    understanding.understand("[".repeat(100_000));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void aMessageTakesAFractionOfAMillisecond() {
    List<String> said =
        List.of("我的快递到哪了，都三天了", "YT2500000000022帮我查一下", "好的谢谢", "2100000000000000011 8000");
    int rounds = 5000;
    for (int i = 0; i < rounds; i++) {
      understanding.understand(said.get(i % said.size()));
    }
    long began = System.nanoTime();
    for (int i = 0; i < rounds; i++) {
      understanding.understand(said.get(i % said.size()));
    }
    Duration each = Duration.ofNanos((System.nanoTime() - began) / rounds);
    assertThat(each).isLessThan(Duration.ofMillis(1));
  }
}
