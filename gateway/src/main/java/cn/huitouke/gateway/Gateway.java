package cn.huitouke.gateway;

import cn.huitouke.hook.Hook;
import cn.huitouke.hook.SocketHook;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public front door. Hooks may be mounted before or after it is started; until then their path
 * is a 404, which platforms retry.
 */
public final class Gateway implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final Duration SWEEP = Duration.ofMillis(250);

  private final FrontDoor door;
  private @Nullable Transport transport;
  private @Nullable Channel server;
  private boolean closed;

  public Gateway(GatewaySettings settings, List<Hook> hooks, List<SocketHook> socketHooks) {
    door = new FrontDoor(settings);
    hooks.forEach(this::mount);
    socketHooks.forEach(this::mount);
  }

  /**
   * Opens a path. Takes effect at once.
   *
   * @throws IllegalStateException if another hook has that path
   */
  public void mount(Hook hook) {
    door.mounts.add(hook);
  }

  /**
   * Opens a path for WebSockets. It may be the path of a {@link Hook} as well.
   *
   * @throws IllegalStateException if another socket hook has that path
   */
  public void mount(SocketHook hook) {
    door.mounts.add(hook);
  }

  /**
   * Closes a path: from now on it is a 404. Requests that the hook has begun to answer are answered. Does
   * nothing where another hook has the path.
   */
  public void unmount(Hook hook) {
    door.mounts.remove(hook);
  }

  /** Closes a path for WebSockets. Connections that stand are the hook's to end. */
  public void unmount(SocketHook hook) {
    door.mounts.remove(hook);
  }

  /**
   * Listens. Once.
   *
   * @throws IllegalStateException with a sentence that names the port, if it cannot be had
   */
  public synchronized void start() {
    if (transport != null || closed) {
      throw new IllegalStateException("A gateway starts once.");
    }
    Transport opened = Transport.open();
    GatewaySettings settings = door.settings;
    ChannelFuture bound =
        new ServerBootstrap()
            .group(opened.loops())
            .channel(opened.serverChannel())
            .option(ChannelOption.SO_BACKLOG, 1024)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(512, 2048, 65_536))
            .childHandler(new Welcome(door))
            .bind(new InetSocketAddress(settings.bindAddress(), settings.port()))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      opened.loops().shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw new IllegalStateException(sentence(settings), bound.cause());
    }
    transport = opened;
    server = bound.channel();
    opened
        .loops()
        .next()
        .scheduleAtFixedRate(
            door::sweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    LOG.info("Gateway listens on {}:{}", settings.bindAddress(), port());
  }

  /** The port that it listens on. */
  public synchronized int port() {
    if (server == null || !(server.localAddress() instanceof InetSocketAddress local)) {
      throw new IllegalStateException("The gateway is not listening.");
    }
    return local.getPort();
  }

  /** Stops accepting, lets what is in flight finish for as long as the drain says, then closes. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (server != null) {
      server.close().awaitUninterruptibly();
    }
    door.draining = true;
    door.connections.forEach(Connection::drain);
    long until = door.now() + door.settings.drain().toNanos();
    while (!door.connections.isEmpty() && door.now() < until) {
      LockSupport.parkNanos(5_000_000);
    }
    stopWorkers(until);
    if (transport != null) {
      transport.loops().shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2_000);
    }
  }

  private void stopWorkers(long until) {
    door.workers.shutdown();
    try {
      if (!door.workers.awaitTermination(until - door.now(), TimeUnit.NANOSECONDS)) {
        LOG.warn("Some requests did not finish within {} and are cut off", door.settings.drain());
        door.workers.shutdownNow();
      }
    } catch (InterruptedException _) {
      door.workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static String sentence(GatewaySettings settings) {
    return "The gateway cannot listen on port "
        + settings.port()
        + " of "
        + settings.bindAddress()
        + ": another program holds it, or the address is not this machine's."
        + " Mend: stop that program, or choose another huitouke.gateway.port.";
  }
}
