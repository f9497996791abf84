package filereeve.config;

import filereeve.schema.Problem;
import java.util.List;

/// What became of reading a configuration.
public sealed interface Loaded {
  /// It can take effect.
  ///
  /// @param hints what could be better
  record Good(Settings settings, List<Problem> hints, Effective effective) implements Loaded {}

  /// It cannot take effect.
  ///
  /// @param problems all that is wrong in all files, and the hints, in the order in which they
  ///   stand
  record Bad(Reason reason, List<Problem> problems) implements Loaded {}

  /// Of what nature the worst is: each has an exit code of its own.
  enum Reason {
    /// The main file is not there, or no file.
    NO_INPUT,
    /// A file may not be read.
    PERMISSION,
    /// The content of the files is wrong.
    CONFIGURATION
  }
}
