package cn.huitouke.delivery;

import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.Peer;
import java.time.Instant;

/** An attempt about to be made. */
final class Attempting {
  final Slip slip;
  final Peer peer;
  final WireRules rules;

  /** How many of the platform's messages it is. */
  final int places;

  final Instant at;
  final long owner;

  /** Whether the letter was still ours to attempt. */
  boolean granted;

  /** Whether the platform's quota is used up, so that it was not attempted. */
  boolean over;

  Attempting(Slip slip, Reach.Finding.Open open, Instant at, long owner) {
    this.slip = slip;
    this.peer = open.peer();
    this.rules = open.rules();
    this.places = open.places();
    this.at = at;
    this.owner = owner;
  }
}
