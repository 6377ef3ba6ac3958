package cn.huitouke.desk;

import cn.huitouke.customer.CustomerId;
import java.util.Optional;

/** Something needs a person now. */
public record TaskOpened(String key, String kind, Optional<CustomerId> customer) {}
