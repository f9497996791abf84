package filereeve.config;

import filereeve.schema.Problem;
import java.nio.file.Path;
import java.util.List;

/// The result of reading a configuration.
public sealed interface Loaded {
  /// It can take effect.
  ///
  /// @param hints what could be better
  /// @param copy of its files; [ConfigCopy#NONE] if there is none, and the defaults are in force
  record Good(Settings settings, List<Problem> hints, Effective effective, ConfigCopy copy)
      implements Loaded {}

  /// Nobody can say what it is: a program has a file of it open for writing, or wrote it while it
  /// was read.
  record Unfinished(Path file) implements Loaded {}

  /// Nobody can say what it is: a filesystem that has a part of it does not answer.
  ///
  /// @param waitsFor the file or the pattern
  /// @param stateDirectories as of [Bad]
  record Silent(String waitsFor, List<Path> stateDirectories) implements Loaded {
    /// Without a full stop.
    public String message() {
      return "cannot read %s: its filesystem does not answer".formatted(waitsFor);
    }

    /// Without a full stop.
    public String remedy() {
      return "Restart its server, or unmount it: umount -l. /proc/mounts names it";
    }
  }

  /// It cannot take effect.
  ///
  /// @param problems all that is wrong in all files, and the hints, in the order of the files and
  ///   lines
  /// @param stateDirectories where a copy of the last good one may be, the most likely first
  record Bad(Reason reason, List<Problem> problems, List<Path> stateDirectories)
      implements Loaded {}

  /// The kind of the worst problem: each has an exit code of its own.
  enum Reason {
    /// The main file does not exist, is not a regular file, or cannot be read for another reason
    /// than its permissions.
    NO_INPUT,
    /// This process may not read a file, or somebody who is not trusted may write it.
    PERMISSION,
    /// The content of the files is wrong, or a file other than the main one is missing.
    CONFIGURATION
  }
}
