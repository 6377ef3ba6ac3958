package cn.huitouke.benchmarks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The baselines: bare Netty, and with {@code --data DIR} the same with a row kept before the reply. */
final class BareServer implements AutoCloseable {

  private final EventLoopGroup loops = Wire.loops(2);
  private final @Nullable GroupCommit commits;
  private final Channel server;

  BareServer(Account account, Optional<Path> data) {
    commits = data.map(GroupCommit::open).orElse(null);
    server =
        new ServerBootstrap()
            .group(loops)
            .channel(Wire.server())
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new HttpServerCodec(),
                            new HttpObjectAggregator(1 << 20),
                            new BareHandler(account, keeping(channel.eventLoop())));
                  }
                })
            .bind(new InetSocketAddress("127.0.0.1", 0))
            .syncUninterruptibly()
            .channel();
  }

  private BareHandler.Keeping keeping(EventLoop loop) {
    GroupCommit durable = commits;
    return durable == null
        ? (_, kept) -> kept.run()
        : (row, kept) -> durable.add(row, () -> loop.execute(kept));
  }

  int port() {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  /** Prints its port, and at the end how many rows it keeps. Ends when its input is closed. */
  static void main(String... words) throws Exception {
    Arguments arguments = Arguments.of(words);
    try (BareServer bare =
        new BareServer(arguments.account(), arguments.text("data").map(Path::of))) {
      System.out.println("listening " + bare.port());
      System.out.flush();
      while (System.in.read() >= 0) {}
      if (bare.commits != null) {
        System.out.println("rows " + bare.commits.rows());
        System.out.flush();
      }
    }
  }

  @Override
  public void close() {
    server.close().syncUninterruptibly();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2_000);
    if (commits != null) {
      commits.close();
    }
  }
}
