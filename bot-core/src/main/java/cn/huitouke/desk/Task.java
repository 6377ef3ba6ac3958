package cn.huitouke.desk;

import cn.huitouke.customer.CustomerId;
import java.time.Instant;
import java.util.Optional;

/** A task for a person, see {@link Desk#open}. */
public record Task(
    String key,
    String kind,
    Optional<CustomerId> customer,
    String title,
    String detail,
    Instant openedAt) {}
