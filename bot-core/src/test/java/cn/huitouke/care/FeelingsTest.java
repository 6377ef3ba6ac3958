package cn.huitouke.care;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeelingsTest {

  private final Feelings feelings = new Feelings();

  @ParameterizedTest
  @CsvSource({
    "挺好的，谢谢,GOOD",
    "很好用,GOOD",
    "不错不错,GOOD",
    "没问题,GOOD",
    "没有掉色,GOOD",
    "不会漏水，挺结实,GOOD",
    "我妈特别喜欢,GOOD",
    "茶很香 回购,GOOD",
    "开始有点担心，但是挺好喝的,GOOD",
    "👍,GOOD",
    "还行,FINE",
    "一般般吧,FINE",
    "凑合用,FINE",
    "还没用呢,LATER",
    "还没来得及拆,LATER",
    "有点掉色,BAD",
    "洗了一次就起球,BAD",
    "不太好,BAD",
    "不好用,BAD",
    "不怎么满意,BAD",
    "味道有点淡,BAD",
    "还行，就是有点小,BAD",
    "挺好的就是盖子有点松,BAD",
    "漏水了,BAD",
    "跟图片不一样,BAD",
    "怎么掉色了,BAD",
    "太硬了咬不动,BAD",
    "失望,BAD",
    "喝了拉肚子,BAD"
  })
  void wordsOfPraiseAndBlameAreTold(String words, Feeling feeling) {
    assertThat(feelings.read(words).map(Feelings.Reading::feeling)).isEqualTo(Optional.of(feeling));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"好的", "嗯", "我的快递到哪了", "这个会掉色吗", "这款起球吗", "质量好吗", "能便宜点吗", "在吗", "", "。。。"})
  void whatSaysNothingOfTheKindIsLeftToOthers(String words) {
    assertThat(feelings.read(words)).isEmpty();
  }
}
