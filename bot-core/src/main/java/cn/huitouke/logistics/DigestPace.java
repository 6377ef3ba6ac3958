package cn.huitouke.logistics;

import cn.huitouke.channel.Capabilities.Opening;
import cn.huitouke.channel.Capabilities.Quota;
import cn.huitouke.channel.Capabilities.Support;
import cn.huitouke.channel.Capabilities.WireRules;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Purpose;
import cn.huitouke.channel.Segment;
import cn.huitouke.delivery.Channels;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** How many digests an account can send, by its rule pack. */
@Component
class DigestPace {

  /** The rest is for answering customers, and for other notices. */
  private static final double SHARE = 0.8;

  /** Of an account that is not there now: nothing is known, so nothing is warned of. */
  private static final Account UNKNOWN = new Account(50, Integer.MAX_VALUE);

  private final ObjectProvider<Channels> channels;

  DigestPace(ObjectProvider<Channels> channels) {
    this.channels = channels;
  }

  /** At most {@code perSecond}, and {@code aDay} in all. */
  record Account(double perSecond, int aDay) {

    int within(Duration time) {
      double most = Math.max(0, perSecond * SHARE * time.toMillis() / 1000);
      return (int) Math.min(aDay, most);
    }

    /** How long so many take. */
    Duration of(int digests) {
      return Duration.ofMillis((long) Math.ceil(digests / (perSecond * SHARE) * 1000));
    }
  }

  Account of(String account) {
    Channels all = channels.getIfAvailable();
    if (account.isEmpty() || all == null) {
      return UNKNOWN;
    }
    return all.find(ChannelId.parse(account)).map(DigestPace::of).orElse(UNKNOWN);
  }

  /** The slowest of the wires that may carry it: which of them each customer has open, is not known. */
  private static Account of(Channel channel) {
    List<WireRules> wires =
        channel.capabilities().wires().stream().filter(DigestPace::carries).toList();
    double perSecond =
        wires.stream().mapToDouble(rules -> rules.pace().perSecond()).min().orElse(50);
    Optional<Integer> aDay =
        wires.stream()
            .filter(rules -> rules.opening() == Opening.FREE)
            .flatMap(rules -> rules.quotas().stream())
            .filter(quota -> !quota.perPeer() && quota.span() == Quota.Span.DAY)
            .map(Quota::messages)
            .min(Integer::compare);
    return new Account(perSecond, aDay.orElse(Integer.MAX_VALUE));
  }

  private static boolean carries(WireRules rules) {
    boolean words = rules.support(Segment.Kind.TEXT) != Support.NONE;
    boolean form =
        rules.support(Segment.Kind.FORM) != Support.NONE
            && rules.forms().contains(DigestLetters.FORM);
    return rules.purposes().contains(Purpose.SERVICE)
        && rules.opening() != Opening.REPLY_SLOT
        && !rules.needsPerson()
        && (words || form);
  }
}
