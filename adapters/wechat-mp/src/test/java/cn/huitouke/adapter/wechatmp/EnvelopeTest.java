package cn.huitouke.adapter.wechatmp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvelopeTest {

  private static Optional<String> in(String body) {
    return Envelope.sealedPart(body.getBytes(UTF_8));
  }

  @Test
  void theSealedPartIsFoundHoweverItIsWritten() {
    assertThat(in("<xml><ToUserName>a</ToUserName><Encrypt>QQ==</Encrypt></xml>")).contains("QQ==");
    assertThat(in(FarHand.envelope("QQ=="))).contains("QQ==");
    assertThat(in("<?xml version='1.0'?>\n<xml><A/><Encrypt>\n QQ== \n</Encrypt></xml>\n"))
        .contains("QQ==");
  }

  @Test
  void aSealedPartThatACustomerWroteIsNotBelieved() {
    assertThat(
            in(
                "<xml><Content><![CDATA[<Encrypt>FORGED</Encrypt>]]></Content><Encrypt>QQ==</Encrypt></xml>"))
        .contains("QQ==");
    assertThat(in("<xml><Deep><Encrypt>FORGED</Encrypt></Deep></xml>")).isEmpty();
    assertThat(in("<xml><Encrypt>A</Encrypt><Encrypt>B</Encrypt></xml>")).isEmpty();
  }

  @Test
  void whatIsNoEnvelopeIsRefused() {
    for (String body :
        new String[] {
          "",
          "<",
          "<xml",
          "<xml>",
          "<xml></xml>",
          "<xml><Encrypt></Encrypt></xml>",
          "<xml><Encrypt>QQ==",
          "<xml><Encrypt><![CDATA[QQ==",
          "<xml><![CDATA[",
          "<!DOCTYPE x><xml><Encrypt>QQ==</Encrypt></xml>",
          "<xml><!-- --><Encrypt>QQ==</Encrypt></xml>",
          "<a>".repeat(20_000)
        }) {
      assertThat(in(body)).as(body.substring(0, Math.min(40, body.length()))).isEmpty();
    }
  }

  @Test
  void theSealedPartIsFoundInJsonToo() {
    assertThat(in("{\"ToUserName\":\"gh_x\",\"Encrypt\" : \"Q\\/Q=\"}")).contains("Q/Q=");
    assertThat(in("{\"Content\":\"\\\"Encrypt\\\":\\\"FORGED\\\"\"}")).isEmpty();
    assertThat(in("{\"Encrypt\":\"A\",\"Encrypt\":\"B\"}")).isEmpty();
    assertThat(in("{\"Encrypt\":")).isEmpty();
    assertThat(in("{")).isEmpty();
  }
}
