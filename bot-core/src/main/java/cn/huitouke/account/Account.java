package cn.huitouke.account;

import cn.huitouke.channel.Probe;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An account that is kept, without its secrets.
 *
 * @param plain its values that are no secret, by the names of the fields
 * @param revision another after every change of a value
 * @param finding what the last test found; empty: not tested with these values
 * @param calledAt when the platform first called with the keys of now
 * @param trouble why it is not open on this node
 */
public record Account(
    AccountId id,
    AccountKind.Use use,
    Map<String, String> plain,
    long revision,
    Instant addedAt,
    String addedBy,
    Optional<Probe.Finding> finding,
    Optional<Instant> testedAt,
    Optional<Instant> calledAt,
    Optional<Fault> trouble) {

  /** Its id, and nothing of its values. */
  @Override
  public String toString() {
    return "account " + id;
  }
}
