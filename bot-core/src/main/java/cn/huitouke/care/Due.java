package cn.huitouke.care;

import cn.huitouke.customer.CustomerId;
import java.time.Instant;
import java.util.Optional;

/**
 * One message of a plan for one customer.
 *
 * @param subject what of: an order's number, or a year and a customer; with the plan its natural name
 * @param thing what it is about, as a person would call it; may be empty
 * @param guessed whether the arrival it counts from is a guess
 */
record Due(
    String plan,
    String subject,
    CustomerId customer,
    Optional<String> order,
    String thing,
    boolean guessed,
    Instant dueAt,
    Instant worthUntil) {

  Due movedTo(Instant at) {
    return new Due(plan, subject, customer, order, thing, guessed, at, worthUntil);
  }

  /** The name of its letter, for ever. */
  String letter() {
    return "care:" + plan + ":" + subject;
  }
}
