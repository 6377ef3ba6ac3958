package cn.huitouke.customer;

/**
 * Two customers turned out to be one person, or, {@code undone}, two after all. Heard within the
 * transaction: whoever keeps something by customer moves what should follow the person.
 *
 * @param merge names the merge, for who has to find back what was moved
 * @param from whose identities went over
 * @param into who has them now
 * @param undone the merge is taken back: what was moved returns from {@code into} to {@code from}
 */
public record CustomersMerged(long merge, CustomerId from, CustomerId into, boolean undone) {}
