package cn.huitouke.care;

import java.util.Locale;

/** What makes a planned message pointless. */
enum Cause {
  /** The customer has told us about this order already. */
  REPLY,
  /** The money went back, or the order was closed. */
  REFUND,
  /** A case of theirs is open. */
  COMPLAINT,
  /** They have ordered again. */
  NEWER_ORDER;

  /** As plan files write it: {@code newer-order}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The sentence that explains it, below {@code why/}. */
  String rule() {
    return "care-" + word();
  }
}
