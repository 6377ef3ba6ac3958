package cn.huitouke.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** A contender's process, from its start until it answers, until it is stopped. */
final class RunningServer implements AutoCloseable {

  private static final long START_SECONDS = 180;

  private final Process process;
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final CompletableFuture<Long> rows = new CompletableFuture<>();
  private final URI url;

  /** One of ours: says its port, and ends when its input does. */
  private final boolean ownPort;

  RunningServer(Contender contender, Account account, InstantSource clock, Path log)
      throws Exception {
    ownPort = contender.url().isEmpty();
    ProcessBuilder starting =
        new ProcessBuilder(contender.command())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    if (!ownPort) {
      starting.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }
    process = starting.start();
    // Whoever interrupts the benchmark does not want its servers to go on.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    Thread.ofVirtual().start(() -> listen(process.inputReader(StandardCharsets.UTF_8)));
    try {
      url =
          contender.url().isPresent()
              ? contender.url().get()
              : URI.create(
                  "http://127.0.0.1:"
                      + port.get(START_SECONDS, TimeUnit.SECONDS)
                      + contender.path());
      awaitAnswer(new Letters(account, url, clock, "", 1, clock.millis()));
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  URI url() {
    return url;
  }

  private void listen(BufferedReader output) {
    try (output) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith("listening ")) {
          port.complete(Integer.parseInt(line.substring(10)));
        } else if (line.startsWith("rows ")) {
          rows.complete(Long.parseLong(line.substring(5)));
        }
      }
    } catch (IOException _) {
      // The process is gone; whoever waits for it sees that.
    }
    port.completeExceptionally(new IllegalStateException("ended before it listened"));
    rows.complete(-1L);
  }

  /** Ready is who passes the platform's own check of the URL. */
  private void awaitAnswer(Letters letters) throws InterruptedException {
    String echo = "4375120948345356249";
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (System.nanoTime() < end && process.isAlive()) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(url + letters.verification(echo)))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
          if (client.send(request, BodyHandlers.ofString()).body().equals(echo)) {
            return;
          }
        } catch (IOException _) {
          // Not listening yet.
        }
        LockSupport.parkNanos(200_000_000);
      }
    }
    throw new IllegalStateException(
        url
            + " does not answer the platform's verification; is the account the same on both"
            + " sides?");
  }

  /** Rows kept, as the server counted them at its end; -1 if it did not say. */
  long stop() throws InterruptedException, ExecutionException, IOException {
    if (ownPort) {
      process.getOutputStream().close();
    } else {
      process.destroy();
    }
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    try {
      return rows.get(5, TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      return -1;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
