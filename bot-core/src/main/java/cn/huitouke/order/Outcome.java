package cn.huitouke.order;

/** What became of a try to bind an order. */
sealed interface Outcome {

  /** It is theirs now, with {@code along} more of the same receiver. */
  record Bound(int along) implements Outcome {}

  /** Not shown; whether the order exists is not said. */
  record Wrong() implements Outcome {}

  /** Shown, but it is somebody else's already. */
  record Taken() implements Outcome {}

  /** Tried too often: nothing is compared until the lock ends. */
  record Locked() implements Outcome {}
}
