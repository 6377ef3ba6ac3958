package cn.huitouke.gateway;

import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.SocketHook;
import cn.huitouke.hook.SocketHook.SocketListener;
import io.netty.channel.Channel;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The virtual thread of one WebSocket: what was said reaches the listener in order. */
final class Listening implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  /** Beyond this many waiting characters nothing more is read from the connection. */
  private static final int MANY = 1 << 20;

  /** An empty message costs its queue entry too. */
  private static final int ENTRY = 64;

  private final SocketHook hook;
  private final HookRequest upgrade;
  private final SocketHook.Socket socket;
  private final Channel channel;
  private final BlockingQueue<Optional<String>> said = new LinkedBlockingQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  Listening(SocketHook hook, HookRequest upgrade, SocketHook.Socket socket, Channel channel) {
    this.hook = hook;
    this.upgrade = upgrade;
    this.socket = socket;
    this.channel = channel;
  }

  /** On the event loop. */
  void hear(String text) {
    if (waiting.addAndGet(text.length() + ENTRY) > MANY) {
      channel.config().setAutoRead(false);
    }
    said.add(Optional.of(text));
  }

  void end() {
    said.add(Optional.empty());
  }

  @Override
  public void run() {
    SocketListener listener;
    try {
      listener = hook.opened(upgrade, socket);
    } catch (Throwable e) {
      failed(e);
      return;
    }
    try {
      for (Optional<String> text = said.take(); text.isPresent(); text = said.take()) {
        deliver(listener, text.get());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      closed(listener);
    }
  }

  private void deliver(SocketListener listener, String text) {
    try {
      listener.heard(text);
    } catch (Throwable e) {
      failed(e);
    }
    int size = text.length() + ENTRY;
    int left = waiting.addAndGet(-size);
    if (left <= MANY / 2 && left + size > MANY / 2) {
      readOn();
    }
  }

  private void readOn() {
    try {
      channel.eventLoop().execute(() -> channel.config().setAutoRead(true));
    } catch (RejectedExecutionException _) {
      // The gateway has closed meanwhile: there is nothing left to read.
    }
  }

  private void closed(SocketListener listener) {
    try {
      listener.closed();
    } catch (Throwable e) {
      failed(e);
    }
  }

  private void failed(Throwable failure) {
    LOG.error("{} failed: {}", hook.path().path(), Trace.of(failure));
    socket.close(1011, "");
  }
}
