package cn.huitouke.hook;

import java.util.Optional;

/** A door for WebSocket connections that the platform opens towards us (OneBot's reverse WebSocket). */
public interface SocketHook {

  /** Constant. */
  HookPath path();

  /**
   * Looks at the upgrade request before the handshake. Must compare tokens in constant time.
   *
   * @return a refusal (401, 403), or empty to let it in
   */
  Optional<HookResponse> refuse(HookRequest upgrade);

  /** A connection stands. Called once per connection, before its first frame. */
  SocketListener opened(HookRequest upgrade, Socket socket);

  /** Our side of one open connection. Thread-safe. */
  interface Socket {

    /**
     * Queues one text frame.
     *
     * @return false when the connection is closed or its queue is full: nothing of it was sent
     */
    boolean send(String text);

    /** Closes with a WebSocket close code. Idempotent. */
    void close(int code, String reason);
  }

  /** The adapter's side. Called for one connection in order, on virtual threads. */
  interface SocketListener {

    /** One whole text message. May block; later frames of this connection wait. */
    void heard(String text);

    /** Once, when the connection is gone for whatever reason. */
    void closed();
  }
}
