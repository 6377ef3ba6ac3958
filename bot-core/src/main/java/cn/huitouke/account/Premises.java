package cn.huitouke.account;

import java.util.Optional;

/** The running house, where accounts are opened and closed. The assembly supplies the one bean. */
public interface Premises {

  /** Why no account of this name may be added now. */
  Optional<Fault> objection(AccountId who);

  /** Whether the settings file has this account, which then counts. */
  boolean hasInFile(AccountId who);

  /** Whether customers and orders of the demo lie in this house. */
  boolean demoed();

  /** Opens it, in the place of the one of this name if there is one. */
  void open(AccountId who, AccountKind.Opened as);

  /** Closes it, if it is open. */
  void close(AccountId who);
}
