package cn.huitouke.adapter.loopback;

import cn.huitouke.channel.Segment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A customer of the loopback platform, for tests that read as scripts: {@code mei.says("快递到哪了");
 * mei.hears("…已到杭州转运中心…");}. What they do returns the HTTP status that the platform got; an
 * answer may come before that.
 */
public final class Shopper {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String name;
  private final LoopbackPlatform platform;
  private final List<Shown> screen = new ArrayList<>();
  private final List<Window> windows = new ArrayList<>();
  private final Map<String, Integer> credits = new HashMap<>();
  private final Set<String> answered = new HashSet<>();
  private boolean follows = true;
  private int read;

  Shopper(String name, LoopbackPlatform platform) {
    this.name = name;
    this.platform = platform;
  }

  /** What the customer sees: what it looks like, and every word on it. */
  public record Shown(Segment.Kind as, String text) {}

  private static final class Window {
    private final Instant until;
    private int left;

    private Window(Instant until, int left) {
      this.until = until;
      this.left = left;
    }
  }

  public CompletableFuture<Integer> says(String text) {
    return says(text, platform.newEventId());
  }

  /** The same {@code eventId} again is a redelivery. */
  public CompletableFuture<Integer> says(String text, String eventId) {
    return sends(List.of(Map.of("kind", "text", "text", text)), eventId);
  }

  /** Something that no adapter knows, and words with it. */
  public CompletableFuture<Integer> saysUnknownContent(String besides, String eventId) {
    return sends(
        List.of(Map.of("kind", "hologram"), Map.of("kind", "text", "text", besides)), eventId);
  }

  private CompletableFuture<Integer> sends(List<Map<String, String>> segments, String eventId) {
    opens(Duration.ofHours(48), 20);
    return happens("message", eventId, Map.of("segments", segments));
  }

  /** Taps an answer of a question by its label. */
  public CompletableFuture<Integer> taps(String id, String label) {
    opens(Duration.ofHours(48), 20);
    List<Map<String, String>> segments = List.of(Map.of("kind", "text", "text", label));
    return happens("message", platform.newEventId(), Map.of("segments", segments, "choice", id));
  }

  public CompletableFuture<Integer> follows(Optional<String> scene) {
    synchronized (screen) {
      follows = true;
    }
    opens(Duration.ofSeconds(60), 3);
    return happens(
        "follow", platform.newEventId(), scene.map(it -> Map.of("scene", it)).orElse(Map.of()));
  }

  public CompletableFuture<Integer> unfollows() {
    synchronized (screen) {
      follows = false;
      windows.clear();
    }
    return happens("unfollow", platform.newEventId(), Map.of());
  }

  public CompletableFuture<Integer> scans(String scene) {
    opens(Duration.ofSeconds(60), 3);
    return happens("scan", platform.newEventId(), Map.of("scene", scene));
  }

  public CompletableFuture<Integer> tapsMenu(String key) {
    opens(Duration.ofSeconds(60), 3);
    return happens("menu", platform.newEventId(), Map.of("key", key));
  }

  public CompletableFuture<Integer> joins(String group) {
    return happens("join", platform.newEventId(), Map.of("group", group));
  }

  /** Consents to one notice of this form. */
  public CompletableFuture<Integer> consents(String form) {
    synchronized (screen) {
      credits.merge(form, 1, Integer::sum);
    }
    return happens("consent", platform.newEventId(), Map.of("form", form));
  }

  private CompletableFuture<Integer> happens(String kind, String id, Map<String, ?> more) {
    Map<String, Object> event = new LinkedHashMap<>(more);
    event.put("id", id);
    event.put("kind", kind);
    event.put("from", name);
    event.put("at", platform.clock().instant().toString());
    return platform.deliver(event, LoopbackPlatform.SECRET, platform.clock().instant());
  }

  private void opens(Duration lasts, int messages) {
    synchronized (screen) {
      windows.add(new Window(platform.clock().instant().plus(lasts), messages));
    }
  }

  /**
   * The next message on the screen reads so; waits for it. {@code …} stands for any words or none.
   *
   * @throws AssertionError when nothing comes, or something else
   */
  public void hears(String pattern) {
    Shown next = next(PATIENCE);
    if (next == null) {
      throw new AssertionError(name + " waited to hear " + pattern + " and heard nothing");
    }
    String expression =
        Stream.of(pattern.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    if (!Pattern.compile(expression, Pattern.DOTALL).matcher(next.text()).matches()) {
      throw new AssertionError(name + " should hear:\n" + pattern + "\nbut heard:\n" + next.text());
    }
  }

  /** There is nothing on the screen that was not heard. Does not wait. */
  public void hearsNothing() {
    Shown next = next(Duration.ZERO);
    if (next != null) {
      throw new AssertionError(name + " should hear nothing more, but heard:\n" + next.text());
    }
  }

  private @Nullable Shown next(Duration within) {
    long end = System.nanoTime() + within.toNanos();
    synchronized (screen) {
      long left = within.toMillis();
      while (screen.size() == read && left > 0) {
        try {
          screen.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new AssertionError("interrupted", e);
        }
        left = (end - System.nanoTime()) / 1_000_000;
      }
      return screen.size() == read ? null : screen.get(read++);
    }
  }

  /** Everything on the screen, oldest first. */
  public List<Shown> screen() {
    synchronized (screen) {
      return List.copyOf(screen);
    }
  }

  /** The platform's rules: why this cannot be sent, or an empty text and it is counted as sent. */
  String mayReceive(String wire, List<Map<String, Object>> segments) {
    synchronized (screen) {
      if (!follows) {
        return "blocked";
      }
      return switch (wire) {
        case "chat" -> tooLong(segments) ? "too-long" : throughWindow();
        case "form" -> "";
        case "notice" -> byCredit(Objects.toString(segments.getFirst().get("form")));
        default -> "not-entitled";
      };
    }
  }

  private static boolean tooLong(List<Map<String, Object>> segments) {
    return segments.stream()
        .map(segment -> Objects.toString(segment.get("text")))
        .anyMatch(text -> text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > 2048);
  }

  private String throughWindow() {
    Instant now = platform.clock().instant();
    windows.removeIf(window -> window.until.isBefore(now));
    Optional<Window> roomy = windows.stream().filter(window -> window.left > 0).findFirst();
    roomy.ifPresent(window -> window.left--);
    return roomy.isPresent() ? "" : windows.isEmpty() ? "window-closed" : "quota-exhausted";
  }

  private String byCredit(String form) {
    int left = credits.getOrDefault(form, 0);
    credits.put(form, Math.max(0, left - 1));
    return left > 0 ? "" : "no-credit";
  }

  /** The answer to an event, shown once however often the event was delivered. */
  void reads(String event, List<Map<String, Object>> segments) {
    synchronized (screen) {
      if (answered.add(event)) {
        reads(segments);
      }
    }
  }

  void reads(List<Map<String, Object>> segments) {
    synchronized (screen) {
      for (Map<String, Object> segment : segments) {
        String kind = Objects.toString(segment.get("kind")).toUpperCase(Locale.ROOT);
        screen.add(new Shown(Segment.Kind.valueOf(kind), words(segment)));
      }
      screen.notifyAll();
    }
  }

  private static String words(Map<String, Object> segment) {
    return segment.entrySet().stream()
        .filter(part -> !part.getKey().equals("kind"))
        .flatMap(
            part ->
                part.getValue() instanceof Map<?, ?> inner
                    ? inner.values().stream()
                    : Stream.of(part.getValue()))
        .map(Objects::toString)
        .collect(Collectors.joining("\n"));
  }
}
