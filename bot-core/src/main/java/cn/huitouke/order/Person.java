package cn.huitouke.order;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What identifies the people of an order. Only ever stored sealed, as one text.
 *
 * @param phone full, masked ({@code 160****0001}) or a landline
 * @param virtual the platform's number that stands for it, {@code 16099000002-7002}
 * @param district as ordered, before any change of address
 */
record Person(
    @Nullable String nick,
    @Nullable String name,
    @Nullable String phone,
    @Nullable String virtual,
    @Nullable String address,
    @Nullable String district,
    @Nullable String message,
    @Nullable String memo) {

  static final String ABOUT = "orders.person";
  static final Person NOBODY = new Person(null, null, null, null, null, null, null, null);

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern VIRTUAL = Pattern.compile("(1\\d{10})\\s*[-转,\\[]\\s*(\\d{3,6})]?");
  private static final Pattern MASK = Pattern.compile("[*＊]+");

  static boolean isVirtual(String phone) {
    return VIRTUAL.matcher(phone).matches();
  }

  static boolean isMasked(String text) {
    return MASK.matcher(text).find();
  }

  /** A mask fits what it hides: {@code 林**} fits 林晓雨. */
  static boolean fits(String mask, String text) {
    StringBuilder pattern = new StringBuilder();
    Matcher stars = MASK.matcher(mask);
    int from = 0;
    while (stars.find()) {
      pattern.append(Pattern.quote(mask.substring(from, stars.start()))).append(".*");
      from = stars.end();
    }
    pattern.append(Pattern.quote(mask.substring(from)));
    return Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(text).matches();
  }

  /** A later export wins, except that a mask never replaces what it hides. */
  Person with(Person later) {
    return new Person(
        fuller(nick, later.nick),
        fuller(name, later.name),
        fuller(phone, later.phone),
        fuller(virtual, later.virtual),
        fuller(address, later.address),
        fuller(district, later.district),
        fuller(message, later.message),
        fuller(memo, later.memo));
  }

  private static @Nullable String fuller(@Nullable String before, @Nullable String later) {
    if (later == null) {
      return before;
    }
    return before != null && isMasked(later) && fits(later, before) ? before : later;
  }

  /** What follows the virtual number's dash. */
  Optional<String> extension() {
    if (virtual == null) {
      return Optional.empty();
    }
    Matcher number = VIRTUAL.matcher(virtual);
    return number.matches() ? Optional.of(number.group(2)) : Optional.empty();
  }

  /** The last four digits of the real number, where the export shows them. */
  Optional<String> visibleTail() {
    return phone != null && phone.matches(".*\\d{4}")
        ? Optional.of(phone.substring(phone.length() - 4))
        : Optional.empty();
  }

  /** What carriers ask for: they print the virtual number where there is one. */
  Optional<String> carrierTail() {
    return extension().or(this::visibleTail);
  }

  Optional<String> fullPhone() {
    return phone != null && phone.matches("1\\d{10}") ? Optional.of(phone) : Optional.empty();
  }

  Optional<String> fullNick() {
    return nick != null && !isMasked(nick) ? Optional.of(nick) : Optional.empty();
  }

  String toText() {
    return JSON.writeValueAsString(this);
  }

  static Person of(String text) {
    return JSON.readValue(text, Person.class);
  }

  /** Nothing of it belongs into a log. */
  @Override
  public String toString() {
    return "Person[sealed]";
  }
}
