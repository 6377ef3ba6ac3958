package cn.huitouke.channel;

/**
 * One way of speaking on a platform: passive reply, customer-service message, template message,
 * subscription notice, mass send. Each has its own window, quota and idempotency key.
 *
 * @param name as in the platform's rule pack, for example {@code customer-service}
 */
public record Wire(String name) {

  public Wire {
    if (!name.matches("[a-z0-9-]{1,40}")) {
      throw new IllegalArgumentException("A wire's name is 1-40 of a-z, 0-9, -, but got " + name);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
