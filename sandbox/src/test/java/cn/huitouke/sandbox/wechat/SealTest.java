package cn.huitouke.sandbox.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The values that Tencent publishes. */
class SealTest {
  private static final String SEALED =
      "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcv"
          + "ZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuM"
          + "cp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWyg"
          + "b3VIYnSeOBrebufAlr7F9mFUPAJGj04=";
  private static final String REPLY =
      "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==";

  private final Seal documented = new Seal("AAAAA", "A".repeat(43), "wxba5fad812f8e6fb9");
  private final Seal sample =
      new Seal("pamtest", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wxb11529c136998cb6");

  @Test
  void theDocumentedSignaturesAreReached() {
    assertThat(documented.sign("1714036504", "1514711492"))
        .isEqualTo("f464b24fc39322e44b38aa78f5edd27bd1441696");
    assertThat(documented.sign("1714037059", "486452656"))
        .isEqualTo("899cf89e464efb63f54ddac96b0a0a235f53aa78");
    assertThat(documented.sign("1714112445", "415670741"))
        .isEqualTo("6c5c811b55cc85e0e1b54100749188c20beb3f5d");
    assertThat(documented.sign("1714112445", "415670741", SEALED))
        .isEqualTo("046e02f8204d34f8ba5fa3b1db94908f3df2e9b3");
    assertThat(documented.sign("1713424427", "415670741", REPLY))
        .isEqualTo("1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1");
  }

  @Test
  void theDocumentedMessageOpensAndTheReplySealsToTheSameBytes() {
    assertThat(documented.open(SEALED).orElseThrow())
        .startsWith("{\"ToUserName\":\"gh_97417a04a28d\"")
        .endsWith("\"debug_str\":\"hello world\"}");
    assertThat(documented.close("{\"demo_resp\":\"good luck\"}", "707722b803182950"))
        .isEqualTo(REPLY);
  }

  @Test
  void theSampleOfTheJavaKitSealsToTheSameBytes() {
    assertThat(sample.close("我是中文abcd123", "aaaabbbbccccdddd"))
        .isEqualTo(
            "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==");
  }

  @Test
  void nothingOfAnotherAccountOpens() {
    Seal stranger = new Seal("AAAAA", "A".repeat(43), "wx0000000000000000");
    assertThat(stranger.open(SEALED)).isEmpty();
    assertThat(documented.open("no base64 at all")).isEmpty();
    assertThat(documented.open("AAAA")).isEmpty();
  }
}
