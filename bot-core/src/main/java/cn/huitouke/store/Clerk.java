package cn.huitouke.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes what several {@link GroupCommit}s have gathered in one transaction on one connection. A
 * transaction costs the machine as much as some forty of the rows in it, whatever they are rows of:
 * so those that everybody waits for go together, and the disk is flushed once for all of them.
 *
 * <p>When the transaction fails, each group is written again by itself, so that nobody suffers for
 * another's bad item.
 */
public final class Clerk implements AutoCloseable {

  private final WritersLine line;
  private final TransactionTemplate transaction;
  private final List<GroupCommit<?>> served = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean resting;
  private volatile boolean closing;

  /**
   * @param name for the thread
   */
  public Clerk(String name, DataSource database) {
    line = new WritersLine(database);
    transaction = new TransactionTemplate(new JdbcTransactionManager(line));
    thread = Thread.ofPlatform().daemon().name(name).start(this::work);
  }

  /** What those that the clerk serves have to write on. */
  public DataSource line() {
    return line;
  }

  /** Writes what is waiting, then goes. */
  @Override
  public void close() {
    closing = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      LockSupport.unpark(thread);
      try {
        thread.join(20);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    line.close();
  }

  void serve(GroupCommit<?> group) {
    served.add(group);
  }

  boolean serves(GroupCommit<?> group) {
    return thread.isAlive() && served.contains(group);
  }

  /** Returns when everything of this group is written. */
  void leave(GroupCommit<?> group) {
    while (group.backlog() > 0 && thread.isAlive()) {
      ring();
      LockSupport.parkNanos(200_000);
    }
    served.remove(group);
  }

  /** There is something to write. */
  void ring() {
    if (resting) {
      LockSupport.unpark(thread);
    }
  }

  private void work() {
    List<GroupCommit<?>> busy = new ArrayList<>();
    while (true) {
      for (GroupCommit<?> group : served) {
        if (group.takeGroup()) {
          busy.add(group);
        }
      }
      if (!busy.isEmpty()) {
        write(busy);
        busy.clear();
      } else if (closing) {
        return;
      } else {
        rest();
      }
    }
  }

  private void rest() {
    resting = true;
    if (!closing && !isAnyWaiting()) {
      LockSupport.park(this);
    }
    resting = false;
  }

  private boolean isAnyWaiting() {
    for (GroupCommit<?> group : served) {
      if (group.isWaiting()) {
        return true;
      }
    }
    return false;
  }

  private void write(List<GroupCommit<?>> busy) {
    if (busy.size() == 1) {
      busy.getFirst().writeAlone(null); // its own statement is a transaction too, and cheaper
      return;
    }
    RuntimeException trouble = null;
    try {
      transaction.executeWithoutResult(_ -> busy.forEach(GroupCommit::writeTaken));
    } catch (RuntimeException e) {
      trouble = e;
    } catch (Error e) { // callers are waiting: each group tries again and tells its own
      trouble = new IllegalStateException("A transaction broke", e);
    }
    for (GroupCommit<?> group : busy) {
      if (trouble == null) {
        group.committed();
      } else {
        group.writeAlone(trouble);
      }
    }
  }
}
