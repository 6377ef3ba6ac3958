package cn.huitouke.account;

import cn.huitouke.account.AccountBook.Row;
import cn.huitouke.account.AccountBook.Values;
import cn.huitouke.account.AccountField.Origin;
import cn.huitouke.account.AccountKind.Opened;
import cn.huitouke.account.AccountKind.Use;
import cn.huitouke.channel.Probe;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The accounts that the owner added: kept, and open in this house. Thread-safe. */
@Component
public class Accounts {

  /** The name of the field that is the shop's name for the account. */
  public static final String NAME = "name";

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final AccountBook book;
  private final ObjectProvider<AccountKind> kinds;
  private final ObjectProvider<Premises> premises;
  private final InstantSource clock;
  private final OpenAccounts open;
  private final SecureRandom random = new SecureRandom();

  Accounts(
      AccountBook book,
      ObjectProvider<AccountKind> kinds,
      ObjectProvider<Premises> premises,
      InstantSource clock) {
    this.book = book;
    this.kinds = kinds;
    this.premises = premises;
    this.clock = clock;
    this.open = new OpenAccounts(book, this::kind, premises);
  }

  /** What came of a change. */
  public sealed interface Outcome {

    record Kept(Account account) implements Outcome {}

    record Refused(List<Fault> faults) implements Outcome {}
  }

  /** What can be added, in the assembly's order. */
  public List<AccountKind> kinds() {
    return kinds.orderedStream().toList();
  }

  public Optional<AccountKind> kind(String name) {
    return kinds.orderedStream().filter(kind -> kind.name().equals(name)).findFirst();
  }

  /** In the order in which they were added. */
  public List<Account> all() {
    return book.rows().stream().map(this::standing).toList();
  }

  public Optional<Account> find(AccountId who) {
    return book.find(who).map(this::standing);
  }

  private Account standing(Row row) {
    Account kept = row.account();
    return new Account(
        kept.id(),
        kept.use(),
        kept.plain(),
        kept.revision(),
        kept.addedAt(),
        kept.addedBy(),
        kept.finding(),
        kept.testedAt(),
        kept.calledAt(),
        open.trouble(kept.id()));
  }

  /** Why none of this name can be added now, before its values are asked for. */
  public Optional<Fault> objection(AccountId who) {
    return premises
        .getObject()
        .objection(who)
        .or(() -> book.find(who).map(_ -> new Fault(NAME, Fault.Why.TAKEN)));
  }

  /** Whether the settings file has it. */
  public boolean inFile(AccountId who) {
    return premises.getObject().hasInFile(who);
  }

  /** Whether customers and orders of the demo lie in this house. */
  public boolean demoed() {
    return premises.getObject().demoed();
  }

  /**
   * Adds an account, and opens it at once.
   *
   * @param name the shop's name for it; of no matter where there is one of a kind at most
   * @param typed by the names of the fields
   * @param by who adds it
   */
  public Outcome add(String kindName, String name, Map<String, String> typed, String by) {
    Optional<AccountKind> kind = kind(kindName);
    if (kind.isEmpty()) {
      return refused(Fault.of(Fault.Why.UNKNOWN_KIND));
    }
    boolean only = kind.get().use() == Use.TRACKING;
    Optional<AccountId> who = AccountId.of(kindName, only ? Use.ONLY : name);
    List<Fault> faults = new ArrayList<>();
    if (who.isEmpty()) {
      faults.add(new Fault(NAME, name.isEmpty() ? Fault.Why.MISSING : Fault.Why.SHAPE));
    } else {
      objection(who.get()).ifPresent(faults::add);
    }
    Map<String, String> values = new HashMap<>();
    kind.get().fields().forEach(field -> put(values, field, typed, faults));
    faults.addAll(who.filter(_ -> faults.isEmpty()).map(id -> open(id, values)).orElse(List.of()));
    if (!faults.isEmpty() || who.isEmpty()) {
      return new Outcome.Refused(List.copyOf(faults));
    }
    AccountId id = who.get();
    if (!book.add(id, kind.get().use(), parted(kind.get(), values), by, clock.instant())) {
      return refused(new Fault(NAME, Fault.Why.TAKEN));
    }
    follow();
    return kept(id);
  }

  private void put(
      Map<String, String> values,
      AccountField field,
      Map<String, String> typed,
      List<Fault> faults) {
    String value = field.drawn() ? draw(field) : typed.getOrDefault(field.name(), "").strip();
    field.fault(value).ifPresent(faults::add);
    if (!value.isEmpty()) {
      values.put(field.name(), value);
    }
  }

  /** As the field's shape wants it: so many letters and digits. */
  private String draw(AccountField field) {
    StringBuilder drawn = new StringBuilder();
    while (!field.shape().matcher(drawn).matches()) {
      drawn.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return drawn.toString();
  }

  /** What is wrong with the values in the adapter's eyes. */
  private List<Fault> open(AccountId who, Map<String, String> values) {
    return kind(who.kind()).map(kind -> kind.open(who, values)).stream()
        .flatMap(opened -> opened instanceof Opened.Not not ? not.faults().stream() : null)
        .toList();
  }

  private static Values parted(AccountKind kind, Map<String, String> values) {
    Map<String, String> plain = new LinkedHashMap<>();
    Map<String, String> secrets = new LinkedHashMap<>();
    for (AccountField field : kind.fields()) {
      String value = values.get(field.name());
      if (value != null) {
        (field.secret() ? secrets : plain).put(field.name(), value);
      }
    }
    return new Values(plain, secrets);
  }

  /**
   * Changes what was typed; a secret that is left empty stays as it is, and so does what is not spoken
   * of at all but by a tick. The keys that the house made stay.
   *
   * @param revision which the owner saw
   */
  public Outcome change(AccountId who, long revision, Map<String, String> typed) {
    return changed(who, revision, typed, false);
  }

  /** Makes other keys in the place of those that the house has made: the platform has to be told. */
  public Outcome renew(AccountId who, long revision) {
    return changed(who, revision, Map.of(), true);
  }

  private Outcome changed(
      AccountId who, long revision, Map<String, String> typed, boolean newKeys) {
    Optional<Row> row = book.find(who);
    Optional<AccountKind> kind = kind(who.kind());
    if (row.isEmpty() || kind.isEmpty()) {
      return refused(Fault.of(Fault.Why.GONE));
    }
    Map<String, String> values = new HashMap<>(row.get().account().plain());
    List<Fault> faults = new ArrayList<>();
    Map<String, String> secrets = book.secrets(row.get()).orElse(Map.of());
    for (AccountField field : kind.get().fields()) {
      boolean keys = field.drawn();
      String said = keys || newKeys ? "" : typed.getOrDefault(field.name(), "").strip();
      if (field.secret() && said.isEmpty()) {
        String before = secrets.getOrDefault(field.name(), "");
        boolean asked = newKeys && field.origin() == Origin.MADE;
        boolean fresh = keys && (asked || before.isEmpty());
        values.put(field.name(), fresh ? draw(field) : before);
      } else if (!newKeys && (typed.containsKey(field.name()) || field.origin() == Origin.CHOSEN)) {
        values.put(field.name(), said);
      }
      field.fault(values.getOrDefault(field.name(), "")).ifPresent(faults::add);
    }
    values.values().removeIf(String::isEmpty);
    if (faults.isEmpty()) {
      faults.addAll(open(who, values));
    }
    if (!faults.isEmpty()) {
      return new Outcome.Refused(List.copyOf(faults));
    }
    boolean other = newKeys || secrets.isEmpty();
    if (!book.change(who, revision, parted(kind.get(), values), other, clock.instant())) {
      return refused(Fault.of(Fault.Why.CHANGED_MEANWHILE));
    }
    follow();
    return kept(who);
  }

  /** Closes the account and forgets its values. */
  public boolean remove(AccountId who) {
    boolean removed = book.remove(who);
    follow();
    return removed;
  }

  /**
   * What the owner has to enter on the platform, by the names of the fields: until the platform has
   * called with it, then never again.
   */
  public Map<String, String> keys(AccountId who) {
    Map<String, String> keys = new LinkedHashMap<>();
    book.find(who)
        .filter(row -> row.account().calledAt().isEmpty())
        .flatMap(book::secrets)
        .ifPresent(
            secrets ->
                kind(who.kind()).stream()
                    .flatMap(kind -> kind.fields().stream())
                    .filter(field -> field.origin() == Origin.MADE)
                    .forEach(
                        field -> keys.put(field.name(), secrets.getOrDefault(field.name(), ""))));
    return keys;
  }

  /** What a test of the account found, as it was at that revision. */
  public void tested(AccountId who, long revision, Probe.Finding finding) {
    book.tested(who, revision, finding, clock.instant());
  }

  /** The platform called at this account's door, and was believed. */
  public void called(AccountId who) {
    open.revision(who).ifPresent(revision -> book.called(who, revision, clock.instant()));
  }

  private Outcome kept(AccountId who) {
    return find(who)
        .<Outcome>map(Outcome.Kept::new)
        .orElseGet(() -> refused(Fault.of(Fault.Why.GONE)));
  }

  private static Outcome refused(Fault fault) {
    return new Outcome.Refused(List.of(fault));
  }

  /** Opens and closes here what was added, changed and removed anywhere. */
  public void follow() {
    open.follow();
  }
}
