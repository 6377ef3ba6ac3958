package cn.huitouke.order;

import cn.huitouke.customer.CustomerId;

/** An order turned out to be this customer's. */
public record OrderBound(String order, CustomerId customer) {}
