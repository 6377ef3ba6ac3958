package cn.huitouke.server;

import cn.huitouke.hook.Hook;
import cn.huitouke.hook.HookPath;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import cn.huitouke.hook.SocketHook;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A hook that says once that somebody called whom it believed. */
final class HeededHook implements Hook {

  private static final Logger LOG = LoggerFactory.getLogger(HeededHook.class);

  private final Hook hook;
  private final Once called;

  HeededHook(Hook hook, Runnable called) {
    this.hook = hook;
    this.called = new Once(hook.path(), called);
  }

  /** The same for WebSockets. */
  static SocketHook of(SocketHook hook, Runnable called) {
    return new Socketed(hook, new Once(hook.path(), called));
  }

  /** Says it until it has been heard. */
  private record Once(HookPath path, Runnable called, AtomicBoolean said) {

    Once(HookPath path, Runnable called) {
      this(path, called, new AtomicBoolean());
    }

    void say() {
      if (!said.compareAndSet(false, true)) {
        return;
      }
      try {
        called.run();
      } catch (RuntimeException e) {
        // The platform gets its answer in any case.
        said.set(false);
        LOG.warn("{}: the first call was not written down: {}", path, e.getClass().getName());
      }
    }
  }

  @Override
  public HookPath path() {
    return hook.path();
  }

  @Override
  public HookResponse handle(HookRequest request) {
    HookResponse response = hook.handle(request);
    if (response.status() < 300) {
      called.say();
    }
    return response;
  }

  private record Socketed(SocketHook hook, Once called) implements SocketHook {
    @Override
    public HookPath path() {
      return hook.path();
    }

    @Override
    public Optional<HookResponse> refuse(HookRequest upgrade) {
      return hook.refuse(upgrade);
    }

    @Override
    public SocketListener opened(HookRequest upgrade, Socket socket) {
      SocketListener listener = hook.opened(upgrade, socket);
      called.say();
      return listener;
    }
  }
}
