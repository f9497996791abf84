package filereeve.config;

import filereeve.schema.Problem;
import java.util.List;

/// The result of reading a configuration.
public sealed interface Loaded {
  /// It can take effect.
  ///
  /// @param hints what could be better
  record Good(Settings settings, List<Problem> hints, Effective effective) implements Loaded {}

  /// It cannot take effect.
  ///
  /// @param problems all that is wrong in all files, and the hints, in the order of the files and
  ///   lines
  record Bad(Reason reason, List<Problem> problems) implements Loaded {}

  /// The kind of the worst problem: each has an exit code of its own.
  enum Reason {
    /// The main file does not exist, is not a regular file, or cannot be read for another reason
    /// than its permissions.
    NO_INPUT,
    /// This process may not read a file, or everybody may write it.
    PERMISSION,
    /// The content of the files is wrong, or a file other than the main one is missing.
    CONFIGURATION
  }
}
