package cn.huitouke.conversation;

import cn.huitouke.channel.InboundEvent;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.understanding.Understood;
import java.time.Instant;
import java.util.Optional;

/**
 * One event of one customer, ready to be answered.
 *
 * @param event what happened
 * @param customer who
 * @param understood what their words mean; empty when there were none
 * @param session what this conversation is about at the moment
 * @param now the shop's time
 */
public record Turn(
    InboundEvent event,
    CustomerId customer,
    Optional<Understood> understood,
    Session session,
    Instant now) {}
