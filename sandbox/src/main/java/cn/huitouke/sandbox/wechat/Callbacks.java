package cn.huitouke.sandbox.wechat;

import cn.huitouke.sandbox.web.Trouble;
import cn.huitouke.sandbox.web.Troubles;
import cn.huitouke.sandbox.wechat.PushedCallback.End;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posts callbacks: no valid answer within the platform's patience, and it posts again, three times. */
final class Callbacks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);
  private static final int ATTEMPTS = 4;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .executor(threads)
          .build();
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile Envelopes envelopes;
  private final Troubles troubles;
  private final Duration patience;
  private final Listener listener;
  private volatile URI url;

  Callbacks(WeChatAccount account, Envelopes envelopes, Troubles troubles, Listener listener) {
    this.envelopes = envelopes;
    this.troubles = troubles;
    this.patience = account.patience();
    this.url = account.callbackUrl();
    this.listener = listener;
  }

  /** Hears how a callback ended. */
  interface Listener {
    void ended(Callback callback, int attempts, End end, Optional<Bubble.Content> reply);
  }

  Envelopes envelopes() {
    return envelopes;
  }

  URI url() {
    return url;
  }

  void postTo(URI other) {
    url = other;
  }

  /** Signs and seals with other keys from now on. */
  void sealWith(Envelopes others) {
    envelopes = others;
  }

  void push(Callback callback) {
    underWay.incrementAndGet();
    try {
      threads.execute(
          () -> {
            try {
              attempt(callback);
            } finally {
              underWay.decrementAndGet();
            }
          });
    } catch (RejectedExecutionException closed) {
      underWay.decrementAndGet();
    }
  }

  /** Asks the URL to echo a word, as the platform does when the URL is entered. */
  boolean verifies(String echo) {
    var asked = envelopes.verification(echo);
    try {
      return post(HttpRequest.newBuilder(at(asked.query())).GET())
          .filter(answer -> answer.equals(echo))
          .isPresent();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void attempt(Callback callback) {
    try {
      for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
        long begun = System.nanoTime();
        Optional<Reply> reply = once(callback);
        if (reply.isPresent()) {
          listener.ended(callback, attempt, reply.get().end(), reply.get().content());
          return;
        }
        LOG.debug("callback {} got no valid answer at attempt {}", callback.kind(), attempt);
        sitOut(begun);
      }
      listener.ended(callback, ATTEMPTS, End.FAILED, Optional.empty());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Reply> once(Callback callback) throws InterruptedException {
    Optional<Trouble> trouble = troubles.takeForCallback(callback.kind());
    var letter = envelopes.seal(callback, trouble);
    var kind = trouble.map(Trouble::kind).orElse(null);
    if (kind == Trouble.Kind.DUPLICATE) {
      again(letter);
    }
    Optional<String> answer = post(request(letter));
    return kind == Trouble.Kind.DROP_RESPONSE
        ? Optional.empty()
        : answer.flatMap(body -> envelopes.open(body, callback));
  }

  private void again(Envelopes.Letter letter) {
    underWay.incrementAndGet();
    threads.execute(
        () -> {
          try {
            post(request(letter));
          } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
          } finally {
            underWay.decrementAndGet();
          }
        });
  }

  private HttpRequest.Builder request(Envelopes.Letter letter) {
    return HttpRequest.newBuilder(at(letter.query()))
        .header("Content-Type", "text/xml; charset=utf-8")
        .POST(HttpRequest.BodyPublishers.ofString(letter.body(), StandardCharsets.UTF_8));
  }

  private URI at(String query) {
    return URI.create(url + (url.getRawQuery() == null ? "?" : "&") + query);
  }

  /** The body of a 200 in time, or nothing. */
  private Optional<String> post(HttpRequest.Builder request) throws InterruptedException {
    try {
      var handler = HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8);
      var response = http.send(request.timeout(patience).build(), handler);
      return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
    } catch (IOException noAnswer) {
      return Optional.empty();
    }
  }

  /** Attempts begin no faster than the platform's patience, however soon one failed. */
  private void sitOut(long begun) throws InterruptedException {
    long left;
    while ((left = begun + patience.toNanos() - System.nanoTime()) > 0) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  /** Whether nothing is under way any more, waiting for it at most so long. */
  boolean settles(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    while (underWay.get() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(200_000);
    }
    return underWay.get() == 0;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    http.shutdownNow();
  }

  /**
   * What an answer means.
   *
   * @param content on the screen, when it says anything there
   */
  record Reply(End end, Optional<Bubble.Content> content) {}
}
