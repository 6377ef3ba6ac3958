package cn.huitouke.sandbox.phone;

import cn.huitouke.sandbox.world.TurnableClock;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells open pages of every new message and of the time, as server-sent events. */
final class LiveFeed {

  private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
  private static final String END = "";
  private static final int SLOWEST_PAGE = 1000;
  private static final int SECONDS_BETWEEN_TIMES = 10;

  private final Apps apps;
  private final TurnableClock clock;
  private final Set<BlockingQueue<String>> pages = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  LiveFeed(Apps apps, TurnableClock clock) {
    this.apps = apps;
    this.clock = clock;
  }

  /** Stays until the page goes away. */
  void stream(HttpExchange exchange) throws IOException {
    BlockingQueue<String> page = new LinkedBlockingQueue<>(SLOWEST_PAGE);
    List<AutoCloseable> listening = new ArrayList<>();
    apps.all()
        .forEach(
            (app, network) ->
                listening.add(
                    network.listen(
                        message -> tell(page, event("message", Bubble.of(app, message))))));
    pages.add(page);
    try {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
      exchange.sendResponseHeaders(200, 0);
      forward(page, exchange.getResponseBody());
    } finally {
      pages.remove(page);
      listening.forEach(LiveFeed::hangUp);
    }
  }

  /** Says to every page what time it is. */
  void tellTime() {
    String time = time();
    pages.forEach(page -> tell(page, time));
  }

  void close() {
    closed = true;
    pages.forEach(page -> tell(page, END));
  }

  private void forward(BlockingQueue<String> page, OutputStream out) throws IOException {
    write(out, "retry: 1500\n\n" + time());
    while (!closed) {
      String next = next(page);
      if (next.equals(END)) {
        return;
      }
      write(out, next);
    }
  }

  /** The next event; the time when nothing happens, which also shows whether the page is there. */
  private String next(BlockingQueue<String> page) {
    try {
      String next = page.poll(SECONDS_BETWEEN_TIMES, TimeUnit.SECONDS);
      return next == null ? time() : next;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return END;
    }
  }

  /** A page that does not keep up is cut off: it comes back and loads everything afresh. */
  private static void tell(BlockingQueue<String> page, String event) {
    if (!page.offer(event)) {
      page.clear();
      page.add(END);
    }
  }

  private String time() {
    return event("clock", Map.of("now", Replies.time(clock.instant())));
  }

  private static String event(String name, Object data) {
    return "event: " + name + "\ndata: " + Replies.JSON.writeValueAsString(data) + "\n\n";
  }

  private static void write(OutputStream out, String event) throws IOException {
    out.write(event.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void hangUp(AutoCloseable listening) {
    try {
      listening.close();
    } catch (Exception unexpected) {
      LOG.warn("a page could not stop listening", unexpected);
    }
  }
}
