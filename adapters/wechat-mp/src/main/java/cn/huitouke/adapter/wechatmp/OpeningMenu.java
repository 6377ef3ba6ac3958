package cn.huitouke.adapter.wechatmp;

import cn.huitouke.channel.SendOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the menu of the settings when the channel starts, beside everything else: a platform that is
 * down is asked again, one that says no is not. A menu that is already so is left alone, for changing
 * it too often is refused.
 */
final class OpeningMenu {

  private static final Logger log = LoggerFactory.getLogger(OpeningMenu.class);
  private static final Duration AT_LEAST = Duration.ofSeconds(1);

  private final Followers account;
  private final WeChatMpAccount settings;
  private final AtomicReference<@Nullable Thread> showing = new AtomicReference<>();

  OpeningMenu(Followers account, WeChatMpAccount settings) {
    this.account = account;
    this.settings = settings;
  }

  void begin() {
    if (settings.menu().isEmpty()) {
      return;
    }
    Thread mine = Thread.ofVirtual().name("menu of " + settings.id()).unstarted(this::show);
    stop(showing.getAndSet(mine));
    mine.start();
  }

  void end() {
    stop(showing.getAndSet(null));
  }

  private static void stop(@Nullable Thread thread) {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void show() {
    List<Followers.Button> wanted = settings.menu();
    while (!Thread.currentThread().isInterrupted()) {
      if (account.menu().filter(wanted::equals).isPresent()) {
        return;
      }
      switch (account.showMenu(wanted)) {
        case SendOutcome.Accepted _ -> {
          log.info("{}: the menu has {} buttons", settings, wanted.size());
          return;
        }
        case SendOutcome.Refused no -> {
          log.warn("{}: the menu was refused: {}", settings, no.detail());
          return;
        }
        case SendOutcome.Deferred later -> pause(later.retryAfter());
        case SendOutcome.Uncertain _ -> pause(AT_LEAST); // the next look will tell
      }
    }
  }

  private static void pause(Duration time) {
    LockSupport.parkNanos(time.compareTo(AT_LEAST) < 0 ? AT_LEAST.toNanos() : time.toNanos());
  }
}
