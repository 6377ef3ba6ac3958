package cn.huitouke.tck.sandbox;

import cn.huitouke.sandbox.Sandbox;
import cn.huitouke.sandbox.SandboxOptions;
import cn.huitouke.sandbox.web.Troubles;
import cn.huitouke.sandbox.world.ScreenMessage;
import cn.huitouke.tck.CallbackFarEnd;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A platform of the sandbox's as the contract plays it: what goes wrong there, and what is seen. */
public abstract class SandboxFarEnd extends CallbackFarEnd {

  private final String sends;
  private final Map<Trouble, Integer> codes;
  private @Nullable Sandbox sandbox;

  /**
   * @param fine the body by which the platform knows that a callback was taken
   * @param sends a part of the path of calls that send
   * @param codes by which the platform says that it was too fast, that they do not want to hear from
   *     us, that there is nobody of that name, that it carries no such words
   */
  protected SandboxFarEnd(String fine, String sends, Map<Trouble, Integer> codes) {
    super(fine);
    this.sends = sends;
    this.codes = codes;
  }

  /** The platform's. */
  protected abstract Troubles troubles();

  /** All that the customer has before their eyes. */
  protected abstract List<ScreenMessage> onScreen(String customer);

  /** One of them as the contract sees it. */
  protected abstract Shown shown(ScreenMessage message);

  /** Starts a sandbox with nothing in it but what is added here; it ends with this far end. */
  protected final Sandbox start(UnaryOperator<SandboxOptions> more) {
    Sandbox started = new Sandbox(more.apply(SandboxOptions.demo(clock()).withPort(0)));
    started.start();
    sandbox = started;
    return started;
  }

  protected final Sandbox sandbox() {
    return Objects.requireNonNull(sandbox, "start first");
  }

  @Override
  public final List<Shown> screenOf(String customer) {
    return onScreen(customer).stream()
        .filter(message -> !message.fromCustomer())
        .map(this::shown)
        .toList();
  }

  @Override
  public final void nextSend(Trouble trouble) {
    switch (trouble) {
      case SILENCE -> ahead(cn.huitouke.sandbox.web.Trouble.silence(true));
      case EXPIRED_TOKEN -> ahead(cn.huitouke.sandbox.web.Trouble.tokenRevoked());
      case DOWN -> goesDown();
      case RATE_LIMIT, BLOCKED, UNKNOWN_PEER, BAD_CONTENT ->
          ahead(
              cn.huitouke.sandbox.web.Trouble.errcode(
                  Objects.requireNonNull(codes.get(trouble), trouble.name())));
    }
  }

  /** The next call that sends meets this. */
  protected final void ahead(cn.huitouke.sandbox.web.Trouble trouble) {
    troubles().add(trouble.on(sends));
  }

  @Override
  protected void forges(Forgery how) {
    troubles()
        .add(
            switch (how) {
              case SIGNATURE -> cn.huitouke.sandbox.web.Trouble.badSignature();
              case STALE -> cn.huitouke.sandbox.web.Trouble.staleTimestamp(Duration.ofHours(3));
            });
  }

  @Override
  public void close() {
    super.close();
    sandbox().close();
  }
}
