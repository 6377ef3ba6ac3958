package cn.huitouke.customer;

import cn.huitouke.channel.Peer;
import java.time.Instant;

/** Somebody took back, on their platform, the leave to use their data: it has to be deleted. */
public record AuthorizationWithdrawn(CustomerId customer, Peer peer, Instant at) {}
