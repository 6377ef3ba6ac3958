package cn.huitouke.sandbox.web;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Posts a platform's callbacks in the background, again and again until one is answered with 200. */
public final class Postman implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .executor(threads)
          .build();
  private final AtomicInteger underWay = new AtomicInteger();
  private final Duration patience;
  private final int attempts;

  /**
   * @param patience how long each attempt waits for its answer (real time); the next begins no sooner
   */
  public Postman(Duration patience, int attempts) {
    this.patience = patience;
    this.attempts = attempts;
  }

  /**
   * Posts one.
   *
   * @param letter written anew for each attempt
   * @param answered hears the body of the 200, if there ever is one
   */
  public void post(Supplier<HttpRequest.Builder> letter, Consumer<String> answered) {
    underWay.incrementAndGet();
    try {
      threads.execute(
          () -> {
            try {
              deliver(letter, answered);
            } catch (InterruptedException stopping) {
              Thread.currentThread().interrupt();
            } finally {
              underWay.decrementAndGet();
            }
          });
    } catch (RejectedExecutionException closed) {
      underWay.decrementAndGet();
    }
  }

  private void deliver(Supplier<HttpRequest.Builder> letter, Consumer<String> answered)
      throws InterruptedException {
    for (int attempt = 1; attempt <= attempts; attempt++) {
      long begun = System.nanoTime();
      try {
        var handler = HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8);
        var response = http.send(letter.get().timeout(patience).build(), handler);
        if (response.statusCode() == 200) {
          answered.accept(response.body());
          return;
        }
      } catch (IOException noAnswer) {
        // As good as a wrong one.
      }
      for (long left = patience.toNanos(); left > 0 && attempt < attempts; ) {
        LockSupport.parkNanos(left);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        left = begun + patience.toNanos() - System.nanoTime();
      }
    }
  }

  /** Whether nothing is under way any more, waiting for it at most so long. */
  public boolean settles(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    while (underWay.get() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
    return underWay.get() == 0;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    http.shutdownNow();
  }
}
