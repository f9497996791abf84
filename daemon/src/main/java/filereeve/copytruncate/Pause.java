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

/// Lets all who write a log stand still while its last bytes are copied and it is emptied.
///
/// @param processes who they are
/// @param writers how they are stopped
/// @param complete false if there may be others, whom we may not see
record Pause(
    Posix posix,
    Freezer freezer,
    OpenLog log,
    Set<ProcessId> processes,
    Freezable writers,
    boolean complete) {
  private static final int TRIES = 10;

  /// @return empty if one of them may not be frozen
  static Optional<Pause> of(Posix posix, Freezer freezer, OpenLog log) throws IOException {
    OpenWriters open = OpenWriters.of(log.fd());
    long self = ProcessHandle.current().pid();
    long ours = open.writers().stream().filter(w -> w.process().pid() == self).count();
    if (ours != 1) {
      return Optional.empty(); // not only to rotate it: we write it ourselves
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

  /// @param longest they stand still no longer, as far as the kernel lets us run: a log that has
  ///   not been emptied by then is tried again, and they get half of it to come to a stop
  /// @return empty if they could not be brought to stand still
  Optional<Taken> empty(LogCopy copy, Rate rate, Duration longest)
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
          Optional<Taken> taken = empty(copy, rate, longest, frozen.get(), guard.get());
          if (taken.isPresent()) {
            return taken;
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Taken> empty(
      LogCopy copy, Rate rate, Duration longest, Frozen frozen, ThawGuard guard)
      throws IOException, InterruptedException {
    long couldBeLost;
    try (frozen) {
      copy.catchUp();
      if (frozen.time().compareTo(longest) > 0 || !guard.isAlive()) {
        return Optional.empty();
      }
      copy.stay();
      posix.truncate(log.fd(), 0);
      couldBeLost = rate.couldBeLost(copy);
    }
    Duration paused = frozen.time();
    return Optional.of(
        new Taken(
            copy.size(),
            copy.splitsALine(),
            stoodAllStill() ? OptionalLong.empty() : OptionalLong.of(couldBeLost),
            Optional.of(paused)));
  }

  /// Whether nobody else can have written: one can have come since they were looked for.
  private boolean stoodAllStill() throws IOException {
    OpenWriters now = OpenWriters.of(log.fd());
    return complete && now.complete() && processes.containsAll(others(now));
  }
}
