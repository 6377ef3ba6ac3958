package cn.huitouke.console;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.console.AddressGuard.Finding;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressGuardTest {

  private final AddressGuard strict =
      new AddressGuard(new WebhookSettings(false, List.of("erp.example.com")));
  private final AddressGuard home =
      new AddressGuard(new WebhookSettings(true, List.of("127.0.0.1")));

  private static String why(AddressGuard guard, String url) {
    return switch (guard.look(url)) {
      case Finding.Fine _ -> "";
      case Finding.Refused(String why) -> why;
    };
  }

  @Test
  void nothingOfOnesOwnNetworkIsReachedHoweverItIsWritten() throws Exception {
    for (String host :
        List.of(
            "127.0.0.1",
            "127.1",
            "2130706433",
            "localhost",
            "10.0.0.8",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.100.100.200",
            "0.0.0.0",
            "192.0.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "[::1]",
            "[::]",
            "[fe80::1]",
            "[fc00::1]",
            "[fd12:3456::1]",
            "[::ffff:10.0.0.1]",
            "[64:ff9b::a00:1]",
            "[2002:a00:1::]")) {
      assertThat(why(strict, "https://" + host + "/x")).as(host).isIn("private", "unreadable");
    }
    assertThat(AddressGuard.isPrivate(InetAddress.getByName("93.184.216.34"))).isFalse();
    assertThat(AddressGuard.isPrivate(InetAddress.getByName("172.32.0.1"))).isFalse();
    assertThat(AddressGuard.isPrivate(InetAddress.getByName("2400:3200::1"))).isFalse();
    assertThat(why(strict, "https://93.184.216.34/x")).isEmpty();
  }

  @Test
  void onlyHttpsIsSpokenUnlessAHostIsAllowed() {
    assertThat(why(strict, "http://93.184.216.34/x")).isEqualTo("https");
    assertThat(why(home, "http://127.0.0.1:9999/x")).isEmpty();
    assertThat(why(home, "http://localhost/x")).isEqualTo("https");
    for (String url : List.of("ftp://93.184.216.34/", "file:///etc/passwd", "gopher://1.1.1.1/")) {
      assertThat(why(home, url)).as(url).isIn("https", "unreadable");
    }
    for (String url : List.of("https://user:pass@1.1.1.1/", "https://", "nonsense", "https:///x")) {
      assertThat(why(home, url)).as(url).isEqualTo("unreadable");
    }
    assertThat(why(strict, "https://no-such-host.invalid/")).isEqualTo("unknown");
  }

  @Test
  void theSignatureIsWhatEverybodyCalculates() {
    // echo -n '1700000000.{"a":1}' | openssl dgst -sha256 -hmac whsec_test
    assertThat(WebhookPost.signature("whsec_test", "1700000000.{\"a\":1}"))
        .isEqualTo("38877139021993b830af32feea6e18a8da83eb2f6e49ee50bd9e4cf4ca4d3789");
  }
}
