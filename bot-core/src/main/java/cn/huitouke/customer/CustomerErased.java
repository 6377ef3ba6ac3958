package cn.huitouke.customer;

import cn.huitouke.channel.Peer;
import java.util.List;

/**
 * A customer is to be forgotten. Heard within the transaction: every module deletes what it keeps of
 * them, so that nothing points to the person any more.
 *
 * @param peers the identities by which the channels knew them
 */
public record CustomerErased(CustomerId customer, List<Peer> peers) {

  public CustomerErased {
    peers = List.copyOf(peers);
  }
}
