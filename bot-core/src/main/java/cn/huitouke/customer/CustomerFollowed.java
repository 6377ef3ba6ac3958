package cn.huitouke.customer;

import cn.huitouke.channel.Peer;
import java.time.Instant;
import java.util.Optional;

/** Somebody follows one of our accounts. */
public record CustomerFollowed(
    CustomerId customer, Peer peer, Optional<String> invitation, Instant at) {}
