package cn.huitouke.care;

import cn.huitouke.customer.CustomerId;
import java.time.Instant;
import java.util.Optional;

/**
 * What a customer let us know of something they bought.
 *
 * @param order which order it is about, if that is known
 * @param plan the plan whose question was answered, if one was
 * @param thing what it is about, as the question called it; may be empty
 * @param photo whether they sent a picture
 * @param words what they said, at most 300 characters; for operators, never for a log
 */
public record CareNote(
    long id,
    CustomerId customer,
    Optional<String> order,
    Optional<String> plan,
    String thing,
    Feeling feeling,
    boolean photo,
    String words,
    Instant at) {}
