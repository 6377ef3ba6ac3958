package cn.huitouke.customer;

/** A customer asked us to keep to something else from now on. */
public record WishesChanged(CustomerId customer, Wishes wishes) {}
