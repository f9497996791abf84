package filereeve.kind.reload;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Tells what a rule's own commands change among the files that it watches from what others change.
/// Without that, a check that writes a file there would never be followed by `apply`, and an
/// `apply` that does would be followed by itself, without end.
///
/// A single change proves nothing: somebody can save a file while a command runs. What the commands
/// change is what changes again in the next run and not in between.
///
/// It knows only what happened since the daemon started: after a restart it learns again.
///
/// Thread: used by one run of its rule at a time.
final class OwnChanges {
  /// So many runs in a row make a loop.
  private static final int ROUNDS = 3;

  /// So many if nothing but the time speaks for it.
  private static final int ROUNDS_TO_BE_SURE = 6;

  /// A change that comes so soon after `apply` ended comes of it.
  private static final Duration SOON_AFTER = Duration.ofSeconds(3);

  /// For so long, files that others were seen to change are not the rule's own doing.
  private static final Duration TRUSTED = Duration.ofMinutes(10);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  /// What to make of files that changed while the check ran.
  enum Verdict {
    /// The check may have seen half of a change: it is run again.
    UNKNOWN,
    /// The check itself changes them.
    OWN,
    /// Something changes all the time: the rule has waited as long as it may.
    BUSY
  }

  /// What changed during a check.
  private record Round(int number, Set<Path> changed, Snapshot after) {}

  /// One application.
  ///
  /// @param cause what had changed
  /// @param during what changed while it ran
  private record Applied(Set<Path> cause, Set<Path> during, Instant ended) {}

  /// A rule that applies what it has changed itself.
  ///
  /// @param rounds in a row, the next one included
  /// @param found the files as they were in the pause
  /// @param until when it is to be applied again
  record Loop(
      int rounds, Set<Path> cause, Snapshot found, Duration pause, Instant until, State state) {
    enum State {
      /// The pause may show that it is none.
      SUSPECTED,
      /// It is to be reported.
      FOUND,
      REPORTED
    }

    private Loop reportedWith(Snapshot found) {
      State next = state == State.FOUND ? State.REPORTED : state;
      return new Loop(rounds, cause, found, pause, until, next);
    }
  }

  private final Duration quiet;
  private final Duration maxWait;
  private final Set<Path> own = new HashSet<>();
  private Optional<Round> round = Optional.empty();
  private Optional<Instant> waiting = Optional.empty();
  private Optional<Applied> last = Optional.empty();
  private Optional<Loop> paused = Optional.empty();
  private Duration pause = FIRST_PAUSE;
  private Instant notOwnUntil = Instant.MIN;
  private boolean follows;
  private int inARow;

  /// @param quiet of the rule's debounce
  /// @param maxWait likewise
  OwnChanges(Duration quiet, Duration maxWait) {
    this.quiet = quiet;
    this.maxWait = maxWait;
  }

  /// The rule has to wait for files that change.
  ///
  /// @return whether it may wait any longer
  boolean waits(Instant now) {
    Instant since = waiting.orElse(now);
    waiting = Optional.of(since);
    return Duration.between(since, now).compareTo(maxWait) < 0;
  }

  /// Nothing changes any more.
  void rests() {
    waiting = Optional.empty();
    round = Optional.empty();
  }

  /// Files changed while the check ran.
  Verdict duringCheck(Snapshot before, Snapshot after, Instant now) {
    Set<Path> changed = Set.copyOf(after.changedSince(before));
    if (own.containsAll(changed)) {
      return Verdict.OWN;
    }
    int number =
        1
            + round
                .filter(r -> r.after.equals(before) && r.changed.containsAll(changed))
                .map(Round::number)
                .orElse(0);
    round = Optional.of(new Round(number, changed, after));
    if (number >= ROUNDS) {
      own.addAll(changed);
      return Verdict.OWN;
    }
    return waits(now) ? Verdict.UNKNOWN : Verdict.BUSY;
  }

  /// Whether the rule is about to apply what it has changed itself, for the third time or more.
  ///
  /// @param found the files as they are now
  /// @return empty if it is to be applied now
  Optional<Loop> loop(Set<Path> cause, Snapshot found, Instant now) {
    if (paused.filter(loop -> loop.cause.containsAll(cause)).isPresent()) {
      return goOn(paused.get(), found, now);
    }
    paused = Optional.empty();
    follows = comesOfTheLast(cause, now);
    if (!follows) {
      pause = FIRST_PAUSE;
    } else if (inARow + 1 >= ROUNDS) {
      boolean certain = isDuringTheLast(cause) || inARow + 1 >= ROUNDS_TO_BE_SURE;
      paused = Optional.of(certain ? found(cause, found, now) : suspected(cause, found, now));
    }
    return paused;
  }

  /// Files that change soon after `apply` need not change because of it: if they change in the
  /// pause too, somebody else does it.
  private Optional<Loop> goOn(Loop loop, Snapshot found, Instant now) {
    if (!found.equals(loop.found) && !isSoonAfterTheLast(now)) {
      paused = Optional.empty();
      follows = false;
      notOwnUntil = now.plus(TRUSTED);
      return Optional.empty();
    }
    if (!now.isBefore(loop.until)) {
      return Optional.empty();
    }
    paused = Optional.of(loop.reportedWith(found));
    return paused;
  }

  /// Long enough to see whether the files change without any `apply`.
  private Loop suspected(Set<Path> cause, Snapshot found, Instant now) {
    Duration wait = quiet.plus(SOON_AFTER).multipliedBy(2);
    return new Loop(inARow + 1, cause, found, wait, now.plus(wait), Loop.State.SUSPECTED);
  }

  private Loop found(Set<Path> cause, Snapshot found, Instant now) {
    var loop = new Loop(inARow + 1, cause, found, pause, now.plus(pause), Loop.State.FOUND);
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    return loop;
  }

  private boolean comesOfTheLast(Set<Path> cause, Instant now) {
    return !now.isBefore(notOwnUntil)
        && (isDuringTheLast(cause)
            || (last.filter(l -> l.cause.equals(cause)).isPresent() && isSoonAfterTheLast(now)));
  }

  private boolean isDuringTheLast(Set<Path> cause) {
    return last.filter(l -> l.during.containsAll(cause)).isPresent();
  }

  private boolean isSoonAfterTheLast(Instant now) {
    return last.filter(l -> now.isBefore(l.ended.plus(quiet).plus(SOON_AFTER))).isPresent();
  }

  /// `apply` has ended.
  ///
  /// @param cause what had changed before it
  /// @return whether what changed while it ran is its own doing
  boolean applied(Set<Path> cause, Snapshot before, Snapshot after, Instant now) {
    Set<Path> during = new HashSet<>(after.changedSince(before));
    boolean again =
        last.filter(l -> l.during.containsAll(cause) && l.during.containsAll(during)).isPresent();
    if (again) {
      own.addAll(during);
    }
    boolean known = own.containsAll(during);
    inARow = follows ? inARow + 1 : 1;
    paused = Optional.empty();
    last = Optional.of(new Applied(cause, known ? Set.of() : during, now));
    return known;
  }
}
