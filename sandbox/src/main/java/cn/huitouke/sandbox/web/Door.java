package cn.huitouke.sandbox.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets requests in to a platform, unless there is trouble. */
public final class Door implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);
  private static final Answer PAGE =
      Answer.html(500, "<html><body><h1>500 Internal Server Error</h1></body></html>");
  private static final Answer GARBAGE =
      Answer.html(200, "<html><head><title>502</title></head><body>{\"errcode\":</body>");

  private final String prefix;
  private final Troubles troubles;
  private final Platform platform;

  public Door(String prefix, Troubles troubles, Platform platform) {
    this.prefix = prefix;
    this.troubles = troubles;
    this.platform = platform;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Call call = Call.read(exchange, prefix);
    try {
      var trouble = troubles.takeFor(call.path());
      if (trouble.isEmpty()) {
        write(exchange, answer(call));
      } else {
        meet(trouble.get(), call, exchange);
      }
    } finally {
      exchange.close();
      call.finish();
    }
  }

  private void meet(Trouble trouble, Call call, HttpExchange exchange) throws IOException {
    switch (trouble.kind()) {
      case SLOW -> {
        Answer answer = answer(call);
        pause(trouble.delay());
        write(exchange, answer);
      }
      case HTTP_500 -> write(exchange, PAGE);
      case ERRCODE -> write(exchange, platform.refuse(call, trouble.errcode()));
      case MALFORMED -> write(exchange, GARBAGE);
      case SILENCE_AFTER_READ -> {
        // Closing an exchange before its headers were sent breaks the connection.
        if (trouble.delivered()) {
          answer(call);
        }
      }
      case TOKEN_REVOKED -> {
        platform.revokeTokens();
        write(exchange, answer(call));
      }
      case DUPLICATE, BAD_SIGNATURE, STALE_TIMESTAMP, DROP_RESPONSE ->
          throw new IllegalStateException("trouble of callbacks met at the door");
    }
  }

  private Answer answer(Call call) {
    try {
      return platform.answer(call);
    } catch (RuntimeException bug) {
      LOG.error("the sandbox itself failed at {}", call.path(), bug);
      return PAGE;
    }
  }

  /** Writes one answer. */
  public static void write(HttpExchange exchange, Answer answer) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    byte[] body = answer.body();
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private static void pause(Duration real) {
    long end = System.nanoTime() + real.toNanos();
    for (long left = real.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
