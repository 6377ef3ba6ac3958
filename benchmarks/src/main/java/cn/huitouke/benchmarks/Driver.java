package cn.huitouke.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.PrintStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Posts messages as WeChat does and measures the answers. A process of its own, so that its work is
 * not counted as the server's. Says {@code begin NAME}, {@code end NAME} and a score per phase.
 */
final class Driver implements AutoCloseable {

  /** More than any server here answers in a second of a closed phase. */
  private static final int MOST_PER_SECOND = 70_000;

  private final Account account;
  private final URI url;
  private final int connections;
  private final int mostLetters;
  private final Letters letters;
  private final PrintStream out;
  private final EventLoopGroup loops = Wire.loops(1);
  private final EventLoop loop = loops.next();
  private final Bootstrap bootstrap;
  private List<Line> lines = new ArrayList<>();
  private double closedRate;

  Driver(Arguments arguments, InstantSource clock, PrintStream out) {
    this.out = out;
    account = arguments.account();
    url = URI.create(arguments.text("url", "http://127.0.0.1:8090/hooks/wechat-mp/shop"));
    connections = arguments.number("connections", 64);
    mostLetters = arguments.number("most-letters", 600_000);
    letters =
        new Letters(
            account,
            url,
            clock,
            arguments.text("text", "我的快递到哪了"),
            arguments.number("people", 10_000),
            arguments.text("expect", ""),
            clock.instant().getEpochSecond() * 10_000_000L);
    bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(Wire.client())
            .option(ChannelOption.TCP_NODELAY, true)
            .remoteAddress(url.getHost(), url.getPort())
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new Line(channel));
                  }
                });
  }

  static void main(String... words) throws Exception {
    Arguments arguments = Arguments.of(words);
    try (Driver driver = new Driver(arguments, InstantSource.system(), System.out)) {
      for (Phase phase : Phase.parse(arguments.text("phases", "warm:10,max:10,calm:10:70%"))) {
        driver.run(phase);
      }
    }
  }

  Score run(Phase phase) throws Exception {
    int rate = phase.rate(closedRate);
    int perSecond = rate == 0 ? MOST_PER_SECOND : rate;
    int count = (int) Math.min(mostLetters, (long) perSecond * phase.seconds());
    long firstId = letters.nextId();
    Run run =
        new Run(
            phase,
            rate,
            letters.write(count),
            firstId,
            new ReplyCheck(account, letters),
            loop,
            this::reconnect);
    connect();
    System.gc(); // so that a pause of the driver's own is not taken for the server's
    out.println("begin " + phase.name());
    out.flush();
    Score score = loop.submit(() -> run.start(lines)).get().get();
    out.println("end " + phase.name());
    out.println(score.line());
    out.flush();
    if (rate == 0) {
      closedRate = score.perSecond();
    }
    return score;
  }

  /** Opens what is missing: the phase before may have lost some. */
  private void connect() throws InterruptedException {
    List<Line> open = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      open.add(bootstrap.connect().sync().channel().pipeline().get(Line.class));
    }
    List<Line> before = lines;
    lines = open;
    before.forEach(Line::hangUp);
  }

  private void reconnect(Run run) {
    bootstrap
        .connect()
        .addListener(
            (ChannelFutureListener)
                future -> {
                  if (future.isSuccess()) {
                    run.join(future.channel().pipeline().get(Line.class));
                  } else {
                    loop.schedule(() -> reconnect(run), 100, TimeUnit.MILLISECONDS);
                  }
                });
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2_000);
  }
}
