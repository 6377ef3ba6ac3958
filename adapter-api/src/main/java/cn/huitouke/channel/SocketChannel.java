package cn.huitouke.channel;

import cn.huitouke.hook.SocketHook;

/** A channel to which the platform opens a WebSocket. */
public interface SocketChannel extends Channel {

  /** Constant. */
  SocketHook socketHook();
}
