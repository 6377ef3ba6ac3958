package cn.huitouke.benchmarks;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One phase. Closed loop: a connection posts as soon as it was answered. Open loop: messages are due
 * at fixed moments whether or not the server keeps up, and latency counts from that moment. All
 * state belongs to the one event loop.
 */
final class Run implements Line.Owner {

  private static final int SAMPLE = 64;
  private static final long TICK_MICROS = 200;
  private static final long PATIENCE = 5_000_000_000L;

  private final Phase phase;
  private final int rate;
  private final byte[][] letters;
  private final long firstId;
  private final ReplyCheck check;
  private final EventLoop loop;
  private final Consumer<Run> reconnect;
  private final Latencies latencies = new Latencies();
  private final Deque<Line> idle = new ArrayDeque<>();
  private final Set<Line> busy = new HashSet<>();
  private final CompletableFuture<Score> done = new CompletableFuture<>();

  private int next;
  private long started;
  private long stopped;
  private long answeredInTime;
  private long sealed;
  private long bare;
  private long errors;
  private @Nullable Future<?> ticking;

  /** @param rate messages a second; 0 for a closed loop */
  Run(
      Phase phase,
      int rate,
      byte[][] letters,
      long firstId,
      ReplyCheck check,
      EventLoop loop,
      Consumer<Run> reconnect) {
    this.phase = phase;
    this.rate = rate;
    this.letters = letters;
    this.firstId = firstId;
    this.check = check;
    this.loop = loop;
    this.reconnect = reconnect;
  }

  /** On the event loop. */
  CompletableFuture<Score> start(Iterable<Line> lines) {
    started = System.nanoTime();
    ticking = loop.scheduleAtFixedRate(this::tick, TICK_MICROS, TICK_MICROS, TimeUnit.MICROSECONDS);
    for (Line line : lines) {
      join(line);
    }
    return done;
  }

  /** A connection is free. */
  void join(Line line) {
    line.belongTo(this);
    idle.add(line);
    post();
  }

  private void tick() {
    long now = System.nanoTime();
    if (stopped == 0 && isOver(now)) {
      stopped = now;
    }
    post();
    if (stopped != 0 && (busy.isEmpty() || now - stopped > PATIENCE)) {
      finish();
    }
  }

  private boolean isOver(long now) {
    long elapsed = now - started;
    long planned = phase.seconds() * 1_000_000_000L;
    boolean behind = rate > 0 && elapsed < planned * 2;
    return next == letters.length || elapsed >= planned && !behind;
  }

  private void post() {
    long now = System.nanoTime();
    while (stopped == 0 && !idle.isEmpty() && next < letters.length) {
      long due = rate == 0 ? now : started + (long) (next * (1e9 / rate));
      if (due > now) {
        return;
      }
      Line line = idle.remove();
      busy.add(line);
      line.post(next, letters[next], due);
      next++;
    }
  }

  @Override
  public void answered(Line line, int letter, long since, int status, String body) {
    latencies.add(System.nanoTime() - since);
    busy.remove(line);
    if (stopped == 0) {
      answeredInTime++;
    }
    count(letter, status, body);
    idle.add(line);
    post();
  }

  private void count(int letter, int status, String body) {
    boolean looksSealed = body.contains("<Encrypt>");
    if (status != 200
        || looksSealed && letter % SAMPLE == 0 && !check.isFor(firstId + letter, body)) {
      errors++;
    } else if (looksSealed) {
      sealed++;
    } else {
      bare++;
    }
  }

  @Override
  public void lost(Line line, int letter) {
    idle.remove(line);
    if (busy.remove(line)) {
      errors++;
    }
    if (!done.isDone()) {
      reconnect.accept(this);
    }
  }

  private void finish() {
    if (ticking != null) {
      ticking.cancel(false);
    }
    errors += busy.size();
    long unsent = rate == 0 ? 0 : letters.length - next;
    double seconds = (stopped - started) / 1e9;
    done.complete(
        new Score(
            phase.name(),
            answeredInTime / seconds,
            sealed,
            bare,
            errors + unsent,
            latencies.percentile(0.5),
            latencies.percentile(0.99),
            latencies.percentile(0.999)));
    busy.forEach(Line::hangUp);
  }
}
