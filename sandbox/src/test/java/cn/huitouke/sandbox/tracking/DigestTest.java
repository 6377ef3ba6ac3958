package cn.huitouke.sandbox.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigestTest {
  @Test
  void aQueryIsSignedAsDocumented() {
    String param =
        "{\"com\":\"shunfeng\",\"num\":\"SF9900000000011\",\"phone\":\"0003\",\"from\":\"\","
            + "\"to\":\"\",\"resultv2\":\"4\",\"show\":\"0\",\"order\":\"desc\"}";
    String rest = "SYNTHKEY000000010123456789ABCDEF0123456789ABCDEF";
    assertThat(Digest.upper("MD5", param + rest)).isEqualTo("F3AEE5055362F390F360F2747C104690");
    assertThat(Digest.upper("SHA-256", param + rest))
        .isEqualTo("068CEEF99C2C1DCF55D2069C7F363C9AD860B374F798CD5CB062E25A821EF3D4");
  }

  @Test
  void chineseIsSignedAsItsBytes() {
    String param =
        "{\"com\":\"yuantong\",\"num\":\"YT9900000000011\",\"phone\":\"\",\"from\":\"云南省昆明市\","
            + "\"to\":\"浙江省杭州市\",\"resultv2\":\"8\",\"show\":\"0\",\"order\":\"desc\"}";
    assertThat(Digest.upper("MD5", param + "SYNTHKEY000000010123456789ABCDEF0123456789ABCDEF"))
        .isEqualTo("2B679539A28EFA6029776D4FE0C58F55");
  }

  @Test
  void theBirdSignsItsOwnWay() {
    String data =
        "{\"OrderCode\":\"\",\"ShipperCode\":\"SF\",\"LogisticCode\":\"SF9900000000011\","
            + "\"CustomerName\":\"0003\"}";
    assertThat(Digest.niao(data + "synthetic-app-key"))
        .isEqualTo("YTY4YzdjOTc3M2U1YWUwZDk2OGY0YzBiYWNlMmRjOGQ=");
  }
}
