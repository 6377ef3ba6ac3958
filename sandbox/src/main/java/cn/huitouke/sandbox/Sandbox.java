package cn.huitouke.sandbox;

import cn.huitouke.sandbox.onebot.OneBotPlatform;
import cn.huitouke.sandbox.qq.QqPlatform;
import cn.huitouke.sandbox.tracking.KdNiaoPlatform;
import cn.huitouke.sandbox.tracking.Kuaidi100Platform;
import cn.huitouke.sandbox.web.Door;
import cn.huitouke.sandbox.wechat.WeChatPlatform;
import cn.huitouke.sandbox.wecom.WeComPlatform;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** The simulated platforms on one port. */
public final class Sandbox implements AutoCloseable {
  private final SandboxOptions options;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final WeChatPlatform weChat;
  private final Kuaidi100Platform kuaidi100;
  private final KdNiaoPlatform kdNiao;
  private final WeComPlatform weCom;
  private final QqPlatform qq;
  private final OneBotPlatform oneBot;

  /**
   * Takes the port, but answers only after {@link #start()}.
   *
   * @throws UncheckedIOException when the port is taken
   */
  public Sandbox(SandboxOptions options) {
    this.options = options;
    this.weChat = new WeChatPlatform(options.weChat(), options.clock());
    this.kuaidi100 = new Kuaidi100Platform(options.kuaidi100(), options.parcels(), options.clock());
    this.kdNiao = new KdNiaoPlatform(options.kdNiao(), options.parcels(), options.clock());
    this.weCom = new WeComPlatform(options.weCom(), options.clock());
    this.qq = new QqPlatform(options.qq(), options.clock());
    this.oneBot = new OneBotPlatform(options.oneBot(), options.clock());
    try {
      var address = new InetSocketAddress(options.bindAddress(), options.port());
      this.server = HttpServer.create(address, 0);
    } catch (IOException portTaken) {
      throw new UncheckedIOException(portTaken);
    }
    server.setExecutor(threads);
    mount("/wechat", new Door("/wechat", weChat.troubles(), weChat));
    mount("/wecom", new Door("/wecom", weCom.troubles(), weCom));
    mount("/qq", new Door("/qq", qq.troubles(), qq));
    mount("/kuaidi100", new Door("/kuaidi100", kuaidi100.troubles(), kuaidi100));
    mount("/kdniao", new Door("/kdniao", kdNiao.troubles(), kdNiao));
    mount("/sandbox", new Controls(weChat, kuaidi100, kdNiao));
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

  public WeComPlatform weCom() {
    return weCom;
  }

  public QqPlatform qq() {
    return qq;
  }

  /** Connects to nobody before {@link OneBotPlatform#connect()}. */
  public OneBotPlatform oneBot() {
    return oneBot;
  }

  public Kuaidi100Platform kuaidi100() {
    return kuaidi100;
  }

  public KdNiaoPlatform kdNiao() {
    return kdNiao;
  }

  /**
   * To be called after the clock was turned: pushes what the carriers have to say by now, and returns
   * when all was answered.
   */
  public void advance() {
    kuaidi100.advance();
    kdNiao.advance();
  }

  /**
   * Waits until no platform is telling the shop anything, at most so long in real time. A callback
   * that is signed at one time and arrives hours later by the clock would be stale.
   *
   * @return whether all was told
   */
  public boolean settles(Duration atMost) {
    return weChat.settles(atMost) & weCom.settles(atMost) & qq.settles(atMost);
  }

  /** When {@link #advance()} has something to do next: the clock should stop there on its way. */
  public Optional<Instant> nextDue() {
    return Stream.of(kuaidi100.nextDue(), kdNiao.nextDue())
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  @Override
  public void close() {
    server.stop(0);
    weChat.close();
    weCom.close();
    qq.close();
    oneBot.close();
    kuaidi100.close();
    kdNiao.close();
    threads.shutdownNow();
  }
}
