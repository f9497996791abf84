package filereeve.queue;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The waiting keys of one rule in one lane, the next ready first, and how many of them run.
///
/// Invariant: no key is placed later than it is ready; the first is placed exactly when it is
/// ready.
final class RuleLine<L> {
  private final TreeSet<Waiting<L>> keys = new TreeSet<>();
  private int running;

  void add(Waiting<L> key) {
    key.place = key.readyAt();
    key.inLine = true;
    keys.add(key);
  }

  void remove(Waiting<L> key) {
    keys.remove(key);
    key.inLine = false;
  }

  /// Its deadline has changed. Only an earlier one needs a move at once.
  ///
  /// @return whether it was moved
  boolean changed(Waiting<L> key) {
    if (key.readyAt() >= key.place) {
      return false;
    }
    remove(key);
    add(key);
    return true;
  }

  /// The one that is ready first.
  @Nullable Waiting<L> first() {
    while (!keys.isEmpty()) {
      Waiting<L> first = keys.getFirst();
      if (first.place == first.readyAt()) {
        return first;
      }
      keys.removeFirst();
      add(first);
    }
    return null;
  }

  int running() {
    return running;
  }

  void begin(Waiting<L> key) {
    remove(key);
    running++;
  }

  void end() {
    running--;
  }

  boolean isIdle() {
    return running == 0 && keys.isEmpty();
  }
}
