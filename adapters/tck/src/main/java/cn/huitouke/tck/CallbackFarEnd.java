package cn.huitouke.tck;

import cn.huitouke.channel.WebhookChannel;
import cn.huitouke.hook.HookRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A simulated platform that calls back over HTTP and is called over HTTP: its clock, the desk where its
 * callbacks arrive, and the cable between it and the channel.
 */
public abstract class CallbackFarEnd implements FarEnd {

  private volatile Instant now = Instant.parse("2026-11-21T04:00:00Z");
  private final String fine;
  private @Nullable CallbackDesk desk;
  private volatile @Nullable Relay relay;

  /**
   * @param fine the body by which the platform knows that a callback was taken
   */
  protected CallbackFarEnd(String fine) {
    this.fine = fine;
  }

  @Override
  public abstract WebhookChannel channel();

  /** The customer writes. */
  protected abstract void writes(String customer, String text);

  /** The platform's next callback is forged in this way. */
  protected abstract void forges(Forgery how);

  /** What a callback is about; empty for one that nobody asks for. */
  protected Optional<String> about(HookRequest callback) {
    return Optional.of("");
  }

  /** The next callback that is about the customer is for the channel. */
  protected CompletableFuture<Delivery> expect(String customer, String eventId) {
    return desk().expect("", eventId);
  }

  protected final InstantSource clock() {
    return () -> now;
  }

  /** Set up when it is first asked for: the channel, whose hook it hands callbacks to, comes later. */
  protected final synchronized CallbackDesk desk() {
    CallbackDesk set = desk;
    if (set == null) {
      set = new CallbackDesk(() -> channel().hook(), fine, this::about);
      desk = set;
    }
    return set;
  }

  /**
   * Lays the cable.
   *
   * @param port where the platform listens
   * @return where the channel finds it
   */
  protected final int connect(int port) {
    Relay laid = new Relay(port);
    relay = laid;
    return laid.port();
  }

  private Relay relay() {
    return Objects.requireNonNull(relay, "connect first");
  }

  @Override
  public CompletableFuture<Delivery> says(String customer, String text, String eventId) {
    comesBack();
    return desk()
        .again(eventId)
        .orElseGet(
            () -> {
              CompletableFuture<Delivery> told = expect(customer, eventId);
              writes(customer, text);
              return told;
            });
  }

  @Override
  public CompletableFuture<Delivery> forged(Forgery how, String customer, String text) {
    forges(how);
    CompletableFuture<Delivery> told = expect(customer, "forged:" + how);
    writes(customer, text);
    return told;
  }

  @Override
  public void goesDown() {
    relay().pull();
  }

  @Override
  public void comesBack() {
    relay().plug();
  }

  @Override
  public void passes(Duration time) {
    now = now.plus(time);
  }

  @Override
  public void close() {
    relay().close();
    desk().close();
  }
}
