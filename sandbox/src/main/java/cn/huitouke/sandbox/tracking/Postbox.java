package cn.huitouke.sandbox.tracking;

import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.web.Trouble;
import cn.huitouke.sandbox.web.Troubles;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Posts pushes, tries refused ones again later, and keeps a ledger of them. Thread-safe. */
final class Postbox implements AutoCloseable {
  private static final int ATTEMPTS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE)
          .executor(threads)
          .build();
  private final Troubles troubles;
  private final Duration step;
  private final String yes;
  private final String signature;
  private final List<Letter> waiting = new ArrayList<>();
  private final List<Push> pushes = new ArrayList<>();

  /**
   * @param step how long after a refused attempt the next one comes
   * @param yes the field of the answer that has to be true
   * @param signature the field that holds the signature
   */
  Postbox(Troubles troubles, Duration step, String yes, String signature) {
    this.troubles = troubles;
    this.step = step;
    this.yes = yes;
    this.signature = signature;
  }

  /**
   * Posts these, and those whose next attempt is due, to one recipient one after the other; returns
   * when all were answered.
   */
  void post(List<Letter> fresh, Instant now) {
    Map<String, List<Letter>> byRecipient = new LinkedHashMap<>();
    Stream.concat(overdue(now).stream(), fresh.stream())
        .forEach(
            letter ->
                byRecipient
                    .computeIfAbsent(letter.recipient(), _ -> new ArrayList<>())
                    .add(letter));
    Map<List<Letter>, Future<List<Boolean>>> answers = new LinkedHashMap<>();
    byRecipient
        .values()
        .forEach(letters -> answers.put(letters, threads.submit(() -> accepted(letters))));
    answers.forEach(
        (letters, answer) -> {
          List<Boolean> accepted = answer(answer);
          for (int i = 0; i < letters.size(); i++) {
            note(letters.get(i), i < accepted.size() && accepted.get(i), now);
          }
        });
  }

  private List<Boolean> accepted(List<Letter> letters) throws InterruptedException {
    List<Boolean> accepted = new ArrayList<>();
    for (Letter letter : letters) {
      accepted.add(accepted(letter));
    }
    return accepted;
  }

  private synchronized List<Letter> overdue(Instant now) {
    List<Letter> due = waiting.stream().filter(letter -> !letter.due().isAfter(now)).toList();
    waiting.removeAll(due);
    return due;
  }

  private synchronized void note(Letter letter, boolean accepted, Instant now) {
    pushes.add(new Push(letter.number(), letter.status(), letter.attempt(), accepted, now));
    if (!accepted && letter.attempt() < ATTEMPTS) {
      waiting.add(letter.again(now.plus(step)));
    }
  }

  private boolean accepted(Letter letter) throws InterruptedException {
    Trouble.Kind trouble =
        troubles.takeForCallback(letter.number()).map(Trouble::kind).orElse(null);
    Letter posted =
        trouble == Trouble.Kind.BAD_SIGNATURE ? letter.with(signature, "0".repeat(32)) : letter;
    if (trouble == Trouble.Kind.DUPLICATE) {
      send(posted);
    }
    return send(posted) && trouble != Trouble.Kind.DROP_RESPONSE;
  }

  private boolean send(Letter letter) throws InterruptedException {
    String body =
        letter.form().entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    HttpRequest request =
        HttpRequest.newBuilder(letter.url())
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      JsonNode answer = Json.read(response.body());
      return response.statusCode() == 200 && answer.path(yes).asBoolean(false);
    } catch (IOException noAnswer) {
      return false;
    }
  }

  private static List<Boolean> answer(Future<List<Boolean>> answer) {
    try {
      return answer.get();
    } catch (ExecutionException bug) {
      throw new IllegalStateException(bug);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  synchronized Optional<Instant> nextAttempt() {
    return waiting.stream().map(Letter::due).min(Instant::compareTo);
  }

  synchronized List<Push> pushes() {
    return List.copyOf(pushes);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    http.shutdownNow();
  }
}
