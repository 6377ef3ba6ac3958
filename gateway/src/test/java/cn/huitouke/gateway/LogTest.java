package cn.huitouke.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogTest {

  private final ListAppender<ILoggingEvent> written = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("cn.huitouke");
  private final Gateway gateway =
      Doors.open(
          Doors.settings(),
          Doors.echo(),
          Doors.hook(
              "broken",
              request -> {
                throw new IllegalArgumentException(request.query() + " " + request.headers());
              }));

  @BeforeEach
  void listen() {
    logger.setLevel(Level.DEBUG);
    written.start();
    logger.addAppender(written);
  }

  @AfterEach
  void close() {
    gateway.close();
    logger.detachAppender(written);
  }

  @Test
  void nothingThatAStrangerSendsReachesTheLog() throws Exception {
    String forged = "%0d%0a2026-11-21 INFO forged%1b[31m${jndi:ldap://x}13812345678";
    List<String> targets =
        List.of(
            "/hooks/test/broken?a=" + forged.replace(" ", "%20"),
            "/forged13812345678",
            "/hooks/test/echo");
    for (String target : targets) {
      try (RawClient client = new RawClient(gateway.port())) {
        client.send(
            "POST "
                + target
                + " HTTP/1.1\r\nHost: shop\r\nX-Forged: forged 13812345678\r\n"
                + "User-Agent: ${jndi:ldap://forged}\r\nContent-Length: 6\r\n\r\nforged");
        assertThat(client.read().status()).isIn(200, 404, 500);
      }
    }
    assertThat(written.list)
        .isNotEmpty()
        .allSatisfy(
            event ->
                assertThat(event.getFormattedMessage())
                    .doesNotContain("forged", "jndi", "13812345678", "\n", "\r", "\u001b"));
    assertThat(written.list)
        .anySatisfy(
            event ->
                assertThat(event.getFormattedMessage())
                    .contains("/hooks/test/broken failed", "IllegalArgumentException"));
  }
}
