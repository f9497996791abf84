package filereeve.kind.rotate;

import static java.util.Objects.requireNonNull;

import filereeve.files.TempNames;
import filereeve.posix.Fd;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import filereeve.testing.BetweenCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Stands between the program and the kernel, sees each removal before it happens, and knows what a
/// power cut could take back: what was written and not synced, and names in directories that were
/// not.
final class Witness {
  /// Is asked before a file is removed, or its content.
  interface Removal {
    /// @throws AssertionError if it may not go
    void check(Path file) throws IOException;

    /// @throws AssertionError if it may not lose its content
    void checkEmptying(Fd file) throws IOException;

    /// The program has just looked for a file of that name, or listed a directory of that name.
    void inspected(Path file);
  }

  /// What others do between two calls.
  interface Meanwhile {
    void happen() throws Exception;
  }

  private final Set<Path> unsyncedFiles = new HashSet<>();
  private final Set<Path> unsyncedNames = new HashSet<>();
  private final Posix watched;
  private final InstantSource clock;
  private boolean leased;

  /// @param clock the time that a copy of a log has from being written, as from the kernel's clock
  Witness(Posix real, Removal removal, Meanwhile meanwhile, InstantSource clock) {
    this.clock = clock;
    this.watched =
        BetweenCalls.of(
            real,
            (name, arguments, call) -> {
              if (!losesOrWaits(name, arguments)) {
                meanwhile.happen();
              }
              if (name.equals("unlink")) {
                removal.check(path(arguments[0], arguments[1]));
              } else if (empties(name, arguments)) {
                removal.checkEmptying((Fd) arguments[0]);
              }
              Object result = call.make();
              made(name, arguments);
              inspected(name, arguments, removal);
              return result;
            });
  }

  /// What is written to a log between the last inspection and its emptying is lost, which is a
  /// limit that is documented; and who opens it while it is leased waits for us.
  private boolean losesOrWaits(String name, Object[] arguments) {
    if (name.equals("leaseAlone")) {
      leased = true;
    } else if (name.equals("endLease")) {
      leased = false;
    }
    return leased || empties(name, arguments);
  }

  private static boolean empties(String name, Object[] arguments) {
    return name.equals("truncate") && !TempNames.isTemp(path(arguments[0]).getFileName());
  }

  private static void inspected(String name, Object[] arguments, Removal removal) {
    if (name.equals("list")) {
      removal.inspected(path(arguments[0]));
    } else if (name.equals("stat") && arguments.length == 2) {
      removal.inspected(path(arguments[0], arguments[1]));
    }
  }

  Posix posix() {
    return watched;
  }

  /// Somebody else wrote it, and did not sync it.
  void written(Path file) {
    unsyncedFiles.add(file);
    unsyncedNames.add(file);
  }

  /// Whether a file would be there, whole and under its name, after a power cut.
  boolean isDurable(Path file) {
    return !unsyncedFiles.contains(file) && !unsyncedNames.contains(file);
  }

  /// Whether its name would be there after a power cut.
  boolean isNameDurable(Path file) {
    return !unsyncedNames.contains(file);
  }

  private void touched(Path file) throws IOException {
    if (TempNames.isFor(TempNames.Purpose.COPY, file.getFileName())) {
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    }
  }

  private void made(String name, Object[] arguments) throws IOException {
    switch (name) {
      case "open" -> {
        if (arguments[2] == Open.CREATE_NEW) {
          Path made = path(arguments[0], arguments[1]);
          unsyncedFiles.add(made);
          unsyncedNames.add(made);
        }
      }
      case "write" -> {
        unsyncedFiles.add(path(arguments[0]));
        touched(path(arguments[0]));
      }
      case "truncate" -> touched(path(arguments[0]));
      case "sync" -> {
        unsyncedFiles.remove(path(arguments[0]));
        unsyncedNames.removeIf(file -> ArchivePlace.directoryOf(file).equals(path(arguments[0])));
      }
      case "rename", "replace" ->
          renamed(path(arguments[0], arguments[1]), path(arguments[2], arguments[3]));
      case "swap" -> {
        Path one = path(arguments[0], arguments[1]);
        Path other = path(arguments[2], arguments[3]);
        boolean ofOne = unsyncedFiles.remove(one);
        if (unsyncedFiles.remove(other)) {
          unsyncedFiles.add(one);
        }
        if (ofOne) {
          unsyncedFiles.add(other);
        }
        unsyncedNames.addAll(List.of(one, other));
      }
      case "unlink" -> unsyncedFiles.remove(path(arguments[0], arguments[1]));
      default -> {}
    }
  }

  private void renamed(Path from, Path to) {
    unsyncedFiles.remove(to); // of a file that somebody else removed
    if (unsyncedFiles.remove(from)) {
      unsyncedFiles.add(to);
    }
    unsyncedNames.remove(from);
    unsyncedNames.add(to);
  }

  private static Path path(Object fd) {
    return Path.of(((Fd) fd).path());
  }

  private static Path path(Object directory, Object name) {
    return path(directory).resolve(requireNonNull((Path) name));
  }
}
