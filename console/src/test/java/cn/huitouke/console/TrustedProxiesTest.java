package cn.huitouke.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.huitouke.console.TrustedProxies.Net;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** For whom a proxy asks, and who is no proxy. */
class TrustedProxiesTest {

  private static final TrustedProxies PLAIN = proxies("X-Forwarded-For");
  private static final TrustedProxies FORWARDED = proxies("Forwarded");

  private static TrustedProxies proxies(String header) {
    return new TrustedProxies(
        Stream.of("10.0.0.0/9", "192.0.2.7", "2001:db8:ff::/45").map(Net::of).toList(), header);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.5 | 198.51.100.1 | 203.0.113.5", // no proxy: what it says is its own tale
        "10.200.0.1 | 198.51.100.1 | 10.200.0.1",
        "192.0.2.8 | 198.51.100.1 | 192.0.2.8",
        "192.0.2.7 | 198.51.100.1 | 198.51.100.1",
        "10.127.0.1 | 1.1.1.1, 198.51.100.1 | 198.51.100.1", // the first was there before
        "10.1.0.1 | 1.1.1.1, 198.51.100.1, 10.2.0.1 | 198.51.100.1",
        "10.1.0.1 | 10.3.0.1, 10.2.0.1 | 10.3.0.1", // the shop's own people, within
        "10.1.0.1 | '' | 10.1.0.1",
        "10.1.0.1 | 1.1.1.1, unknown | 10.1.0.1",
        "10.1.0.1 | 198.51.100.1:4711 | 198.51.100.1",
        "10.1.0.1 | [2001:db8::1]:4711 | 2001:db8:0:0:0:0:0:1",
        "10.1.0.1 | 2001:DB8::1 | 2001:db8:0:0:0:0:0:1",
        "10.1.0.1 | ::ffff:198.51.100.1 | 198.51.100.1",
        "2001:db8:f9::1 | 198.51.100.1 | 198.51.100.1",
        "2001:db8:f7::1 | 198.51.100.1 | 2001:db8:f7::1",
        "10.1.0.1 | fe80::1%eth0 | 10.1.0.1",
        "10.1.0.1 | localhost | 10.1.0.1",
        "10.1.0.1 | 1.1.1.1, <script> | 10.1.0.1"
      })
  void onlyWhatAProxyAddedIsBelieved(String peer, String header, String visitor) {
    assertThat(PLAIN.visitor(peer, List.of(header))).isEqualTo(visitor);
  }

  @Test
  void severalLinesAreOneList() {
    assertThat(PLAIN.visitor("10.1.0.1", List.of("1.1.1.1", "198.51.100.1, 10.2.0.1")))
        .isEqualTo("198.51.100.1");
    assertThat(PLAIN.visitor("10.1.0.1", List.of())).isEqualTo("10.1.0.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for=198.51.100.1 | 198.51.100.1",
        "for=1.1.1.1;proto=http, proto=https; For=\"198.51.100.1:80\";by=10.1.0.1 | 198.51.100.1",
        "for=\"[2001:db8::1]:4711\" | 2001:db8:0:0:0:0:0:1",
        "for=1.1.1.1, for=_hidden | 10.1.0.1",
        "for=1.1.1.1, proto=https | 10.1.0.1",
        "for=\" | 10.1.0.1"
      })
  void theStandardsHeaderIsReadWhereItIsChosen(String header, String visitor) {
    assertThat(FORWARDED.visitor("10.1.0.1", List.of(header))).isEqualTo(visitor);
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.0.1, https, true",
    "10.1.0.1, HTTPS, true",
    "10.1.0.1, 'https, http', true", // the inner one of two proxies speaks plainly
    "10.1.0.1, http, false",
    "10.1.0.1, httpsx, false",
    "10.1.0.1, '', false",
    "203.0.113.5, https, false"
  })
  void aProxySaysWhetherTheVisitorCameOverTls(String peer, String header, boolean tls) {
    assertThat(PLAIN.overTls(peer, List.of(header))).isEqualTo(tls);
    assertThat(FORWARDED.overTls(peer, List.of("for=1.1.1.1;Proto=\"https\"")))
        .isEqualTo(!peer.startsWith("203"));
    assertThat(FORWARDED.overTls(peer, List.of("https"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "proxy.example.com", "", "::1/129"})
  void whatIsNoAddressStopsTheStart(String text) {
    assertThatThrownBy(() -> new ConsoleSettings("", List.of(text), "X-Forwarded-For"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("huitouke.console.trusted-proxies");
  }
}
