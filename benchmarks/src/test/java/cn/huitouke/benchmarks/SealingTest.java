package cn.huitouke.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SealingTest {

  private final Sealing official =
      new Sealing(new Account("AAAAA", "A".repeat(43), "wxba5fad812f8e6fb9", "gh_97417a04a28d"));

  @Test
  void thePlatformsOwnExampleComesOut() {
    String sealed = official.seal("{\"demo_resp\":\"good luck\"}", bytes("707722b803182950"));
    assertThat(sealed)
        .isEqualTo(
            "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==");
    assertThat(official.sign("1713424427", "415670741", sealed))
        .isEqualTo("1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1");
    assertThat(official.open(sealed)).isEqualTo("{\"demo_resp\":\"good luck\"}");
  }

  @Test
  void theSecondExampleComesOutToo() {
    Sealing sample =
        new Sealing(
            new Account(
                "pamtest",
                "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
                "wxb11529c136998cb6",
                "gh_x"));
    assertThat(sample.seal("我是中文abcd123", bytes("aaaabbbbccccdddd")))
        .isEqualTo(
            "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==");
    assertThatThrownBy(() -> sample.open("AAAA")).isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
