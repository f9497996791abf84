package filereeve.app;

import filereeve.event.RuleName;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// Knows when every rule was reconciled once.
///
/// Thread: safe for use by many threads.
final class Readiness {
  private final Set<RuleName> pending = new HashSet<>();
  private final CountDownLatch reached = new CountDownLatch(1);

  synchronized void expect(Set<RuleName> rules) {
    pending.addAll(rules);
    pending.remove(ConfigurationHandler.NAME); // the daemon has just read it
  }

  /// A rule was reconciled, with any outcome: one that fails does not hold up the others.
  synchronized void ended(RuleName rule) {
    if (pending.remove(rule) && pending.isEmpty()) {
      reached.countDown();
    }
  }

  /// All is watched that these rules need. Others are gone, and will never be reconciled.
  synchronized void expectOnly(Set<RuleName> rules) {
    pending.retainAll(rules);
    if (pending.isEmpty()) {
      reached.countDown();
    }
  }

  void await() throws InterruptedException {
    reached.await();
  }
}
