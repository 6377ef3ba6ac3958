package cn.huitouke.tracking;

import cn.huitouke.hook.Hook;
import cn.huitouke.hook.HookPath;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where a source pushes to, for adapters: takes POSTs of up to a megabyte while somebody listens. What
 * the inbox throws goes through: the gateway's 500 makes the source push again.
 */
public abstract class PushHook implements Hook {

  private static final int LARGEST = 1024 * 1024;

  private final HookPath path;
  private final AtomicReference<@Nullable TrackingInbox> inbox = new AtomicReference<>();

  protected PushHook(HookPath path) {
    this.path = path;
  }

  /**
   * A push, of which nothing is known yet: it may be forged, and it may be no push.
   *
   * @param open whoever listens
   */
  protected abstract HookResponse take(HookRequest push, TrackingInbox open);

  /** From now on somebody listens. */
  public final void open(TrackingInbox to) {
    inbox.set(to);
  }

  /** From now on nobody does; idempotent. */
  public final void close() {
    inbox.set(null);
  }

  @Override
  public final HookPath path() {
    return path;
  }

  @Override
  public final HookResponse handle(HookRequest request) {
    if (!request.method().equals("POST")) {
      return HookResponse.status(405);
    }
    if (request.body().length > LARGEST) {
      return HookResponse.status(413);
    }
    TrackingInbox open = inbox.get();
    return open == null ? HookResponse.status(503) : take(request, open);
  }
}
