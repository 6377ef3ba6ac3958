package cn.huitouke.desk;

/**
 * What a task may state besides its sentences, so that a page can say it in the language of who reads it.
 * The names are kept in the database; in this order they are shown.
 */
public enum Fact {
  /** Why it was opened: a short name like {@code taken}, or {@code unknown}. */
  WHY,
  /** What is to be minded as well: a short name. */
  MIND,
  /** Order numbers, separated by {@code ", "}. */
  ORDERS,
  /** What was ordered, as the shop calls it: Chinese. */
  GOODS,
  /** When it was paid: ISO 8601, like {@code 2026-11-22T02:10:00Z}. */
  PAID_AT,
  /** The carrier's code, {@code yuantong}. */
  CARRIER,
  WAYBILL,
  /** The carrier's telephone. */
  HOTLINE,
  /** Since when nothing has happened: ISO 8601. */
  SINCE,
  /** The carrier's own words: Chinese. */
  LATEST,
  /** What the customer was promised, by the shop's own rule and in its words: Chinese. */
  PROMISE,
  /** What to say to the carrier: Chinese, to be sent as it is. */
  CHASE,
  /** What it is that the customer spoke of: Chinese. */
  THING,
  /** The customer's own words. */
  SAID,
  /** For how long the customer has said nothing since: ISO 8601, {@code PT72H}. */
  SILENT_FOR,
  /** Within what time the customer was promised an answer: ISO 8601, {@code PT24H}. */
  ANSWER_WITHIN,
  /** From when on the customer was told that somebody is there: {@code 09:00}. */
  OPENS,
  /** How many: times, or orders. */
  COUNT,
  /** Customers who were to be written to. */
  PLANNED,
  ACCEPTED,
  LATE,
  /** Customers or parcels that were left. */
  LEFT,
  /** {@code wechat-mp/shop}. */
  ACCOUNT,
  /** The wire's name, {@code subscription}. */
  WIRE,
  /** What the platform answered, in its words. */
  PLATFORM_SAYS
}
