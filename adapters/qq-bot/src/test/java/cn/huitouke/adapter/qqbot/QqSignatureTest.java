package cn.huitouke.adapter.qqbot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The platform's own test vectors, and one of ours in place of a broken one of theirs. */
class QqSignatureTest {

  @Test
  void answersThePlatformsCheckOfOurAddress() {
    assertThat(new QqSignature("DG5g3B4j9X2KOErG").sign("1725442341" + "Arq0D5A61EgUu4OxUvOp"))
        .isEqualTo(
            "87befc99c42c651b3aac0278e71ada338433ae26fcb24307bdc5ad38c1adc2d0"
                + "1bcfcadc0842edac85e85205028a1132afe09280305f13aa6909ffc2d652c706");
  }

  @Test
  void theKeyIsMadeFromTheSecret() {
    assertThat(new QqSignature("naOC0ocQE3shWLAfffVLB1rhYPG7").publicKey())
        .startsWith(215, 195, 98, 254, 120, 174, 248, 31)
        .endsWith(25, 96, 155, 93, 118, 103, 58);
  }

  @Test
  void aShortSecretIsDoubledUntilItIsLongEnough() {
    QqSignature signature = new QqSignature("123456abcdef");
    assertThat(HexFormat.of().formatHex(signature.publicKey()))
        .isEqualTo("1c3039fbc8134a9df2a09f47cf4bf9303440988cec3b22056b62470b85fa80a7");
  }

  @Test
  void aCallbackOfThePlatformVerifiesAndNothingElseDoes() {
    QqSignature signature = new QqSignature("DG5g3B4j9X2KOErG");
    byte[] body =
        """
        {"id":"C2C_MESSAGE_CREATE:e1","op":0,"s":1,"t":"C2C_MESSAGE_CREATE","d":{"id":"ROBOT1.0_a",\
        "author":{"user_openid":"E4F4AEA33253A2797FB897C50B81D7ED"},"content":"查快递",\
        "timestamp":"2026-07-21T10:00:00+08:00"}}\
        """
            .getBytes(StandardCharsets.UTF_8);
    String given =
        "41e85ec93ef8552e38bce8aad34c7f4dde93e996627f46d7db8d781082d6b52a"
            + "653ce01defeddd6698123af7ca178ed439401cbd8f3a2a6099f59069df6e8a02";
    assertThat(signature.verifies(given, "1784570600", body)).isTrue();
    assertThat(signature.verifies(given, "1784570601", body)).isFalse();
    assertThat(signature.verifies(given.substring(2), "1784570600", body)).isFalse();
    assertThat(signature.verifies("zz" + given.substring(2), "1784570600", body)).isFalse();
    assertThat(signature.verifies("", "1784570600", body)).isFalse();
  }
}
