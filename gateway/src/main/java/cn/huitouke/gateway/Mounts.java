package cn.huitouke.gateway;

import cn.huitouke.hook.Hook;
import cn.huitouke.hook.HookPath;
import cn.huitouke.hook.SocketHook;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who answers at which path. Paths are compared byte by byte, never decoded. */
final class Mounts {

  private final Map<String, Hook> hooks = new ConcurrentHashMap<>();
  private final Map<String, SocketHook> sockets = new ConcurrentHashMap<>();

  void add(Hook hook) {
    put(hooks, hook.path(), hook);
  }

  void add(SocketHook hook) {
    put(sockets, hook.path(), hook);
  }

  void remove(Hook hook) {
    hooks.remove(hook.path().path(), hook);
  }

  void remove(SocketHook hook) {
    sockets.remove(hook.path().path(), hook);
  }

  @Nullable Hook hook(String path) {
    return hooks.get(path);
  }

  @Nullable SocketHook socketHook(String path) {
    return sockets.get(path);
  }

  private static <T> void put(Map<String, T> mounts, HookPath path, T hook) {
    if (mounts.putIfAbsent(path.path(), hook) != null) {
      throw new IllegalStateException(
          path.path() + " is mounted already. Mend: give one of the two channels another id.");
    }
  }
}
