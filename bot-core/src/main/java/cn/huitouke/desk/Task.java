package cn.huitouke.desk;

import cn.huitouke.customer.CustomerId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A task for a person, see {@link Desk#open}.
 *
 * @param facts what the detail says, one by one; empty for tasks that were opened before there were any
 */
public record Task(
    String key,
    String kind,
    Optional<CustomerId> customer,
    String title,
    String detail,
    Map<Fact, String> facts,
    Instant openedAt) {}
