package cn.huitouke.adapter.wechatmp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeChatCryptTest {

  private static final String SET_A_SEALED =
      "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=";

  private final WeChatCrypt setA = new WeChatCrypt("AAAAA", "A".repeat(43), "wxba5fad812f8e6fb9");
  private final WeChatCrypt setB = new WeChatCrypt(FarHand.TOKEN, FarHand.KEY, FarHand.APP);

  @Test
  void thePlatformsSignaturesAreReached() {
    assertThat(setA.sign("1714036504", "1514711492"))
        .isEqualTo("f464b24fc39322e44b38aa78f5edd27bd1441696");
    assertThat(setA.sign("1714037059", "486452656"))
        .isEqualTo("899cf89e464efb63f54ddac96b0a0a235f53aa78");
    assertThat(setA.sign("1714112445", "415670741"))
        .isEqualTo("6c5c811b55cc85e0e1b54100749188c20beb3f5d");
    assertThat(setA.sign("1714112445", "415670741", SET_A_SEALED))
        .isEqualTo("046e02f8204d34f8ba5fa3b1db94908f3df2e9b3");
  }

  @Test
  void thePlatformsSealedMessageOpens() {
    assertThat(setA.open(SET_A_SEALED).map(bytes -> new String(bytes, UTF_8)))
        .contains(
            "{\"ToUserName\":\"gh_97417a04a28d\",\"FromUserName\":\"o9AgO5Kd5ggOC-bXrbNODIiE3bGY\",\"CreateTime\":1714112445,\"MsgType\":\"event\",\"Event\":\"debug_demo\",\"debug_str\":\"hello"
                + " world\"}");
  }

  @Test
  void thePlatformsReplyIsSealedToTheLetter() {
    String sealed =
        setA.seal("707722b803182950".getBytes(US_ASCII), "{\"demo_resp\":\"good luck\"}");
    assertThat(sealed)
        .isEqualTo(
            "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==");
    assertThat(setA.sign("1713424427", "415670741", sealed))
        .isEqualTo("1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1");
  }

  @Test
  void theSampleCodesVectorIsSealedAndOpened() {
    String sealed =
        "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==";
    assertThat(setB.seal("aaaabbbbccccdddd".getBytes(US_ASCII), "我是中文abcd123")).isEqualTo(sealed);
    assertThat(setB.open(sealed).map(bytes -> new String(bytes, UTF_8))).contains("我是中文abcd123");
  }

  @Test
  void aKeyWhoseLastLetterHasSpareBitsIsTaken() {
    String key = "z".repeat(43);
    WeChatCrypt crypt = new WeChatCrypt("t", key, "wx1");
    assertThat(crypt.open(crypt.seal("回头客"))).isPresent();
  }

  @Test
  void everyLengthSurvivesSealingAndOpening() {
    for (int length = 0; length < 100; length++) {
      String text = "x".repeat(length);
      assertThat(setB.open(setB.seal(text)).map(bytes -> new String(bytes, UTF_8))).contains(text);
    }
  }

  @Test
  void aMessageSealedForAnotherAppIsRefused() {
    assertThat(setB.open(FarHand.encrypt(FarHand.layout("hi", -2, "wxb11529c136998cb7", -1))))
        .isEmpty();
    assertThat(setB.open(FarHand.encrypt(FarHand.layout("hi", -2, "", -1)))).isEmpty();
  }

  @Test
  void lyingLengthsAndPaddingsAreRefused() {
    for (int length : new int[] {-1, 0, 1, 3, 40, 1 << 20, Integer.MAX_VALUE}) {
      assertThat(setB.open(FarHand.encrypt(FarHand.layout("hi", length, FarHand.APP, -1))))
          .as("length %d", length)
          .isEmpty();
    }
    for (int pad : new int[] {0, 1, 33, 127}) {
      assertThat(setB.open(FarHand.encrypt(FarHand.layout("hi", -2, FarHand.APP, pad))))
          .as("pad %d", pad)
          .isEmpty();
    }
  }

  @Test
  void whatIsNoSealedMessageIsRefused() {
    for (String sealed : new String[] {"", "A", "AAAA", "!!!!", "é", "AAAAAAAAAAAAAAAAAAAAAA=="}) {
      assertThat(setB.open(sealed)).as(sealed).isEmpty();
    }
  }

  @Test
  void aHundredThousandMutationsOpenNothingAndThrowNothing() {
    byte[] genuine = Base64.getDecoder().decode(FarHand.seal("我的快递到哪了"));
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      byte[] bent = genuine.clone();
      bent[random.nextInt(bent.length)] ^= (byte) (1 << random.nextInt(8));
      Optional<byte[]> opened = setB.open(Base64.getEncoder().encodeToString(bent));
      // The salt is not authenticated by the seal itself (the signature does that).
      opened.ifPresent(bytes -> assertThat(bytes.length).isLessThan(genuine.length));
    }
  }

  @Test
  void aSignatureIsTakenWholeAndLowerCaseOnly() {
    String genuine = setB.sign("1409304348", "xxxxxx");
    assertThat(setB.signed(genuine, "1409304348", "xxxxxx")).isTrue();
    for (String forged :
        new String[] {
          "", genuine.substring(1), genuine.toUpperCase(java.util.Locale.ROOT), "0".repeat(40)
        }) {
      assertThat(setB.signed(forged, "1409304348", "xxxxxx")).isFalse();
    }
  }
}
