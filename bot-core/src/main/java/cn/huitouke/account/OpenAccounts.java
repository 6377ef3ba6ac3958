package cn.huitouke.account;

import cn.huitouke.account.AccountBook.Row;
import cn.huitouke.account.AccountKind.Opened;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/** Which of the kept accounts are open on this node, and why one is not. Thread-safe. */
final class OpenAccounts {

  private static final Logger LOG = LoggerFactory.getLogger(OpenAccounts.class);

  private final AccountBook book;
  private final Function<String, Optional<AccountKind>> kinds;
  private final ObjectProvider<Premises> premises;
  private final ReentrantLock following = new ReentrantLock();
  private final Map<AccountId, Standing> standings = new ConcurrentHashMap<>();

  /** How it stands, by which revision of its values. */
  private record Standing(long revision, Optional<Fault> trouble) {}

  OpenAccounts(
      AccountBook book,
      Function<String, Optional<AccountKind>> kinds,
      ObjectProvider<Premises> premises) {
    this.book = book;
    this.kinds = kinds;
    this.premises = premises;
  }

  /** Why it is kept and not open. */
  Optional<Fault> trouble(AccountId who) {
    return Optional.ofNullable(standings.get(who)).flatMap(Standing::trouble);
  }

  /** With the values of which revision it was last looked at here. */
  OptionalLong revision(AccountId who) {
    Standing standing = standings.get(who);
    return standing == null ? OptionalLong.empty() : OptionalLong.of(standing.revision());
  }

  /** Opens and closes here what was added, changed and removed anywhere. */
  void follow() {
    following.lock();
    try {
      Map<AccountId, Row> rows = new LinkedHashMap<>();
      book.rows().forEach(row -> rows.put(row.id(), row));
      Premises here = premises.getObject();
      for (AccountId who : List.copyOf(standings.keySet())) {
        if (!rows.containsKey(who)) {
          Standing gone = standings.remove(who);
          // What was never open here may be somebody else's: the settings file's.
          if (gone != null && gone.trouble().isEmpty()) {
            close(here, who);
          }
        }
      }
      rows.forEach((who, row) -> follow(here, who, row));
    } finally {
      following.unlock();
    }
  }

  private void follow(Premises here, AccountId who, Row row) {
    long revision = row.account().revision();
    Standing before = standings.get(who);
    if (before != null && before.revision() == revision) {
      return;
    }
    // Known before the door is open: the platform may call in the same moment.
    standings.put(who, new Standing(revision, Optional.empty()));
    Optional<Fault> trouble = opened(here, who, row);
    standings.put(who, new Standing(revision, trouble));
    trouble.ifPresent(
        fault -> {
          LOG.warn("The account {} is kept, but cannot be opened: {}", who, fault.why());
          if (before != null && before.trouble().isEmpty()) {
            close(here, who);
          }
        });
  }

  private Optional<Fault> opened(Premises here, AccountId who, Row row) {
    Optional<AccountKind> kind = kinds.apply(who.kind());
    Optional<Map<String, String>> secrets = book.secrets(row);
    if (kind.isEmpty()) {
      return Optional.of(Fault.of(Fault.Why.UNKNOWN_KIND));
    }
    if (here.hasInFile(who)) {
      return Optional.of(Fault.of(Fault.Why.IN_FILE));
    }
    if (secrets.isEmpty()) {
      return Optional.of(Fault.of(Fault.Why.SEALED));
    }
    Map<String, String> values = new HashMap<>(row.account().plain());
    values.putAll(secrets.get());
    try {
      Opened opened = kind.get().open(who, values);
      if (opened instanceof Opened.Not not) {
        return not.faults().stream().findFirst().or(() -> refusedByAdapter());
      }
      here.open(who, opened);
      return Optional.empty();
    } catch (RuntimeException e) {
      // The class only: what an adapter says of its values may quote them.
      LOG.error("The account {} could not be opened: {}", who, e.getClass().getName());
      return refusedByAdapter();
    }
  }

  private static Optional<Fault> refusedByAdapter() {
    return Optional.of(Fault.of(Fault.Why.REFUSED));
  }

  private static void close(Premises here, AccountId who) {
    try {
      here.close(who);
    } catch (RuntimeException e) {
      LOG.error("The account {} did not close as it should: {}", who, e.getClass().getName());
    }
  }
}
