package filereeve.queue;

import filereeve.event.Cause;
import filereeve.event.RunKey;
import java.util.EnumSet;
import java.util.Set;

/// One waiting key of [TriggerQueue]. Times are nanoseconds of the queue's clock.
final class Waiting<L> implements Comparable<Waiting<L>> {
  final RunKey key;
  final Terms<L> terms;

  /// Breaks ties, so that two keys never compare as equal.
  private final long number;

  private final long now;
  private final EnumSet<Cause> causes = EnumSet.noneOf(Cause.class);

  /// Of the changes, which debounce; without one, only `due` counts.
  private boolean changed;

  private long firstChange;
  private long settled;

  /// When it is to run whatever else comes.
  private long due = Long.MAX_VALUE;

  private long heldUntil;

  /// Its place in its line, an instant: never later than it is ready, so that a later deadline
  /// needs no move.
  long place;

  /// Whether it is in its line; a key that runs is not, until that run has ended.
  boolean inLine;

  /// Whether it replaces keys of its rule that were dropped.
  boolean collapsed;

  Waiting(RunKey key, Terms<L> terms, long number, long now) {
    this.key = key;
    this.terms = terms;
    this.number = number;
    this.now = now;
    this.heldUntil = now;
  }

  /// Hints that the filesystem moves wait until it comes to rest; everything else is a request to
  /// run now.
  void trigger(Cause cause, long at) {
    causes.add(cause);
    switch (cause) {
      case CHANGE, RESCAN -> debounce(at);
      case START, SCHEDULE, RETRY, FOLLOW_UP -> due = Math.min(due, at);
      case OPERATOR -> {
        due = Math.min(due, at);
        heldUntil = now;
      }
    }
  }

  private void debounce(long at) {
    if (!changed) {
      changed = true;
      firstChange = at;
    }
    Debounce debounce = terms.debounce();
    settled = Math.min(at + debounce.quiet().toNanos(), firstChange + debounce.maxWait().toNanos());
  }

  /// @param hold triggers that come meanwhile wait as long
  void delay(Cause cause, long until, boolean hold) {
    causes.add(cause);
    if (hold) {
      heldUntil = Math.max(heldUntil, until);
    }
    due = Math.min(due, until);
  }

  /// The earliest reason wins.
  long readyAt() {
    return Math.max(heldUntil, changed ? Math.min(settled, due) : due);
  }

  Set<Cause> causes() {
    return EnumSet.copyOf(causes);
  }

  @Override
  public int compareTo(Waiting<L> other) {
    int byPlace = Long.compare(place, other.place);
    return byPlace != 0 ? byPlace : Long.compare(number, other.number);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(number);
  }
}
