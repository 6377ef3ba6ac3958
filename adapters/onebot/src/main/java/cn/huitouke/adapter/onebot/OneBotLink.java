package cn.huitouke.adapter.onebot;

import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.hook.SocketHook.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One open connection: sends actions and matches the answers to them by their echo. */
final class OneBotLink {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Socket socket;
  private final JsonMapper json;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<String, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();

  OneBotLink(Socket socket, JsonMapper json) {
    this.socket = socket;
    this.json = json;
  }

  /** Must not be called on the thread that hears: it waits for what that thread hears. */
  SendOutcome act(String action, Map<String, ?> params) {
    String echo = "h" + numbers.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(echo, answer);
    try {
      String frame =
          json.writeValueAsString(Map.of("action", action, "params", params, "echo", echo));
      if (!socket.send(frame)) {
        return new SendOutcome.Deferred(Duration.ofSeconds(5), "not connected");
      }
      return outcome(answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException e) {
      return new SendOutcome.Uncertain("no answer to " + action);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new SendOutcome.Uncertain("interrupted");
    } finally {
      waiting.remove(echo);
    }
  }

  private static SendOutcome outcome(JsonNode answer) {
    int code = answer.path("retcode").asInt(-1);
    if (answer.path("status").asString("").equals("ok") || code == 0) {
      return new SendOutcome.Accepted(answer.path("data").path("message_id").asString(""));
    }
    String words = answer.path("message").asString(answer.path("wording").asString(""));
    if (words.startsWith("Timeout")) {
      // NapCat's 1200 "Timeout: …sendMsg": it may have gone out all the same.
      return new SendOutcome.Uncertain("retcode " + code + ", time-out behind the implementation");
    }
    if (answer.path("status").asString("").equals("async")) {
      return new SendOutcome.Uncertain("taken, and nobody will say what becomes of it");
    }
    return new SendOutcome.Refused(
        switch (code) {
          case 1401, 1403 -> Reason.NOT_ENTITLED;
          case 1404 -> Reason.UNSUPPORTED;
          default -> Reason.CONTENT_REJECTED; // 1200 for whatever QQ itself refuses
        },
        "retcode " + code);
  }

  /** An answer came. */
  void answered(String echo, JsonNode answer) {
    CompletableFuture<JsonNode> asked = waiting.remove(echo);
    if (asked != null) {
      asked.complete(answer);
    }
  }

  /** The connection is gone: what was asked will not be answered. */
  void lost() {
    waiting.values().forEach(asked -> asked.completeExceptionally(new TimeoutException()));
  }

  void close(String why) {
    socket.close(1000, why);
  }
}
