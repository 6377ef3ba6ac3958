package cn.huitouke.hook;

/**
 * A door that a platform knocks on with HTTP. Mounted by the gateway under {@link #path()}.
 *
 * <p>Checks the signature over the raw bytes before it parses or logs anything.
 */
public interface Hook {

  /** Constant. */
  HookPath path();

  /**
   * Answers one request. Called on a virtual thread of its own, so it may block, but the platforms
   * hang up after about five seconds. Thread-safe. What it throws becomes a bare 500, so that the
   * platform delivers again; a request that is wrong is a 4xx value, not an exception.
   */
  HookResponse handle(HookRequest request);
}
