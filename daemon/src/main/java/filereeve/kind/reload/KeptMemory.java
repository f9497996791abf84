package filereeve.kind.reload;

import static filereeve.telemetry.Field.field;

import filereeve.event.RuleName;
import filereeve.posix.Errno;
import filereeve.posix.PosixException;
import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A rule's [Memory] on disk and, for as long as the daemon runs, in this process: a state
/// directory that is removed, full, read-only or damaged keeps no change from being applied, and is
/// reported. What is lost for good counts as unknown, so that the configuration is applied once
/// more, which is harmless.
///
/// Thread: safe for use by many threads.
final class KeptMemory {
  /// Errors that stay until an administrator does something: no change waits for that.
  private static final Set<Errno> LASTING =
      EnumSet.of(Errno.ENOTDIR, Errno.EISDIR, Errno.ELOOP, Errno.EACCES, Errno.EPERM, Errno.EROFS);

  private final MemoryFile file;
  private final RuleName rule;
  private final Log log;

  /// What was read or written last.
  private Optional<Memory> known = Optional.empty();

  private boolean unsaved;
  private String reported = "";

  KeptMemory(MemoryFile file, RuleName rule, Log log) {
    this.file = file;
    this.rule = rule;
    this.log = log;
  }

  /// @param scope of the rule
  /// @return empty if the rule has never run
  /// @throws IOException if the disk fails in a way that may pass, and nothing is known
  synchronized Optional<Memory> read(Scope scope) throws IOException {
    if (unsaved) {
      known.ifPresent(this::write);
      return known;
    }
    try {
      Optional<Memory> read = file.read();
      if (read.isEmpty() && known.isPresent()) {
        return lost(scope, file.path() + " was removed");
      }
      known = read;
      return read;
    } catch (MemoryFile.DamagedException e) {
      return lost(scope, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      if (known.isEmpty() && mayPass(e)) {
        throw e;
      }
      return lost(scope, "cannot read what was applied: " + e.getMessage());
    }
  }

  private static boolean mayPass(IOException failure) {
    return !(failure instanceof PosixException call && LASTING.contains(call.errno()));
  }

  private Optional<Memory> lost(Scope scope, String why) {
    if (known.isPresent()) {
      report(why + ". It is written again.");
      write(known.get());
      return known;
    }
    report(why + ": the present configuration is applied once more");
    return Optional.of(Memory.of(scope, new Snapshot(new TreeMap<>())));
  }

  /// What cannot be stored is kept here, and stored by a later run.
  synchronized void write(Memory memory) {
    known = Optional.of(memory);
    try {
      file.write(memory);
      unsaved = false;
      reported = "";
    } catch (IOException e) {
      unsaved = true;
      report(
          "cannot write what was applied: %s. A restart may apply it once more."
              .formatted(e.getMessage()));
    }
  }

  private void report(String why) {
    if (!why.equals(reported)) {
      reported = why;
      log.log(Event.STATE_ERROR, field("rule", rule), field("why", why));
    }
  }
}
