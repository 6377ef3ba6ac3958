package cn.huitouke.order;

import cn.huitouke.customer.CustomerId;

/** Whose an order is: what an operator may decide about it. */
public interface Bindings {

  /**
   * Binds an order to a customer because a person says so, whoever had it before. Publishes {@link
   * OrderBound}; binding it to the same customer again changes nothing.
   *
   * @return false when there is no such order
   */
  boolean bind(String order, CustomerId customer, String operator);

  /**
   * Takes an order from its customer. Publishes {@link OrderUnbound}. A used claim code stays used.
   *
   * @return false when it was nobody's
   */
  boolean unbind(String order, String operator);
}
