package cn.huitouke.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A cable to somebody else's port that can be pulled out and put back. */
public final class Relay implements AutoCloseable {

  private final int target;
  private final int port;
  private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
  private final Set<Thread> carriers = ConcurrentHashMap.newKeySet();
  private volatile ServerSocket door;
  private volatile Thread doorman;

  public Relay(int target) {
    this.target = target;
    this.door = bind(0);
    this.doorman = welcoming(door);
    this.port = door.getLocalPort();
  }

  /** Where the near end is plugged in. */
  public int port() {
    return port;
  }

  private static ServerSocket bind(int at) {
    try {
      return new ServerSocket(at, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Thread welcoming(ServerSocket opened) {
    return Thread.ofPlatform().daemon().start(() -> welcome(opened));
  }

  private void welcome(ServerSocket opened) {
    try {
      while (true) {
        Socket near = opened.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        ends.add(near);
        ends.add(far);
        carriers.add(Thread.ofVirtual().start(() -> carry(near, far)));
        carriers.add(Thread.ofVirtual().start(() -> carry(far, near)));
      }
    } catch (IOException _) {
      // The cable was pulled out.
    }
  }

  private void carry(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // Closed: so will be the other end.
    } finally {
      cut(from);
      cut(to);
      carriers.remove(Thread.currentThread());
    }
  }

  private void cut(Socket socket) {
    ends.remove(socket);
    quietly(socket);
  }

  private static void quietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception _) {
      // It is gone, which is what was wanted.
    }
  }

  /** Breaks every connection and knows that both ends were told; from now on none can be made. */
  public void pull() {
    quietly(door);
    try {
      doorman.join(); // the port is closed only when nobody waits at it any more
      ends.forEach(this::cut);
      for (Thread carrier : carriers) {
        carrier.join(); // who closes a socket second returns before the first has told its far end
      }
      carriers.clear(); // of those that ended before they were written down
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    knocks();
  }

  /** A busy kernel delivers late but in order: who is refused here comes after every farewell. */
  private void knocks() {
    try {
      new Socket(InetAddress.getLoopbackAddress(), port).close();
    } catch (IOException _) {
      // Refused, as it should be.
    }
  }

  /** Puts it back, at the same port. */
  public void plug() {
    if (door.isClosed()) {
      door = bind(port);
      doorman = welcoming(door);
    }
  }

  @Override
  public void close() {
    pull();
  }
}
