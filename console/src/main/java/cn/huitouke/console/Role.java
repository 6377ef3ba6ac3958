package cn.huitouke.console;

/** What operators may do; each may also do what those before it may. */
enum Role {
  /** Sees what goes on. */
  VIEWER,
  /** Speaks with customers and closes tasks. */
  AGENT,
  /** Runs the shop: imports, wording, merging. */
  OPERATOR,
  /** Everything, people and tokens too. */
  OWNER;

  boolean atLeast(Role least) {
    return compareTo(least) >= 0;
  }
}
