package cn.huitouke.gateway;

/** An open connection as the sweep and the drain see it. Called from any thread. */
interface Connection {

  /** When {@link #expire()} wants to be called, on the {@link FrontDoor#now()} clock. */
  long deadline();

  /** The deadline has passed, or had when somebody looked. */
  void expire();

  /** The gateway is closing: finish what is in flight, then go. */
  void drain();
}
