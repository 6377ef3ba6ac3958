package cn.huitouke.sandbox;

import cn.huitouke.sandbox.web.Door;
import cn.huitouke.sandbox.wechat.WeChatPlatform;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The simulated platforms on one port. */
public final class Sandbox implements AutoCloseable {
  private final SandboxOptions options;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final WeChatPlatform weChat;

  /**
   * Takes the port, but answers only after {@link #start()}.
   *
   * @throws UncheckedIOException when the port is taken
   */
  public Sandbox(SandboxOptions options) {
    this.options = options;
    this.weChat = new WeChatPlatform(options.weChat(), options.clock());
    try {
      var address = new InetSocketAddress(options.bindAddress(), options.port());
      this.server = HttpServer.create(address, 0);
    } catch (IOException portTaken) {
      throw new UncheckedIOException(portTaken);
    }
    server.setExecutor(threads);
    mount("/wechat", new Door("/wechat", weChat.troubles(), weChat));
    mount(
        "/sandbox",
        new Controls(
            weChat, Map.of("wechat", weChat.troubles()), Map.of("wechat", weChat::everything)));
  }

  /** Adds a page or an API below this path. */
  public void mount(String path, HttpHandler handler) {
    server.createContext(path, handler);
  }

  public void start() {
    server.start();
  }

  /** The port that it really listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Where a platform's API begins, for example {@code base("/wechat")}. */
  public URI base(String path) {
    return URI.create("http://" + options.bindAddress() + ":" + port() + path);
  }

  public WeChatPlatform weChat() {
    return weChat;
  }

  @Override
  public void close() {
    server.stop(0);
    weChat.close();
    threads.shutdownNow();
  }
}
