package filereeve.bench.watchers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/// A program that watches.
///
/// @param probe a shell command that fails where it cannot be run
/// @param notFor rows that it is left out of
record Contestant(String name, String probe, Set<String> notFor, Starter starter) {
  /// What it is started for.
  enum Purpose {
    /// It reports each file that is written.
    NOTIFY,
    /// As it runs for its users, with nothing to report.
    REST
  }

  @FunctionalInterface
  interface Starter {
    /// Starts it. Returns when everything is watched.
    ///
    /// @param tree that it watches: every file in it
    /// @param place an empty directory for what it needs, outside the tree
    Watching start(Purpose purpose, Path tree, Path place, ReportedFiles reported)
        throws IOException, InterruptedException;
  }

  boolean isThere() throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", probe)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  Watching start(Purpose purpose, Path tree, Path place, ReportedFiles reported)
      throws IOException, InterruptedException {
    return starter.start(purpose, tree, place, reported);
  }
}
