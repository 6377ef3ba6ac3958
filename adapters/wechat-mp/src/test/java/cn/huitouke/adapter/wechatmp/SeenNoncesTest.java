package cn.huitouke.adapter.wechatmp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeenNoncesTest {

  private final SeenNonces nonces =
      new SeenNonces(new WeChatCrypt(FarHand.TOKEN, FarHand.KEY, FarHand.APP), Optional.empty());

  private boolean fresh(String nonce, String message, long at) {
    return nonces.fresh(nonce, message.getBytes(UTF_8), false, at);
  }

  @Test
  void aNonceCarriesOneMessageForTenMinutes() {
    assertThat(fresh("n", "a", 1_000)).isTrue();
    assertThat(fresh("n", "a", 1_001)).as("delivered again").isTrue();
    assertThat(fresh("n", "b", 1_599)).isFalse();
    assertThat(fresh("m", "b", 1_599)).isTrue();
    assertThat(fresh("n", "b", 10_000)).as("much later").isTrue();
  }

  @Test
  void manyNoncesAreToldApart() {
    for (int i = 0; i < 100_000; i++) {
      assertThat(fresh("n" + i, "m" + i, 1_000)).isTrue();
    }
    for (int i = 0; i < 100_000; i++) {
      assertThat(fresh("n" + i, "m" + i, 1_000)).isTrue();
      assertThat(fresh("n" + i, "other", 1_000)).isFalse();
    }
  }
}
