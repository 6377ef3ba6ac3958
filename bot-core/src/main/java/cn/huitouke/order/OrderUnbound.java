package cn.huitouke.order;

import cn.huitouke.customer.CustomerId;

/** An operator took an order from the customer it was bound to. */
public record OrderUnbound(String order, CustomerId customer) {}
