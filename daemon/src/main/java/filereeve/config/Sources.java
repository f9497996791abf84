package filereeve.config;

import filereeve.schema.Node;
import filereeve.schema.Problems;
import java.nio.file.Path;
import java.util.List;

/// Where the files of a configuration are read from.
interface Sources {
  /// @param remedyIfMissing what to do when it does not exist
  ConfigFile.Text read(Path file, Problems problems, String remedyIfMissing);

  /// Whether there is such a file.
  boolean has(Path file);

  /// The files that a pattern of `include` in the main file names, in their order.
  List<Path> find(Path main, Node.Scalar pattern, Problems problems);
}
