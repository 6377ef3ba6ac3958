package cn.huitouke.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AbuseTest {

  private static final String HEAD = "POST /hooks/test/echo HTTP/1.1\r\nHost: shop\r\n";

  private final Gateway gateway = Doors.open(Doors.settings(), Doors.echo());

  @AfterEach
  void close() {
    gateway.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "two lengths | 400 | Content-Length: 2\\r\\nContent-Length: 2\\r\\n\\r\\nab",
        "a list of lengths | 400 | Content-Length: 2, 2\\r\\n\\r\\nab",
        "length and coding | 400 | Content-Length: 2\\r"
            + "\\n"
            + "Transfer-Encoding: chunked\\r"
            + "\\n"
            + "\\r"
            + "\\n"
            + "0\\r"
            + "\\n"
            + "\\r"
            + "\\n",
        "coding and length | 400 | Transfer-Encoding: chunked\\r"
            + "\\n"
            + "Content-Length: 2\\r"
            + "\\n"
            + "\\r"
            + "\\n"
            + "0\\r"
            + "\\n"
            + "\\r"
            + "\\n",
        "two codings | 400 | Transfer-Encoding: gzip, chunked\\r\\n\\r\\n0\\r\\n\\r\\n",
        "chunked twice | 400 | Transfer-Encoding: chunked\\r"
            + "\\n"
            + "Transfer-Encoding: chunked\\r"
            + "\\n"
            + "\\r"
            + "\\n"
            + "0\\r"
            + "\\n"
            + "\\r"
            + "\\n",
        "unknown coding | 400 | Transfer-Encoding: xchunked\\r\\n\\r\\n0\\r\\n\\r\\n",
        "a signed length | 400 | Content-Length: +2\\r\\n\\r\\nab",
        "a negative length | 400 | Content-Length: -1\\r\\n\\r\\n",
        "a huge length | 413 | Content-Length: 999999999999999999\\r\\n\\r\\n",
        "a length of 48 MB | 413 | Content-Length: 50331648\\r\\n\\r\\n",
        "gzip | 415 | Content-Encoding: gzip\\r\\nContent-Length: 2\\r\\n\\r\\nab",
        "space before colon | 400 | Content-Length : 2\\r\\n\\r\\nab",
        "a bad header name | 400 | X(Y): 2\\r\\nContent-Length: 0\\r\\n\\r\\n",
        "a NUL in a header | 400 | X: a\\0b\\r\\nContent-Length: 0\\r\\n\\r\\n",
        "bare CR in a header | 400 | X: a\\rY: b\\r\\nContent-Length: 0\\r\\n\\r\\n",
        "two hosts | 400 | Host: other\\r\\nContent-Length: 0\\r\\n\\r\\n",
        "strange expectation | 417 | Expect: coffee\\r\\nContent-Length: 2\\r\\n\\r\\n",
        "bad chunk size | 400 | Transfer-Encoding: chunked\\r\\n\\r\\nxyz\\r\\n",
      })
  void aBadHeadIsRefusedWithoutAWord(String name, int status, String rest) throws IOException {
    refused(HEAD + unescaped(rest), status);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /hooks/test/echo?a=%zz HTTP/1.1 | 400",
        "GET /hooks/test/echo?a=%4 HTTP/1.1 | 400",
        "GET /hooks/test/echo?a=%ff%fe HTTP/1.1 | 400",
        "GET /hooks/test/echo?a=1#b HTTP/1.1 | 400",
        "GET http://shop/hooks/test/echo HTTP/1.1 | 400",
        "GET hooks/test/echo HTTP/1.1 | 400",
        "GET /hooks/test/echo HTTP/2.0 | 400",
        "GET /hooks/test/echo HTTPS/1.1 | 400",
        "GET /hooks/test/echo | 400",
        "nonsense | 400",
      })
  void aBadFirstLineIsRefused(String line, int status) throws IOException {
    refused(line + "\r\nHost: shop\r\n\r\n", status);
  }

  @Test
  void aRequestWithoutHostIsRefused() throws IOException {
    refused("GET /hooks/test/echo HTTP/1.1\r\n\r\n", 400);
  }

  @Test
  void tooManyParametersAreRefused() throws IOException {
    refused("GET /hooks/test/echo?" + "a=1&".repeat(65) + " HTTP/1.1\r\nHost: shop\r\n\r\n", 400);
  }

  @Test
  void aHeadTooLargeIsRefused() throws IOException {
    refused("GET /" + "a".repeat(10_000) + " HTTP/1.1\r\nHost: shop\r\n\r\n", 414);
    refused(HEAD + "X: " + "a".repeat(20_000) + "\r\n\r\n", 431);
    refused(HEAD + "X: a\r\n".repeat(10_000) + "\r\n", 431);
  }

  @Test
  void anEndlessChunkedBodyIsCutOffAtTheLimit() throws IOException {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
      byte[] chunk =
          ("10000\r\n" + "x".repeat(65_536) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 17; i++) {
        client.send(chunk);
      }
      assertThat(client.read().status()).isEqualTo(413);
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void fortyEightMegabytesAreRefusedBeforeTheyAreSentAndAfter() throws IOException {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(HEAD + "Content-Length: 50331648\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(413);
    }
    System.gc();
    long before = used();
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(HEAD + "Content-Length: 50331648\r\n\r\n");
      byte[] piece = new byte[1 << 20];
      for (int i = 0; i < 48; i++) {
        client.send(piece);
      }
      assertThat(client.read().status()).isEqualTo(413);
    }
    System.gc();
    assertThat(used() - before).isLessThan(8L << 20);
  }

  @Test
  void bodiesInPiecesCannotFillTheHeap() throws IOException {
    RawClient[] clients = new RawClient[100];
    byte[] half = new byte[600_000];
    for (int i = 0; i < clients.length; i++) {
      clients[i] = new RawClient(gateway.port());
      clients[i].send(HEAD + "Content-Length: 1000000\r\n\r\n").send(half);
    }
    Doors.until(() -> Arrays.stream(clients).filter(RawClient::hasAnswer).count() >= 30);
    for (RawClient client : clients) {
      try (client) {
        if (client.hasAnswer()) {
          assertThat(client.read().status()).isEqualTo(503);
        }
      }
    }
    try (RawClient client = new RawClient(gateway.port())) {
      assertThat(client.post(Doors.ECHO, "small").read().body()).isEqualTo("small");
    }
  }

  @Test
  void tooManyRequestsOfOneAddressAreA429() throws IOException {
    try (Gateway strict = Doors.open(Doors.limits(5, 100), Doors.echo());
        RawClient client = new RawClient(strict.port())) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.post(Doors.ECHO, "x").read().status()).isEqualTo(200);
      }
      RawClient.Reply reply = client.post(Doors.ECHO, "x").read();
      assertThat(reply.status()).isEqualTo(429);
      assertThat(reply.headers()).containsEntry("retry-after", "1");
      Doors.until(() -> status(client) == 200);
    }
  }

  @Test
  void tooManyConnectionsOfOneAddressAreClosedAtTheDoor() throws IOException {
    try (Gateway strict = Doors.open(Doors.limits(1000, 3), Doors.echo());
        RawClient one = new RawClient(strict.port());
        RawClient two = new RawClient(strict.port())) {
      RawClient three = new RawClient(strict.port());
      assertThat(three.post(Doors.ECHO, "x").read().status()).isEqualTo(200);
      try (RawClient four = new RawClient(strict.port())) {
        assertThat(four.isClosed()).isTrue();
      }
      three.close();
      Doors.until(() -> welcomed(strict.port()));
      assertThat(status(one)).isEqualTo(200);
      assertThat(status(two)).isEqualTo(200);
    }
  }

  private static boolean welcomed(int port) {
    try (RawClient client = new RawClient(port)) {
      return status(client) == 200;
    } catch (IOException _) {
      return false;
    }
  }

  private static int status(RawClient client) {
    try {
      return client.post(Doors.ECHO, "x").read().status();
    } catch (IOException _) {
      return -1;
    }
  }

  private void refused(String request, int status) throws IOException {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(request);
      RawClient.Reply reply = client.read();
      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.body()).isEmpty();
      assertThat(reply.headers())
          .containsAllEntriesOf(Map.of("content-length", "0"))
          .doesNotContainKeys("server", "content-type");
    }
    try (RawClient client = new RawClient(gateway.port())) {
      assertThat(client.post(Doors.ECHO, "alive").read().body()).isEqualTo("alive");
    }
  }

  private static String unescaped(String text) {
    return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
