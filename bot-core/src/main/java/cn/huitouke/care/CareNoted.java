package cn.huitouke.care;

import cn.huitouke.customer.CustomerId;
import java.time.Instant;
import java.util.Optional;

/** A customer let us know how they find something they bought; {@link CareBook} has the words. */
public record CareNoted(CustomerId customer, Optional<String> order, Feeling feeling, Instant at) {}
