package cn.huitouke.console;

import cn.huitouke.broadcast.Broadcasts;
import cn.huitouke.conversation.Conversations;
import cn.huitouke.delivery.Correspondence;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells open pages that something was said. It looks into the books once a second while somebody
 * looks on, so that it hears of other nodes as well; what is new each page asks for itself.
 */
@Component
class LiveFeed implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
  private static final Duration LONGEST = Duration.ofMinutes(30);
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final int HEARTBEAT_ROUNDS = 15;
  private static final int MOST_PAGES = 500;

  private final Conversations conversations;
  private final Correspondence correspondence;
  private final Broadcasts broadcasts;
  private final Operators operators;
  private final Map<SseEmitter, Login> pages = new ConcurrentHashMap<>();
  private volatile boolean running;

  LiveFeed(
      Conversations conversations,
      Correspondence correspondence,
      Broadcasts broadcasts,
      Operators operators) {
    this.broadcasts = broadcasts;
    this.conversations = conversations;
    this.correspondence = correspondence;
    this.operators = operators;
  }

  SseEmitter open(Login login) {
    SseEmitter page = new SseEmitter(LONGEST.toMillis());
    page.onCompletion(() -> pages.remove(page));
    page.onTimeout(page::complete);
    page.onError(_ -> pages.remove(page));
    if (running && pages.size() < MOST_PAGES) {
      pages.put(page, login);
    } else {
      page.complete();
    }
    return page;
  }

  private void watch() {
    String known = "";
    for (int round = 0; running; round++) {
      LockSupport.parkNanos(ROUND.toNanos());
      if (pages.isEmpty()) {
        continue;
      }
      try {
        pages.forEach(this::endIfOver);
        String now = conversations.newest() + "/" + correspondence.newest();
        if (!now.equals(known)) {
          known = now;
          tell("heard");
        }
        if (broadcasts.anyUnderWay()) {
          tell("broadcast");
        } else if (round % HEARTBEAT_ROUNDS == 0) {
          tell("still-here"); // a page that is gone shows when it is spoken to
        }
      } catch (RuntimeException e) {
        LOG.warn("The live feed pauses: {}", e.toString());
      }
    }
  }

  private void endIfOver(SseEmitter page, Login login) {
    if (!operators.valid(login)) {
      pages.remove(page);
      page.complete();
    }
  }

  private void tell(String what) {
    pages
        .keySet()
        .forEach(
            page -> {
              try {
                page.send(SseEmitter.event().name(what).data(""));
              } catch (IOException | IllegalStateException e) {
                pages.remove(page);
              }
            });
  }

  @Override
  public void start() {
    running = true;
    Thread.ofVirtual().name("live-feed").start(this::watch);
  }

  /** Before the web server, which would wait for open pages. */
  @Override
  public void stop() {
    running = false;
    pages.keySet().forEach(SseEmitter::complete);
    pages.clear();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
