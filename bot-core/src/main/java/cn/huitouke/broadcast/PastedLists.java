package cn.huitouke.broadcast;

import cn.huitouke.customer.CustomerBook;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.order.Orders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Lists of people whom an operator named. Read once, when the draft is kept: the customers stay, by
 * number. What is nobody's may be somebody's phone number, so it is told to whoever pasted it and kept
 * nowhere.
 */
@Component
class PastedLists {

  /** Stands for a list on which nobody is left, which is not the same as no list. */
  private static final String NOBODY = "-";

  private static final int STRIDE = 1_000;
  private static final Pattern BETWEEN = Pattern.compile("[\\s,，;；、|\"'=]+");
  private static final Pattern CUSTOMER = Pattern.compile("[cC]?\\d{1,9}");
  private static final Pattern ORDER = Pattern.compile("[\\w-]{6,40}");

  private final JdbcClient jdbc;
  private final CustomerBook book;
  private final Orders orders;

  PastedLists(JdbcClient jdbc, CustomerBook book, Orders orders) {
    this.jdbc = jdbc;
    this.book = book;
    this.orders = orders;
  }

  /** What was read of one. */
  record Read(Set<CustomerId> people, List<String> strangers) {}

  Read read(String pasted) {
    List<String> tokens =
        BETWEEN
            .splitAsStream(pasted)
            .filter(token -> !token.isEmpty() && !token.equals(NOBODY))
            .distinct()
            .toList();
    Set<CustomerId> people = new LinkedHashSet<>();
    List<String> strangers = new ArrayList<>();
    for (int from = 0; from < tokens.size(); from += STRIDE) {
      read(tokens.subList(from, Math.min(tokens.size(), from + STRIDE)), people, strangers);
    }
    return new Read(people, strangers);
  }

  private void read(List<String> some, Set<CustomerId> people, List<String> strangers) {
    Map<String, CustomerId> owners =
        orders.customersOf(some.stream().filter(one -> ORDER.matcher(one).matches()).toList());
    List<CustomerId> numbers =
        some.stream()
            .filter(one -> !owners.containsKey(one) && CUSTOMER.matcher(one).matches())
            .map(PastedLists::number)
            .distinct()
            .toList();
    Set<CustomerId> there = new HashSet<>();
    people.addAll(book.numbersAmong(owners.values(), CustomerBook.Crowd.ALL));
    people.addAll(known(numbers, there));
    for (String token : some) {
      boolean meant =
          owners.containsKey(token)
              || CUSTOMER.matcher(token).matches() && there.contains(number(token));
      if (!meant) {
        strangers.add(token);
      }
    }
  }

  private static CustomerId number(String token) {
    return new CustomerId(Long.parseLong(token.replaceFirst("^[cC]", "")));
  }

  /**
   * Who they are today, merged ones as whom they became. Halves what does not come out even, so that a
   * thousand wrong numbers cost one look and a single merged one a few.
   *
   * @param there gets those of the numbers that are somebody's
   */
  private List<CustomerId> known(List<CustomerId> numbers, Set<CustomerId> there) {
    List<CustomerId> people = book.numbersAmong(numbers, CustomerBook.Crowd.ALL);
    Set<CustomerId> found = new HashSet<>(people);
    List<CustomerId> rest = numbers.stream().filter(one -> !found.contains(one)).toList();
    numbers.stream().filter(found::contains).forEach(there::add);
    merged(rest, there);
    return people;
  }

  private void merged(List<CustomerId> rest, Set<CustomerId> there) {
    if (rest.isEmpty() || book.numbersAmong(rest, CustomerBook.Crowd.ALL).isEmpty()) {
      return;
    }
    if (rest.size() == 1) {
      there.addAll(rest);
      return;
    }
    merged(rest.subList(0, rest.size() / 2), there);
    merged(rest.subList(rest.size() / 2, rest.size()), there);
  }

  /** Call within the transaction that keeps the draft. */
  void keep(long broadcast, String pasted, Read read) {
    jdbc.sql("delete from broadcast.named where broadcast = ?").param(broadcast).update();
    jdbc.sql("update broadcast.broadcast set listed = ?, unknown = ? where id = ?")
        .params(!pasted.isEmpty(), read.strangers().size(), broadcast)
        .update();
    jdbc.sql("insert into broadcast.named select ?, unnest(?::bigint[])")
        .params(broadcast, read.people().stream().map(CustomerId::value).toArray(Long[]::new))
        .update();
  }

  /** Those named, in the order of their numbers, so many after one. */
  List<CustomerId> named(long broadcast, long after, int limit) {
    return jdbc
        .sql(
            "select customer from broadcast.named where broadcast = ? and customer > ?"
                + " order by customer limit ?")
        .params(broadcast, after, limit)
        .query(Long.class)
        .list()
        .stream()
        .map(CustomerId::new)
        .toList();
  }

  /** The list as it would be pasted again. */
  String text(long broadcast) {
    String text =
        jdbc
            .sql("select customer from broadcast.named where broadcast = ? order by customer")
            .param(broadcast)
            .query(Long.class)
            .list()
            .stream()
            .map(number -> new CustomerId(number).toString())
            .collect(Collectors.joining(" "));
    return text.isEmpty() ? NOBODY : text;
  }

  int unknown(long broadcast) {
    return jdbc.sql("select unknown from broadcast.broadcast where id = ?")
        .param(broadcast)
        .query(Integer.class)
        .optional()
        .orElse(0);
  }
}
