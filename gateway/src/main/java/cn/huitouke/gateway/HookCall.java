package cn.huitouke.gateway;

import cn.huitouke.hook.Hook;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import cn.huitouke.hook.SocketHook;
import io.netty.channel.Channel;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the hook, on a virtual thread, and brings the answer back to the event loop. */
record HookCall(Channel channel, String remote) {

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  HookRequest request(Incoming incoming) {
    return incoming.request(remote);
  }

  void run(Incoming incoming, Consumer<HookResponse> answered, Runnable admitted) {
    Optional<HookResponse> answer = ask(incoming);
    try {
      channel
          .eventLoop()
          .execute(answer.isPresent() ? () -> answered.accept(answer.get()) : admitted);
    } catch (RejectedExecutionException _) {
      // The gateway has closed meanwhile: nobody is there to hear the answer.
    }
  }

  /** Empty when a socket's upgrade is admitted. */
  private Optional<HookResponse> ask(Incoming incoming) {
    Hook hook = incoming.hook;
    SocketHook socketHook = incoming.socketHook;
    try {
      HookRequest request = request(incoming);
      if (hook != null) {
        return Optional.of(Objects.requireNonNull(hook.handle(request), "no response"));
      }
      return Objects.requireNonNull(socketHook, "no hook").refuse(request);
    } catch (Throwable e) {
      // Even an Error must not leave the platform without an answer: it would wait its five
      // seconds.
      LOG.error("{} failed: {}", pathOf(hook, socketHook), Trace.of(e));
      return Optional.of(HookResponse.status(500));
    }
  }

  void lost(Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.warn("Connection from {} closed: {}", remote, Trace.of(cause));
    }
  }

  private static String pathOf(@Nullable Hook hook, @Nullable SocketHook socketHook) {
    if (hook != null) {
      return hook.path().path();
    }
    return socketHook == null ? "?" : socketHook.path().path();
  }
}
