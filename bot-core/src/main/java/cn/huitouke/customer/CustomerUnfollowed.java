package cn.huitouke.customer;

import cn.huitouke.channel.Peer;
import java.time.Instant;

/** Somebody left one of our accounts. */
public record CustomerUnfollowed(CustomerId customer, Peer peer, Instant at) {}
