package filereeve.copytruncate;

import filereeve.posix.Posix;
import filereeve.process.Freezable;
import filereeve.process.Freezer;
import filereeve.process.Freezer.Frozen;
import filereeve.process.OpenWriters;
import filereeve.process.ProcessId;
import filereeve.process.ThawGuard;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// Pauses all writers of a log while its last bytes are copied and it is emptied.
///
/// @param processes the writers
/// @param writers how they are frozen
/// @param complete false if there may be other writers, which this process must not inspect
record Pause(
    Posix posix,
    Freezer freezer,
    OpenLog log,
    Set<ProcessId> processes,
    Freezable writers,
    boolean complete) {
  private static final int TRIES = 10;

  /// @return empty if one of the writers must not be frozen
  static Optional<Pause> of(Posix posix, Freezer freezer, OpenLog log) throws IOException {
    OpenWriters open = OpenWriters.of(log.fd());
    long self = ProcessHandle.current().pid();
    long ours = open.writers().stream().filter(w -> w.process().pid() == self).count();
    if (ours != 1) {
      return Optional.empty(); // this process writes the log, too, and cannot freeze itself
    }
    Set<ProcessId> others = others(open);
    return freezer
        .plan(others)
        .map(writers -> new Pause(posix, freezer, log, others, writers, open.complete()));
  }

  private static Set<ProcessId> others(OpenWriters open) {
    return open.writers().stream()
        .map(OpenWriters.Writer::process)
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .collect(Collectors.toSet());
  }

  /// Empties the log while its writers are frozen; repeats an attempt that took too long.
  ///
  /// @param longest the longest pause, as far as the kernel schedules this process; freezing may
  ///   take half of it
  /// @return empty if the writers could not be frozen in time
  Optional<Extraction> empty(LogCopy copy, Rate rate, Duration longest)
      throws IOException, InterruptedException {
    for (int tries = 0; tries < TRIES; tries++) {
      Optional<ThawGuard> guard = ThawGuard.start(writers);
      if (guard.isEmpty()) {
        return Optional.empty();
      }
      try (var _ = guard.get()) {
        copy.catchUp();
        Optional<Frozen> frozen = freezer.freeze(writers, longest.dividedBy(2));
        if (frozen.isPresent()) {
          Optional<Extraction> emptied = empty(copy, rate, longest, frozen.get(), guard.get());
          if (emptied.isPresent()) {
            return emptied;
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Extraction> empty(
      LogCopy copy, Rate rate, Duration longest, Frozen frozen, ThawGuard guard)
      throws IOException, InterruptedException {
    long couldBeLost;
    try (frozen) {
      copy.catchUp();
      if (frozen.time().compareTo(longest) > 0 || !guard.isAlive()) {
        return Optional.empty();
      }
      copy.keep();
      posix.truncate(log.fd(), 0);
      couldBeLost = rate.couldBeLost(copy);
    }
    Duration paused = frozen.time();
    return Optional.of(
        new Extraction(
            copy.size(),
            copy.splitsALine(),
            pausedAll() ? OptionalLong.empty() : OptionalLong.of(couldBeLost),
            Optional.of(paused)));
  }

  private boolean pausedAll() throws IOException {
    return pausedAll(processes, complete, OpenWriters.of(log.fd()));
  }

  /// Whether no other process can have written: a writer can have opened the log since the scan for
  /// writers.
  ///
  /// @param complete whether all processes could be inspected in that scan
  static boolean pausedAll(Set<ProcessId> paused, boolean complete, OpenWriters now) {
    return complete && now.complete() && paused.containsAll(others(now));
  }
}
