package cn.huitouke.sandbox.onebot;

import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The implementation's end of the reverse WebSocket: connects, and connects again when it is lost. */
final class Line implements AutoCloseable {
  private final QqAccount account;
  private final HttpClient http = HttpClient.newHttpClient();
  private final BiConsumer<Line, String> heard;
  private final Runnable connected;
  private volatile @Nullable WebSocket socket;
  private volatile boolean wanted;
  private @Nullable Thread keeper;

  /**
   * @param heard hears each whole frame
   * @param connected is called when the line stands
   */
  Line(QqAccount account, BiConsumer<Line, String> heard, Runnable connected) {
    this.account = account;
    this.heard = heard;
    this.connected = connected;
  }

  synchronized void keep() {
    wanted = true;
    if (keeper == null) {
      keeper = Thread.ofVirtual().name("onebot").start(this::keepConnected);
    }
  }

  boolean stands() {
    return socket != null;
  }

  private void keepConnected() {
    while (!Thread.currentThread().isInterrupted()) {
      if (wanted && socket == null && attempt(account.accessToken()) == 0) {
        connected.run();
      }
      LockSupport.parkNanos(account.reconnect().toNanos());
    }
  }

  /** Tries to connect; 0, the HTTP status of the refusal, or -1 where nobody is there. */
  int attempt(String token) {
    try {
      Listener listener = new Listener();
      WebSocket made =
          http.newWebSocketBuilder()
              .connectTimeout(Duration.ofSeconds(2))
              .header("X-Self-ID", Long.toString(account.selfId()))
              .header("X-Client-Role", "Universal")
              .header("Authorization", "Bearer " + token)
              .buildAsync(account.url(), listener)
              .join();
      if (!listener.gone) {
        socket = made;
        if (listener.gone) {
          socket = null;
        }
      }
      return 0;
    } catch (CompletionException refused) {
      return refused.getCause() instanceof WebSocketHandshakeException no
          ? no.getResponse().statusCode()
          : -1;
    }
  }

  /** Sends one frame; false where there is no line. */
  synchronized boolean send(String frame) {
    WebSocket open = socket;
    if (open == null) {
      return false;
    }
    try {
      open.sendText(frame, true).join();
      return true;
    } catch (CompletionException lost) {
      socket = null;
      return false;
    }
  }

  /** Drops the line without a word; {@code again} whether it shall come back by itself. */
  void drop(boolean again) {
    wanted = again;
    WebSocket open = socket;
    socket = null;
    if (open != null) {
      open.abort();
    }
  }

  @Override
  public synchronized void close() {
    wanted = false;
    if (keeper != null) {
      keeper.interrupt();
    }
    drop(false);
    http.shutdownNow();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder frame = new StringBuilder();
    private volatile boolean gone;

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      frame.append(part);
      if (last) {
        String whole = frame.toString();
        frame.setLength(0);
        // An answer must not wait for the thread that hears it.
        CompletableFuture.runAsync(
            () -> heard.accept(Line.this, whole), task -> Thread.ofVirtual().start(task));
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      lost(from);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      lost(from);
    }

    private void lost(WebSocket from) {
      gone = true;
      if (socket == from) {
        socket = null;
      }
    }
  }
}
