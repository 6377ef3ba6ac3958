package cn.huitouke.delivery;

/** Who goes first: a broadcast never delays a reply. */
public enum Lane {
  REPLY,
  NOTICE,
  CARE,
  BROADCAST
}
