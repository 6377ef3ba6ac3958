package cn.huitouke.channel;

/** Why a message is sent; platforms and customers allow some purposes and not others. */
public enum Purpose {
  /** An answer to what the customer just said. */
  REPLY,
  /** A fact of the contract: shipped, where it is, arrived. */
  SERVICE,
  /** Help after the sale. */
  CARE,
  /** Invitations and rewards of the VIP community. */
  COMMUNITY,
  /** Advertising; only with consent. */
  MARKETING
}
